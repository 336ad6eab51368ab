"""Run ``python -m kg.learn``: learns from the corpus, and writes the models that the coder uses.

``python -m kg.learn --measure`` learns from four fifths of the sentences and prints what rules, models and both
together find in the last fifth; nothing is written.
"""

import sys

from kg.actors import list_actors
from kg.extract.learned import LearnedCoder
from kg.extract.linear import to_bytes
from kg.learn.corpus import lay, read_corpus
from kg.learn.measure import print_scores
from kg.learn.train import Teacher
from kg.pipeline import load_parser
from kg.reference import DATA, MODELS, read_lexicon, read_rows

FOLDS = 5
"""Every fifth text is held aside for ``--measure``."""


def main(arguments: list[str]) -> None:
    """Learn, and write or measure."""
    parser, gazetteer, lexicon = load_parser(), list_actors().gazetteer, read_lexicon()
    lines = read_corpus({row["code"] for _, row in read_rows(DATA / "cameo.tsv")})
    texts = list(lay(lines, parser, gazetteer, lexicon))
    measured = "--measure" in arguments
    held = texts[::FOLDS] if measured else []
    teacher = Teacher(lexicon)
    teacher.add_corpus([text for place, text in enumerate(texts) if not measured or place % FOLDS])
    teacher.add_examples(parser, gazetteer)
    models = teacher.fit()
    if measured:
        coder = LearnedCoder(models["predicates"], models["codes"], models["links"], lexicon)
        print_scores(held, coder)
        return
    MODELS.write_bytes(to_bytes(models))
    print(f"{MODELS.name}: {MODELS.stat().st_size:,} bytes from {len(texts):,} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
