"""The action lexicon in memory: frames over lemmas and dependencies, operators over frames, classes of nouns.

``kg/data/README.md`` explains the format of the files that these are read from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.errors import DataError

PREPOSITIONS = frozenset(
    "about above across after against ahead along alongside amid among apart around as aside at away back before "
    "behind below beneath beside between beyond by despite down during following for forth forward from in inside "
    "into near of off on onto open out outside over past round short since through throughout to together toward "
    "towards under until up upon via with within without".split()
)
PAIRED = "_"
"""Joins a noun with the word before it that a pattern asks for."""


class StepKind(StrEnum):
    """What a step of a pattern asks for."""

    TARGET = "target"
    NOUN = "noun"
    WORD = "word"
    VERB = "verb"


WEIGHTS = {StepKind.TARGET: 1, StepKind.WORD: 1, StepKind.NOUN: 2, StepKind.VERB: 2}
"""How much each kind of step asks for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a pattern after its head."""

    kind: StepKind
    words: frozenset[str] = frozenset()
    """Lemmas (NOUN, VERB) or lower-case words (WORD) of which one must stand there; ``air_strike`` asks for a word
    before the noun too."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions of which one must lead to it; empty for a direct object."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern of words that reports an act: ``A impose sanction|embargo on|against T``."""

    pattern: str
    code: str
    example: str
    heads: frozenset[str]
    is_noun: bool
    steps: tuple[Step, ...]
    target: str
    """``required``, ``optional`` or ``none``."""

    weight: int = field(init=False)
    """How much the pattern asks for: of two that match, the heavier one knows better."""
    needs: tuple[frozenset[str], ...] = field(init=False)
    """Lemmas of which one of each set must stand somewhere in the sentence."""
    breadth: int = field(init=False)
    """How many words the pattern takes: of two that ask for as much, the narrower one knows better."""

    def __post_init__(self) -> None:
        """Weigh the pattern, once."""
        words = (self.heads, *(step.words for step in self.steps))
        paired = sum(any(PAIRED in word for word in group) for group in words)
        object.__setattr__(self, "weight", paired + sum(WEIGHTS[step.kind] for step in self.steps))
        asked = (step.words for step in self.steps if step.kind in (StepKind.NOUN, StepKind.VERB))
        object.__setattr__(self, "needs", tuple(frozenset(w.split(PAIRED)[-1] for w in words) for words in asked))
        breadth = len(self.heads) + sum(len(step.words) + len(step.prepositions) for step in self.steps)
        object.__setattr__(self, "breadth", breadth)


def parse_frame(pattern: str, code: str, example: str = "") -> Frame:
    """Return the frame that *pattern* writes; DataError where it breaks the format."""
    words = pattern.split()
    is_noun = bool(words) and words[0].startswith("@")
    if not is_noun and (len(words) < 2 or words[0] != "A"):
        raise DataError(f"{pattern!r} must begin with `A VERB` or `@NOUN`")
    head, rest = (words[0][1:], words[1:]) if is_noun else (words[1], words[2:])
    steps, pending, target = [], frozenset[str](), "none"
    for word in rest:
        alternatives = frozenset(word.split("|"))
        if word in ("T", "T?"):
            steps.append(Step(StepKind.TARGET, prepositions=pending))
            target, pending = "optional" if word == "T?" else "required", frozenset()
        elif word.startswith("to+"):
            steps.append(Step(StepKind.VERB, frozenset(word[3:].split("|"))))
        elif alternatives <= PREPOSITIONS:
            if pending:
                steps.append(Step(StepKind.WORD, pending))
            pending = alternatives
        else:
            steps.append(Step(StepKind.NOUN, alternatives, pending))
            pending = frozenset()
    if pending:
        steps.append(Step(StepKind.WORD, pending))
    if not head or sum(step.kind is StepKind.TARGET for step in steps) > 1:
        raise DataError(f"{pattern!r} needs a head and at most one T")
    return Frame(pattern, code, example, frozenset(head.split("|")), is_noun, tuple(steps), target)


class Operator(StrEnum):
    """What a verb or noun does to the act that it governs."""

    REPORT = "report"
    """say, announce: the act stands as told."""
    DO = "do"
    """begin, continue, order: the act is done, by the subject."""
    INTEND = "intend"
    """promise, plan, consider, agree: 03x if friendly, 13x if hostile."""
    THREATEN = "threaten"
    REFUSE = "refuse"
    APPEAL = "appeal"
    DEMAND = "demand"
    NEGATE = "negate"
    """fail, stop short of: not done."""
    BLOCK = "block"
    """hope, fear, deny, accuse of: nothing is said to be done."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the coder knows of words."""

    frames: Iterable[Frame]
    operators: Mapping[str, Operator]
    """Governing verbs and nouns by lemma; ``lemma+preposition`` where the preposition decides."""
    transforms: Mapping[tuple[Operator, str], str]
    """Code of an act under an operator, by the longest prefix of the act's own code."""
    nouns: Mapping[str, frozenset[str]]
    """Lemmas by class: ``agent``, ``people``, ``group``, ``light`` and so on."""
    lemmas: Mapping[str, str] = field(default_factory=dict)
    """Lemmas that the parser gets wrong, and the right ones."""
    short_names: Mapping[str, str] = field(default_factory=dict)
    """Keys of the actors that these words mean once an article has named them in full (``the North``)."""
    _verbs: Mapping[str, tuple[Frame, ...]] = field(init=False)
    _nouns: Mapping[str, tuple[Frame, ...]] = field(init=False)
    _classes: Mapping[str, frozenset[str]] = field(init=False)
    _roots: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the frames by the lemma of their heads, heaviest first, and the classes of nouns by lemma."""
        verbs: dict[str, dict[Frame, None]] = defaultdict(dict)
        nouns: dict[str, dict[Frame, None]] = defaultdict(dict)
        roots: dict[str, set[str]] = defaultdict(set)
        for frame in self.frames:
            for lemma in (head.split(PAIRED)[-1] for head in frame.heads):
                (nouns if frame.is_noun else verbs)[lemma][frame] = None
                roots[lemma].add(frame.code[:2])
        for name, index in (("_verbs", verbs), ("_nouns", nouns)):
            ordered = {lemma: tuple(sorted(found, key=lambda f: -f.weight)) for lemma, found in index.items()}
            object.__setattr__(self, name, ordered)
        object.__setattr__(self, "_roots", {lemma: frozenset(found) for lemma, found in roots.items()})
        lemmas = {lemma for found in self.nouns.values() for lemma in found}
        classes = {lemma: frozenset(name for name, found in self.nouns.items() if lemma in found) for lemma in lemmas}
        object.__setattr__(self, "_classes", classes)

    def verb_frames(self, lemma: str) -> tuple[Frame, ...]:
        """Frames headed by this verb, heaviest first."""
        return self._verbs.get(self.mend(lemma), ())

    def mend(self, lemma: str) -> str:
        """Return the lemma, lower case, as it should be."""
        lowered = lemma.lower()
        return self.lemmas.get(lowered, lowered)

    def noun_frames(self, lemma: str) -> tuple[Frame, ...]:
        """Frames headed by this noun, heaviest first."""
        return self._nouns.get(lemma, ())

    def transform(self, operator: Operator, code: str) -> str | None:
        """Return the code of an act of *code* that is only promised, refused, demanded …; None if there is none."""
        for length in range(len(code), -1, -1):
            found = self.transforms.get((operator, code[:length]))
            if found is not None:
                return found or None
        return None

    def roots(self, lemma: str) -> frozenset[str]:
        """Return the CAMEO roots of the frames that this word heads."""
        return self._roots.get(lemma, frozenset())

    def is_a(self, lemma: str, *classes: str) -> bool:
        """Whether the noun belongs to one of *classes*."""
        found = self._classes.get(lemma)
        return found is not None and not found.isdisjoint(classes)
