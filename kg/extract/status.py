"""Whether an act is presented as done, and what governs it: negation, modals, conditions, operators."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import Lexicon, Operator
from kg.extract.phrases import noun_lemma
from kg.extract.syntax import MAX_CLIMB, auxiliaries, coordinated_with, is_infinitive
from kg.model import Status

HYPOTHETICAL_MODALS = frozenset(("could", "may", "might", "should", "must", "can", "ought"))
DOUBTS = frozenset(("potentially", "possibly", "perhaps", "maybe", "supposedly", "hopefully"))
"""Adverbs that say of an act that it may not be one."""
DUTIES = {"must": Operator.DEMAND, "should": Operator.APPEAL}
"""Modals that make a report a demand or an appeal (``said Iran must release the crew``)."""
CONDITIONS = frozenset(("if", "unless", "whether", "lest", "should"))
NEGATIVES = frozenset(("no", "not", "n't", "n’t", "never", "neither", "nor", "without", "hardly", "cannot"))
UNREAL = frozenset(
    "possible potential likely proposed hypothetical threatened eventual future alleged planned further fresh any "
    "prospective would-be imminent feared looming".split()
)
"""Adjectives that take a noun's act out of what was done, unless a verb or an operator says otherwise."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an act stands in its sentence."""

    status: Status
    operators: tuple[tuple[Operator, Token], ...] = ()
    """Governing operators that change its code, innermost first, with the words that are them."""


def standing_of_verb(verb: Token, lexicon: Lexicon) -> Standing:
    """Return how the act that *verb* reports stands."""
    return _Climb(lexicon).climb(verb)


def standing_of_noun(noun: Token, lexicon: Lexicon, light: Token | None) -> Standing:
    """Return how the act that *noun* reports stands; *light* is the verb that carries it, if any."""
    if any(child.lower_ in NEGATIVES for child in noun.children if child.dep_ in ("det", "neg", "advmod")):
        return Standing(Status.NEGATED)
    climb = _Climb(lexicon)
    if light is not None:
        return climb.climb(light)
    standing = climb.climb_noun(noun)
    if not standing.operators and any(c.lower_ in UNREAL for c in noun.children if c.dep_ in ("amod", "det")):
        return Standing(Status.HYPOTHETICAL)
    return standing


class _Climb:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._operators: list[tuple[Operator, Token]] = []
        self._negated = False

    def climb(self, verb: Token) -> Standing:
        """Follow what governs *verb* up to the root of its sentence."""
        subjunctive = _is_subjunctive(verb)
        for _ in range(MAX_CLIMB):
            if self._blocks_itself(verb):
                return Standing(Status.HYPOTHETICAL)
            if _is_negated(verb) and self._operators and self._operators[-1] == (Operator.INTEND, verb):
                self._operators[-1] = (Operator.REFUSE, verb)  # "will not accept"
            else:
                self._negated |= _is_negated(verb)
            governor, verdict = self._governor(verb)
            if verdict is not None:
                return Standing(verdict)
            if governor is None:
                break
            verb = governor
        if subjunctive and not self._operators:
            return Standing(Status.HYPOTHETICAL)
        return Standing(Status.NEGATED if self._negated else Status.ACTUAL, tuple(self._operators))

    def climb_noun(self, noun: Token) -> Standing:
        """As ``climb``, for a noun that no light verb carries: only its direct governor can change it."""
        governor = noun
        for _ in range(MAX_CLIMB):
            if governor.dep_ == "conj" and governor.head.pos_ in ("NOUN", "PROPN"):
                governor = governor.head
            elif governor.dep_ == "pobj" and governor.head.lower_ in ("of", "for", "to", "on", "about", "with"):
                above = governor.head.head
                operator = self._operator(above, governor.head.lower_)
                if operator is not None:
                    return self._under(operator, above)
                if above.pos_ != "NOUN" or governor.head.lower_ != "of":
                    break
                governor = above
            elif governor.dep_ == "nsubj" and governor.head.pos_ in ("VERB", "AUX"):
                return _conditional(governor.head)
            elif governor.dep_ in ("dobj", "nsubjpass"):
                operator = self._operator(governor.head, "")
                return self._under(operator, governor.head) if operator is not None else _conditional(governor.head)
            else:
                break
        return Standing(Status.ACTUAL)

    def _under(self, operator: Operator, word: Token) -> Standing:
        if operator in (Operator.BLOCK, Operator.NEGATE):
            return Standing(Status.HYPOTHETICAL if operator is Operator.BLOCK else Status.NEGATED)
        if operator not in (Operator.REPORT, Operator.DO):
            self._operators.append((operator, word))
        return self.climb(word) if word.pos_ in ("VERB", "AUX") else Standing(Status.ACTUAL, tuple(self._operators))

    def _operator(self, word: Token, preposition: str) -> Operator | None:
        lemma = noun_lemma(word)
        return self._lexicon.operators.get(f"{lemma}+{preposition}") or self._lexicon.operators.get(lemma)

    def _blocks_itself(self, verb: Token) -> bool:
        modals = auxiliaries(verb)
        duty = next((operator for modal, operator in DUTIES.items() if modal in modals), None)
        if duty and verb.dep_ == "ccomp" and self._operator(verb.head, "") is Operator.REPORT:
            self._operators.append((duty, verb.head))
            return False
        if modals & HYPOTHETICAL_MODALS:
            return True
        if any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in verb.children):
            return True
        if any(child.dep_ == "advmod" and child.lower_ in DOUBTS for child in verb.children):
            return True
        if verb.sent[-1].text == "?" and verb == verb.sent.root:
            return True
        if modals & {"will", "'ll", "’ll", "shall"} or ("would" in modals and verb.dep_ == "ccomp"):
            self._operators.append((Operator.INTEND, verb))
        elif "would" in modals:
            return True
        return False

    def _governor(self, verb: Token) -> tuple[Token | None, Status | None]:
        """Return the verb to go on from, or the status that settles it."""
        head, dep = coordinated_with(verb), verb.dep_
        if dep == "conj" and head.pos_ in ("VERB", "AUX"):
            governed = head.dep_ in ("ccomp", "xcomp", "advcl", "pcomp", "relcl", "acl")
            return (head if governed and not _has_subject(verb) else None), None
        if dep in ("xcomp", "ccomp") or (dep == "advcl" and is_infinitive(verb)):
            return self._by_operator(verb, head, "")
        if dep == "pcomp":
            return self._by_preposition(verb)
        if dep in ("acl", "relcl") and is_infinitive(verb):
            operator = self._operator(head, "")
            if operator is None or operator in (Operator.BLOCK, Operator.NEGATE):
                return None, Status.HYPOTHETICAL
            if operator not in (Operator.REPORT, Operator.DO):
                self._operators.append((operator, head))
            return None, None
        if dep == "acl" and any(child.dep_ == "mark" for child in verb.children):  # "the claim that …"
            return None, Status.HYPOTHETICAL
        if dep == "advcl" and head.pos_ in ("VERB", "AUX") and verb.tag_ in ("VBG", "VBN"):
            return (head if _is_governed(head) or verb.i > head.i else None), None
        return None, None

    def _by_operator(self, verb: Token, head: Token, preposition: str) -> tuple[Token | None, Status | None]:
        if head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
            return None, None
        operator = self._operator(head, preposition)
        if verb.dep_ == "ccomp" and verb.i < head.i and operator is not Operator.REPORT:
            return None, None  # a clause before the verb is a quote, or coordination without a conjunction
        if operator is None:
            if head.lemma_ in ("be", "have") and is_infinitive(verb):
                operator = Operator.INTEND if head.lemma_ == "be" else Operator.BLOCK
            elif verb.dep_ == "ccomp" and head.pos_ == "VERB":
                return None, (Status.HYPOTHETICAL if is_infinitive(verb) else None)
            else:
                return None, Status.HYPOTHETICAL
        if operator is Operator.BLOCK:
            return None, Status.HYPOTHETICAL
        if operator is Operator.NEGATE:
            self._negated = True
        elif operator not in (Operator.REPORT, Operator.DO):
            self._operators.append((operator, head))
        return head, None

    def _by_preposition(self, verb: Token) -> tuple[Token | None, Status | None]:
        preposition, governor = verb.head.lower_, verb.head.head
        if preposition in ("without", "instead"):
            return None, Status.NEGATED
        if preposition in ("by", "after", "for", "over", "in", "while", "since", "despite", "following", "before"):
            return None, None
        return self._by_operator(verb, governor, preposition)


def _is_negated(verb: Token) -> bool:
    if any(
        child.dep_ == "neg" or child.lower_ in ("never", "hardly") or _is_no_longer(child) for child in verb.children
    ):
        return not any(child.lower_ == "only" for child in verb.children)
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and any(c.lower_ in ("no", "neither") for c in subject.children if c.dep_ == "det"):
        return True
    other = coordinated_with(verb)
    return (
        verb.dep_ == "conj"
        and any(c.dep_ == "neg" for c in other.children)
        and (any(c.lower_ in ("or", "nor") for c in other.children if c.dep_ == "cc") and not _has_subject(verb))
    )


def _is_no_longer(word: Token) -> bool:
    return word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ == "no"


def _is_subjunctive(verb: Token) -> bool:
    """Whether *verb* is a bare form with a subject (``the demand that the West reduce its presence``)."""
    governed = verb.dep_ in ("ccomp", "acl", "advcl", "relcl") or any(child.dep_ == "mark" for child in verb.children)
    return governed and verb.tag_ == "VB" and _has_subject(verb) and not auxiliaries(verb)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _is_governed(verb: Token) -> bool:
    return verb.dep_ in ("xcomp", "ccomp", "pcomp", "advcl", "acl")


def _conditional(verb: Token) -> Standing:
    """A noun's act survives most of what is said of it, but not a condition or a modal on its own verb."""
    marked = any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in verb.children)
    unreal = auxiliaries(verb) & (HYPOTHETICAL_MODALS | {"would"})
    return Standing(Status.HYPOTHETICAL if marked or unreal else Status.ACTUAL)
