"""Who is subject and object of a verb, whatever the construction: pure functions over a spaCy parse.

Labels are those of spaCy's English models (ClearNLP): nsubj, nsubjpass, dobj, agent, prep, pobj, xcomp, relcl …
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

SUBJECTS = frozenset(("nsubj", "csubj"))
PASSIVE_SUBJECTS = frozenset(("nsubjpass", "csubjpass"))
PREDICATIVES = frozenset(("attr", "oprd"))
RELATIVES = frozenset(("who", "whom", "which", "that"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))
SUBORDINATE = frozenset(("advcl", "xcomp", "ccomp", "acl", "conj", "relcl"))
MAX_CLIMB = 12
"""No clause is nested deeper than this in prose; the bound keeps a broken parse cheap."""


@dataclass(slots=True)
class Arguments:
    """Heads of a verb's noun phrases by their logical role, passives turned round."""

    verb: Token
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    datives: list[Token] = field(default_factory=list)
    complements: list[Token] = field(default_factory=list)
    """Heads of infinitives and clauses that the verb governs."""


def arguments(verb: Token) -> Arguments:
    """Return the logical arguments of *verb*."""
    found = Arguments(verb)
    passive = is_passive(verb)
    direct = [child for child in verb.children if child.dep_ == "dobj"]
    for child in direct or [child for child in verb.children if child.dep_ in PREDICATIVES and not passive]:
        found.objects += together(child)
    for child in verb.children:
        if child.dep_ == "oprd" and passive:
            found.objects += together(child)
        elif child.dep_ == "dative":
            found.datives += pobjs(child) if child.pos_ == "ADP" else together(child)
        elif child.dep_ in ("xcomp", "ccomp", "advcl") and (child.dep_ != "advcl" or _is_infinitive(child)):
            found.complements.append(child)
            if child.dep_ == "ccomp" and child.tag_ == "VB":  # "let the inspectors return"
                found.objects += [head for own in child.children if own.dep_ == "nsubj" for head in together(own)]
    surface = subjects(verb)
    if passive:
        found.objects = [*surface, *found.objects]
        found.subjects = agents(verb)
    else:
        found.subjects = surface
    found.objects += _object_gap(verb)
    return found


def is_passive(verb: Token) -> bool:
    """Whether the grammatical subject of *verb* is its logical object."""
    dependents = {child.dep_ for child in verb.children}
    if dependents & {"nsubjpass", "auxpass", "agent"}:
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj" and not dependents & {"nsubj", "aux", "dobj"}:
        return verb.head.pos_ == "VERB" and is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "amod") and "dobj" not in dependents and "aux" not in dependents


def agents(verb: Token) -> list[Token]:
    """Heads of the ``by`` phrase of a passive verb."""
    return [head for child in verb.children if child.dep_ == "agent" for head in pobjs(child)]


def subjects(verb: Token) -> list[Token]:
    """Heads of the grammatical subject, found through coordination, control, relatives and participles."""
    for _ in range(MAX_CLIMB):
        own = [child for child in verb.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        if own:
            return [head for subject in own for head in _antecedents(subject, verb)]
        if verb.dep_ in ("acl", "relcl"):
            if _is_infinitive(verb):
                return holders(verb.head)
            return together(verb.head) if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else []
        if verb.dep_ == "xcomp":
            controllers = _controllers(verb.head)
            if controllers:
                return controllers
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp") and verb.head.pos_ in ("VERB", "AUX"):
            verb = coordinated_with(verb)
        elif verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX", "NOUN"):
            verb = verb.head.head
        elif verb.dep_ in ("xcomp", "ccomp") and verb.head.pos_ == "ADJ":  # "is willing to withdraw"
            verb = verb.head.head if verb.head.dep_ == "acomp" else verb.head
        else:
            return _mistaken_subject(verb)
    return []


def _mistaken_subject(root: Token) -> list[Token]:
    """The noun before a sentence's verb that the parser took for part of a compound (``Burkina Faso severs …``)."""
    before = [child for child in root.lefts if child.dep_ in ("compound", "nmod") and child.pos_ in ("PROPN", "NOUN")]
    return together(before[-1]) if before and root.dep_ == "ROOT" and acts_as_verb(root) else []


def acts_as_verb(token: Token) -> bool:
    """Whether *token* is a verb, or a sentence's root with a subject or object that the parser took for a noun."""
    if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD", "VBG"):
        return True
    if token.dep_ != "ROOT" or token.pos_ != "NOUN":
        return False
    return any(child.dep_ in ("dobj", *SUBJECTS) for child in token.children)


def coordinated_with(verb: Token) -> Token:
    """Return the verb that *verb* is coordinated with, or else its head.

    Parsers hang a finite verb on the infinitive before it (``moved to calm markets and signed a loan``);
    it belongs to the finite verb above.
    """
    head = verb.head
    if verb.dep_ == "conj" and verb.tag_ in FINITE:
        while head.tag_ not in FINITE and head.head.pos_ in ("VERB", "AUX") and head.dep_ in SUBORDINATE:
            head = head.head
    return head


def _controllers(governor: Token) -> list[Token]:
    """Objects of a governing verb, which act in its infinitive (``urged Iran to withdraw``)."""
    return [head for child in governor.children if child.dep_ in ("dobj", "dative") for head in together(child)]


def holders(noun: Token) -> list[Token]:
    """Whose plan, promise or agreement *noun* is, and so who acts in its infinitive (``its decision to withdraw``)."""
    owners = [head for child in noun.lefts if child.dep_ == "poss" for head in together(child)]
    if owners or noun.dep_ not in ("dobj", "nsubjpass") or noun.head.pos_ != "VERB":
        return owners
    return agents(noun.head) if noun.dep_ == "nsubjpass" else subjects(noun.head)


def _antecedents(subject: Token, verb: Token) -> list[Token]:
    if subject.lower_ in RELATIVES and verb.dep_ in ("relcl", "acl"):
        return together(verb.head)
    return together(subject)


def _object_gap(verb: Token) -> list[Token]:
    """The noun that a relative clause is about, where it is the object (``the envoy whom Iran expelled``)."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return []
    if any(child.dep_ in SUBJECTS and child.lower_ in RELATIVES for child in verb.children):
        return []
    relative_object = any(child.dep_ == "dobj" and child.lower_ in RELATIVES for child in verb.children)
    bare = not any(child.dep_ in ("dobj", "advmod", "prep") and child.i < verb.i for child in verb.children)
    has_object = any(child.dep_ == "dobj" and child.lower_ not in RELATIVES for child in verb.children)
    return [verb.head] if relative_object or (bare and not has_object) else []


def together(head: Token) -> list[Token]:
    """Return *head* and the phrases coordinated with it."""
    found = [head]
    for one in found:  # parsers hang each phrase of a list on the one before it
        found += [child for child in one.children if child.dep_ == "conj" and child.pos_ not in ("VERB", "AUX")]
    return found


def pobjs(preposition: Token) -> list[Token]:
    """Heads of what a preposition governs, through a second preposition (``out of Syria``)."""
    found: list[Token] = []
    for child in preposition.children:
        inner = child.dep_ == "prep" and not any(c.dep_ == "pobj" for c in preposition.children)
        if child.dep_ == "pobj":
            found += together(child)
        elif inner or (child.dep_ == "conj" and child.pos_ == "ADP"):
            found += pobjs(child)
    return found


def prepositions(anchor: Token) -> Iterator[tuple[str, list[Token]]]:
    """Yield each preposition below *anchor*, lower case, with the heads that it governs."""
    for child in anchor.children:
        by_noun = child.dep_ == "agent" and anchor.pos_ not in ("VERB", "AUX")  # below a verb it is who acts
        if child.dep_ == "prep" or by_noun or (child.dep_ in ("dative", "advmod") and child.pos_ == "ADP"):
            yield child.lower_, pobjs(child)
            for grandchild in child.children:
                if grandchild.dep_ == "prep":
                    yield grandchild.lower_, pobjs(grandchild)
        elif child.dep_ in ("prt", "oprd", "acomp", "advmod"):
            if child.dep_ == "prt":
                yield child.lower_, pobjs(child)
            yield from prepositions(child)


def particles(anchor: Token) -> set[str]:
    """Lower-case particles and bare prepositions of *anchor*."""
    return {child.lower_ for child in anchor.children if child.dep_ in ("prt", "prep", "advmod")}


def bare_particles(anchor: Token) -> set[str]:
    """Lower-case particles of *anchor*, without prepositions that govern something."""
    return {
        child.lower_
        for child in anchor.children
        if child.dep_ in ("prt", "advmod") or (child.dep_ == "prep" and not pobjs(child))
    }


def modifiers(noun: Token, depth: int = MAX_CLIMB) -> list[Token]:
    """Possessors, adjectives and nouns before *noun* that may name a party, in the order of the text."""
    found: list[Token] = []
    for child in noun.lefts:
        if depth and child.dep_ in ("poss", "amod", "compound", "nmod", "npadvmod", "nummod", "quantmod", "appos"):
            found += [*modifiers(child, depth - 1), *together(child)]
    return found


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether *verb* stands in a to-infinitive, itself or through coordination."""
    while verb.dep_ == "conj" and not any(child.dep_ == "aux" for child in verb.children):
        verb = verb.head
    return _is_infinitive(verb)


def auxiliaries(verb: Token) -> set[str]:
    """Lower-case auxiliaries of *verb*, shared through coordination."""
    found = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    shares = verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ not in FINITE
    if found or not shares or any(child.dep_ in SUBJECTS | PASSIVE_SUBJECTS for child in verb.children):
        return found
    return auxiliaries(verb.head)
