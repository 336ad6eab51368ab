"""Names of listed actors in a text, found without a parser: in milliseconds, and rather too few than wrong ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.extract.gazetteer import Gazetteer, Hit, NameKind
from kg.extract.mentions import People
from kg.model import Actor, ActorKind

TITLES = frozenset(
    "President Prime Foreign Minister Ministry Secretary Chancellor Premier Ambassador Embassy Defence Defense Deputy "
    "Vice Special Envoy Army Navy Air Armed Forces State Government Parliament Congress Senate Supreme National "
    "Interior Finance Treasury Trade Security Mr Mrs Ms Dr Sir Lord King Queen Prince Princess Crown Emir Sultan Pope "
    "General Admiral Colonel Captain Major Senator Governor Chairman Chairwoman Leader Spokesman Spokeswoman "
    "Commissioner Representative Judge Justice Justices Speaker Former Outgoing Incoming Acting".split()
)
"""Words with a capital letter that may stand beside a name without being a part of it."""
CALLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|President|Minister|Secretary|Chancellor|Premier|King|Emir|Leader|Pope)\.? (?P<name>[A-Z][\w’'-]+)"
)
"""A surname of which the word before says that it is one."""
LOWER = frozenset(
    "a about after against all although among amid an and as at because before behind between both but by despite "
    "during even every for from how however if in inside into is it its like many may meanwhile more most near neither "
    "no nor not of on once only or our outside over since so some than that the their then there these this those "
    "though through to today toward towards under unless unlike until upon via was what when where whether which while "
    "who why will with within without yet yesterday".split()
)
"""Words that have a capital letter only where a sentence begins."""
BEFORE = re.compile(r"(?P<word>[^\W\d_][\w’'-]*)\.? $")
AFTER = re.compile(r"[ -](?P<word>[^\W\d_][\w’'-]*)")
NEAR = 40
"""Characters on either side of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text that names an actor."""

    begin: int
    end: int
    key: str


def find_names(text: str, day: date | None, gazetteer: Gazetteer, words: frozenset[str]) -> list[Found]:
    """Return where *text*, published on *day*, names actors of *gazetteer*, in its order, none overlapping another.

    Adjectives and places are no names: "Russian" may be a salad, and what is in Moscow need not be Russia's. Persons
    are known by their surnames once they are named in full, or beside a title; *words* are surnames, in small letters,
    that are words too.
    """
    hits = gazetteer.find(text)
    people = People(gazetteer, day, words)
    found = list(_listed(text, hits, gazetteer, people))
    taken = {place for hit in hits for place in range(hit.begin, hit.end)}
    for one in (*_introduced(text, people, words), *_titled(text, people)):
        if taken.isdisjoint(range(one.begin, one.end)):
            taken.update(range(one.begin, one.end))
            found.append(one)
    return sorted(found, key=lambda one: one.begin)


def find_label(text: str, label: str) -> Iterator[tuple[int, int]]:
    """Yield where *text* has the name *label* as whole words; nowhere for what may be a common word."""
    if len(label) > 3 and label[0].isupper():
        for found in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text):
            yield found.span()


def _listed(text: str, hits: Iterable[Hit], gazetteer: Gazetteer, people: People) -> Iterator[Found]:
    for hit in hits:
        if hit.kind is not NameKind.NAME:
            continue
        around = text[max(0, hit.begin - NEAR * 5) : hit.end + NEAR * 5]
        bearers = [gazetteer.actors[key] for key in _keys(hit, text, around, gazetteer)]
        if not bearers:
            continue
        actor = bearers[0]
        if actor.kind is ActorKind.PERSON:
            actor = people.choose(bearers)
            people.introduce(actor, text[hit.begin : hit.end])
        elif _is_part_of_name(text, hit.begin, hit.end, actor):
            continue
        yield Found(hit.begin, hit.end, actor.key)


def _keys(hit: Hit, text: str, around: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return whom the name means beside the words *around* it, which tell one Georgia from the other."""
    begin = around.find(text[hit.begin : hit.end])
    return gazetteer.keys_here(Hit(begin, begin + hit.end - hit.begin, hit.kind, hit.keys), around)


def _is_part_of_name(text: str, begin: int, end: int, actor: Actor) -> bool:
    """Whether a single word stands inside a longer name (``Michael Jordan``, ``Georgia Tech``)."""
    name = text[begin:end]
    if " " in name or name.isupper() or actor.kind is ActorKind.PERSON:
        return False
    return not _stands_alone(text, begin, end)


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether no word beside ``text[begin:end]`` makes a longer name of it."""
    before = BEFORE.search(text[max(0, begin - NEAR) : begin])
    after = AFTER.match(text[end : end + NEAR])
    return not any(found and _is_name(found["word"]) for found in (before, after))


def _is_name(word: str) -> bool:
    return word[0].isupper() and word not in TITLES and word.lower() not in LOWER and not word.isupper()


def _introduced(text: str, people: People, words: frozenset[str]) -> Iterator[Found]:
    for begin, end, actor in sorted(people.find(text), key=lambda match: (match[0], -match[1])):
        if text[begin:end].lower() not in words and _stands_alone(text, begin, end):
            yield Found(begin, end, actor.key)


def _titled(text: str, people: People) -> Iterator[Found]:
    for found in CALLED.finditer(text):
        name = re.sub(r"['’]s?$", "", found["name"])
        begin = found.start("name")
        actor = people.recall(name) if _stands_alone(text, begin, begin + len(name)) else None
        if actor is not None:
            yield Found(begin, begin + len(name), actor.key)
