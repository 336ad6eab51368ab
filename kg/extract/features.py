"""What a predicate and the way to a party look like, as names of features for the learned coder.

Features are strings; two words that behave alike in a sentence share most of theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import Lexicon
from kg.extract.party import Party
from kg.extract.phrases import noun_lemma

OBJECTS = ("dobj", "nsubjpass", "attr", "oprd")
CLAUSES = ("xcomp", "ccomp", "advcl")
PLAIN = ("amod", "compound", "det", "poss", "advmod", "acomp", "nummod", "neg", "aux", "mark")
BEFORE, AFTER = 5, 6
"""Tokens around a predicate whose lemmas are features."""
LONGEST_PATH = 7
"""Arcs from a predicate up, and down to a party, beyond which the party is not looked at."""
PREFIXES = (3, 4, 5)
NAMES = ("GPE", "PERSON", "NORP")


def predicate_features(token: Token, rule: str, lexicon: Lexicon, parties: int) -> list[str]:
    """Return the features of *token* as a predicate.

    *rule* is the CAMEO root that the rules give it (``none``, or ``x`` where they reject it), *parties* the number of
    phrases in its sentence that stand for parties. What its word means in frames of the *lexicon* is a hint.
    """
    lemma = noun_lemma(token)
    found = [f"l={lemma}", f"p={token.pos_}", f"t={token.tag_}", f"d={token.dep_}", f"rule={rule}"]
    if token.pos_ != "VERB":
        found.append(f"noun={lemma}")
    found += [f"hint={hint}" for hint in sorted(lexicon.roots(lemma))]
    found.append(f"parties={min(parties, 4)}")
    found += [f"prefix={lemma[:size]}" for size in PREFIXES if len(lemma) > size]
    if len(lemma) > 4:
        found.append(f"suffix={lemma[-3:]}")
    for child in token.children:
        found += _of_child(child, lemma)
    if is_passive(token):
        found.append("passive")
    found += _of_head(token, lemma)
    found += [f"w={word}" for word in _around(token)]
    return found


def is_passive(token: Token) -> bool:
    """Whether the grammatical subject of *token* is its logical object."""
    return any(child.dep_ in ("nsubjpass", "auxpass", "agent") for child in token.children)


def _of_child(child: Token, lemma: str) -> Iterator[str]:
    own, dep = noun_lemma(child), child.dep_
    if dep in OBJECTS or dep == "dative":
        yield from _of_object(child, lemma)
    elif dep == "prep":
        yield from _of_preposition(child, lemma)
    elif dep == "prt":
        yield from (f"prt={own}", f"lprt={lemma}_{own}")
    elif dep in CLAUSES:
        yield from (f"{dep}={own}", f"l{dep}={lemma}_{own}")
        yield from (f"xo={noun_lemma(inner)}" for inner in child.children if inner.dep_ in OBJECTS)
        yield from ("xneg" for inner in child.children if inner.dep_ == "neg")
    elif dep in ("nsubj", "agent"):
        yield f"s={child.ent_type_ or own}"
    elif dep in PLAIN:
        yield f"{dep}={own}"


def _of_object(child: Token, lemma: str) -> Iterator[str]:
    own = noun_lemma(child)
    yield from (f"o={own}", f"lo={lemma}_{own}", f"oe={child.ent_type_}")
    for part in child.children:
        if part.dep_ in ("compound", "amod", "poss", "nmod"):
            yield f"om={noun_lemma(part)}"
        elif part.dep_ == "prep":
            yield from (f"op={part.lower_}", f"oop={own}_{part.lower_}")
            yield from (f"opo={noun_lemma(inner)}" for inner in part.children if inner.dep_ == "pobj")


def _of_preposition(child: Token, lemma: str) -> Iterator[str]:
    yield from (f"pr={child.lower_}", f"lpr={lemma}_{child.lower_}")
    for inner in child.children:
        word = noun_lemma(inner)
        if inner.dep_ == "pobj":
            yield from (f"po={word}", f"ppo={child.lower_}_{word}", f"ppe={child.lower_}_{inner.ent_type_}")
        elif inner.dep_ == "pcomp":
            yield from (f"pc={word}", f"lpc={lemma}_{child.lower_}_{word}")


def _of_head(token: Token, lemma: str) -> Iterator[str]:
    head = token.head
    if head == token:
        yield "root"
        return
    word = noun_lemma(head)
    yield from (f"h={token.dep_}_{word}", f"hl={word}_{lemma}", f"hp={token.dep_}_{head.pos_}")
    if token.dep_ == "pobj":
        yield f"hh={head.lower_}_{noun_lemma(head.head)}"
    for child in head.children:
        if child.dep_ in ("neg", "aux"):
            yield f"h{child.dep_}={noun_lemma(child)}"
            if token.dep_ == "conj":
                yield f"cj={noun_lemma(child)}"


def _around(token: Token) -> Iterator[str]:
    for place in range(max(0, token.i - BEFORE), min(len(token.doc), token.i + AFTER + 1)):
        word = token.doc[place]
        if place != token.i and word.pos_ in ("NOUN", "VERB", "ADJ", "ADV", "PROPN") and word.ent_type_ not in NAMES:
            yield noun_lemma(word)


@dataclass(frozen=True, slots=True)
class Way:
    """The arcs from a predicate up to where a party's branch begins, and down to the party."""

    up: tuple[Token, ...]
    top: Token
    down: tuple[Token, ...]


def find_way(predicate: Token, party: Token) -> Way | None:
    """Return the way between them; None where it is longer than `LONGEST_PATH`, or there is none."""
    above: dict[int, int] = {}
    token = predicate
    for step in range(LONGEST_PATH + 1):
        above[token.i] = step
        if token.head == token:
            break
        token = token.head
    down: list[Token] = []
    top = party
    while top.i not in above:
        down.append(top)
        if top.head == top or len(down) > LONGEST_PATH:
            return None
        top = top.head
    up: list[Token] = []
    token = predicate
    while token != top:
        up.append(token)
        token = token.head
    return Way(tuple(up), top, tuple(reversed(down))) if len(up) + len(down) <= LONGEST_PATH else None


def link_features(predicate: Token, head: Token, party: Party, root: str) -> list[str] | None:
    """Return the features of the way from *predicate*, of CAMEO *root*, to the phrase on *head*; None where too far."""
    way = find_way(predicate, head)
    if way is None:
        return None
    voice = "P" if is_passive(predicate) else "A"
    side = "b" if head.i < predicate.i else "a"
    lemma = noun_lemma(predicate)
    ups = "^".join(token.dep_ for token in way.up)
    path = f"{ups}|{'v'.join(map(_arc, way.down))}"
    short = f"{ups}|{'v'.join(_arc(token) for token in way.down if token.dep_ not in INSIDE)}{voice}"
    found = [
        f"path={path}", f"vpath={path}{voice}", f"lpath={lemma}_{path}", f"rpath={root}_{path}",
        f"rvpath={root}_{path}{voice}", f"ppath={predicate.pos_}_{path}", f"short={short}", f"rshort={root}_{short}",
        f"length={len(way.up) + len(way.down)}", f"side={side}", f"rside={root}{side}",
        f"pside={predicate.pos_}{voice}{side}", f"clue={party.clue.name}", f"kind={party.actor.kind}",
        f"dep={head.dep_}", f"rdep={root}{head.dep_}", f"far={_distance(abs(head.i - predicate.i))}",
    ]  # fmt: skip
    if way.down:
        first = _arc(way.down[0])
        found += [f"first={first}", f"rfirst={root}{first}", f"lfirst={lemma}{first}", f"last={_arc(way.down[-1])}"]
        if len(way.down) > 1:
            found.append(f"mid={noun_lemma(way.down[0])}")
    if way.up:
        found += [f"up={way.up[0].dep_}", f"top={noun_lemma(way.top)}", f"ups={len(way.up)}"]
    if head.dep_ in ("nsubj", "nsubjpass") and head.head != predicate:
        found.append(f"subject={head.head.pos_}_{'above' if head.head in way.up or head.head == way.top else 'aside'}")
    return found


INSIDE = ("conj", "compound", "amod", "appos", "nmod")
"""Arcs within a phrase."""


def _arc(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.pos_ == "ADP" or token.dep_ in ("agent", "dative") else token.dep_


def _distance(tokens: int) -> str:
    return next((str(bound) for bound in (1, 3, 6, 12) if tokens <= bound), "more")
