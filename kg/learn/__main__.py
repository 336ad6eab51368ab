"""Run ``python -m kg.learn``: learns from the corpus, and writes the models that the coder uses.

Every fifth text is held aside first: on those it is seen how often events are right, which is what a confidence says.
Then the models learn from all texts. ``python -m kg.learn --measure`` prints instead what rules, models and both
together find in the texts held aside, and what confidences mean there; nothing is written.
"""

import sys
from collections.abc import Sequence

from kg.actors import list_actors
from kg.extract.confidence import Confidence
from kg.extract.gazetteer import Gazetteer
from kg.extract.learned import LearnedCoder
from kg.extract.linear import LinearModel, to_bytes
from kg.learn.corpus import Annotated, lay, read_corpus
from kg.learn.measure import judge, print_calibration, print_scores
from kg.learn.train import Teacher, fit_confidence
from kg.pipeline import load_parser
from kg.reference import DATA, MODELS, read_lexicon, read_rows

FOLDS = 5
"""Every fifth text is held aside."""


def main(arguments: list[str]) -> None:
    """Learn, and write or measure."""
    parser, gazetteer, lexicon = load_parser(), list_actors().gazetteer, read_lexicon()
    lines = read_corpus({row["code"] for _, row in read_rows(DATA / "cameo.tsv")})
    texts = list(lay(lines, parser, gazetteer, lexicon))
    held = texts[::FOLDS]
    models = _learn([text for place, text in enumerate(texts) if place % FOLDS], gazetteer)
    coder = LearnedCoder(models["predicates"], models["codes"], models["links"], None, lexicon)
    if "--measure" in arguments:
        print_scores(held, coder)
        print_calibration(judge(held[1::2], coder), Confidence(fit_confidence(judge(held[::2], coder))))
        return
    confidence = fit_confidence(judge(held, coder))
    MODELS.write_bytes(to_bytes({**_learn(texts, gazetteer), "confidence": confidence}))
    print(f"{MODELS.name}: {MODELS.stat().st_size:,} bytes from {len(texts):,} texts")


def _learn(texts: Sequence[Annotated], gazetteer: Gazetteer) -> dict[str, LinearModel]:
    teacher = Teacher(read_lexicon())
    teacher.add_corpus(texts)
    teacher.add_examples(load_parser(), gazetteer)
    return teacher.fit()


if __name__ == "__main__":
    main(sys.argv[1:])
