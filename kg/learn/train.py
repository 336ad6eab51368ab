"""Makes the models of `kg.extract.learned` from the corpus and the examples of the lexicon."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Token

from kg.extract.confidence import RIGHT
from kg.extract.features import link_features, predicate_features
from kg.extract.gazetteer import Gazetteer
from kg.extract.learned import ACTOR, NONE, TARGET, is_candidate, rule_roots
from kg.extract.lexicon import Lexicon
from kg.extract.linear import LinearModel
from kg.extract.phrases import noun_lemma
from kg.learn.corpus import Annotated, lay
from kg.model import Event, Status

UNKNOWN_RULE = "?"
"""What the rules say of an example of the lexicon, which they always get right."""
WRONG = "wrong"
EXAMPLE_WEIGHT = 0.6
LEAST_SEEN = {"predicates": 4, "codes": 7, "links": 4, "confidence": 6}
"""Examples in which a feature must stand to be kept."""
PENALTY = {"predicates": 1.0, "codes": 1.0, "links": 0.7, "confidence": 0.1}
"""Inverse strengths of regularisation, chosen on held-aside sentences."""
LEAST_OF_A_CODE = 4
"""Examples that a code needs to be told from others of its root."""


@dataclass(slots=True)
class Examples:
    """What one model learns from: features, classes and weights of examples."""

    features: list[Sequence[str]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, features: Sequence[str], name: str, weight: float = 1.0) -> None:
        """Add one example."""
        self.features.append(features)
        self.classes.append(name)
        self.weights.append(weight)

    def frequent(self, least: int) -> "Examples":
        """Return the examples of classes that have at least *least* of them."""
        counts, kept = Counter(self.classes), Examples()
        for features, name, weight in zip(self.features, self.classes, self.weights, strict=True):
            if counts[name] >= least:
                kept.add(features, name, weight)
        return kept


class Teacher:
    """Collects the examples of the three models, and fits them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._predicates, self._codes, self._links = Examples(), Examples(), Examples()

    def add_corpus(self, texts: Sequence[Annotated]) -> None:
        """Learn from annotated texts: each candidate is an example, of an act that was done or of none."""
        heads = [act.action.root for one in texts for act in one.acts]
        nouns = frozenset(noun_lemma(head) for head in heads if head.pos_ in ("NOUN", "PROPN"))
        for one in texts:
            roots = rule_roots(one.coded)
            for token in one.doc:
                if is_candidate(token, nouns, self._lexicon):
                    self._add_candidate(one, token, roots.get(token.i, NONE))

    def _add_candidate(self, one: Annotated, token: Token, rule: str) -> None:
        told = [act for act in one.acts if act.status == "actual" and act.action.root == token]
        mentions = one.mentions[token.sent.start]
        features = predicate_features(token, rule, self._lexicon, len(mentions))
        self._predicates.add(features, told[0].code[:2] if told else NONE)
        if not told:
            return
        self._codes.add(features, told[0].code)
        actors = {t.i for act in told for t in act.actor}
        targets = {t.i for act in told if act.target is not None for t in act.target}
        for mention in mentions:
            head = mention.head
            way = link_features(token, head, mention.parties[0], told[0].code[:2]) if head != token else None
            if way is not None:
                self._links.add(way, ACTOR if head.i in actors else TARGET if head.i in targets else NONE)

    def add_examples(self, parser: Language, gazetteer: Gazetteer) -> None:
        """Learn from the examples of the lexicon's frames, as far as the rules read them as they should."""
        frames = [frame for frame in self._lexicon.frames if frame.example]
        lines = [{"text": frame.example.replace("[", "").replace("]", ""), "acts": []} for frame in frames]
        for frame, one in zip(frames, lay(lines, parser, gazetteer, self._lexicon), strict=True):
            for token, event in ((coded.predicate, coded.outcome) for coded in one.coded):
                if isinstance(event, Event) and event.status is Status.ACTUAL and event.action == frame.code:
                    mentions = one.mentions[token.sent.start]
                    features = predicate_features(token, UNKNOWN_RULE, self._lexicon, len(mentions))
                    self._predicates.add(features, frame.code[:2], EXAMPLE_WEIGHT)
                    self._codes.add(features, frame.code, EXAMPLE_WEIGHT)

    def fit(self) -> dict[str, LinearModel]:
        """Return the models."""
        sets = {"predicates": self._predicates, "codes": self._codes.frequent(LEAST_OF_A_CODE), "links": self._links}
        return {name: fit(found, LEAST_SEEN[name], PENALTY[name]) for name, found in sets.items()}


def fit_confidence(judged: Iterable[tuple[Sequence[str], bool]]) -> LinearModel:
    """Return the model of how likely events are right, from the signs of some and whether they were."""
    examples = Examples()
    for signs, right in judged:
        examples.add(signs, RIGHT if right else WRONG)
    return fit(examples, LEAST_SEEN["confidence"], PENALTY["confidence"])


def fit(examples: Examples, least_seen: int, penalty: float) -> LinearModel:
    """Return the multinomial logistic regression of *examples* over features that *least_seen* of them have."""
    counts = Counter(name for features in examples.features for name in set(features))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(_present(features, counts, least_seen) for features in examples.features)
    model = LogisticRegression(C=penalty, max_iter=400)
    model.fit(matrix, examples.classes, sample_weight=examples.weights)
    weights, intercept = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # of two classes only the odds of the second are kept
        weights, intercept = np.hstack((-weights / 2, weights / 2)), np.hstack((-intercept / 2, intercept / 2))
    return LinearModel(
        classes=tuple(str(one) for one in model.classes_),
        features={str(name): row for row, name in enumerate(vectorizer.feature_names_)},
        weights=weights.astype(np.float32),
        intercept=intercept.astype(np.float32),
    )


def _present(features: Iterable[str], counts: Counter[str], least_seen: int) -> dict[str, int]:
    return {name: 1 for name in features if counts[name] >= least_seen}
