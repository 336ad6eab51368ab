"""Types and properties of the service: what actors are, and what is known or asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.vocab import DIP
from web.words import KINDS

ANY = "Actor"
"""The type of every actor, above the kinds."""
TYPES: Mapping[str, str] = {ANY: "Actor", **KINDS}
"""Types by their names in the ontology, in words."""
MOST_LISTED = 100
"""Values that a property is told at most, whatever is asked."""


@dataclass(frozen=True, slots=True)
class Property:
    """Something that is known of an actor, or helps to find it."""

    id: str
    name: str
    description: str
    kinds: frozenset[str] = frozenset(KINDS)
    """Kinds of actors that can have it."""
    extends: bool = True
    """Whether its values can be asked for."""
    hints: bool = True
    """Whether a value of it helps to find an actor."""

    def to_json(self) -> dict[str, str]:
        """Return it as the protocol has it."""
        return {"id": self.id, "name": self.name}


NOT_STATES = frozenset(KINDS) - {"State"}
PROPERTIES: Mapping[str, Property] = {
    one.id: one
    for one in (
        Property("label", "Name", "The name that the actor goes by"),
        Property("alias", "Other names", "Other names of the actor", hints=False),
        Property("kind", "Kind", "What the actor is: State, Person, Organisation and so on"),
        Property("date", "Date", "A day, month or year: who is in office then is preferred", extends=False),
        Property("state", "State", "What the actor is, acts for or belongs to", extends=False),
        Property("actsFor", "Acts for", "The state or organisation whose acts this actor's acts are", NOT_STATES),
        Property("belongsTo", "Belongs to", "The state or organisation that the actor comes from", NOT_STATES),
        Property("office", "Office", "Offices held, with the setting Date those held then", frozenset({"Person"})),
        Property("isoCode", "ISO code", "ISO 3166-1 alpha-3 code", frozenset({"State"})),
        Property("cowCode", "COW number", "Number in the list of Correlates of War", frozenset({"State"})),
        Property("wikidata", "Wikidata", "Wikidata id, such as Q159"),
        Property("events", "Events", "Number of events that the actor, or who acts for it, takes part in", hints=False),
        Property("firstEvent", "First event", "Day of the first of these events whose month is known", hints=False),
        Property("lastEvent", "Last event", "Day of the last of these events whose month is known", hints=False),
    )
}  # fmt: skip
"""In the order in which they are proposed."""
SETTINGS = (
    {
        "name": "date", "label": "Date", "type": "text", "default": "",
        "help_text": "For offices: a day, month or year, such as 2019-05-01; only those held then are told",
    },
    {
        "name": "limit", "label": "Values at most", "type": "number", "default": 0,
        "help_text": "0 for all",
    },
)  # fmt: skip
"""What a user may set for a property that is asked for."""


def to_type(kind: str) -> dict[str, str]:
    """Return a kind as a type of the protocol."""
    return {"id": kind, "name": TYPES[kind]}


def to_default_type(kind: str) -> dict[str, object]:
    """Return a kind as a type with the one above it."""
    return {**to_type(kind), **({"broader": [to_type(ANY)]} if kind != ANY else {})}


def to_kind(name: str) -> str | None:
    """Return the type that a client means by *name*: its id, prefixed id, IRI or its words; None for no type."""
    plain = name.removeprefix(DIP).removeprefix("dip:")
    if plain in TYPES:
        return plain
    return next((kind for kind, in_words in TYPES.items() if in_words.casefold() == plain.casefold()), None)
