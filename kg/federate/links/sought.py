"""Actors of a graph whose identity is looked for, with what the graph knows of them that helps to find it."""

from dataclasses import dataclass

from kg.model import Actor


@dataclass(frozen=True, slots=True)
class Home:
    """The state or organisation that an actor acts for or comes from."""

    actor: Actor
    is_state: bool

    @property
    def wikidata(self) -> str | None:
        """Its Wikidata id, where it is known."""
        return self.actor.wikidata

    @property
    def names(self) -> tuple[str, ...]:
        """What it, and who belongs to it, is called."""
        return (self.actor.label, *self.actor.aliases, *self.actor.demonyms)


@dataclass(frozen=True, slots=True)
class Sought:
    """An actor as the graph describes it."""

    actor: Actor
    events: int = 0
    """In which it takes part."""
    home: Home | None = None
    years: tuple[int, int] | None = None
    """First and last year in which it held an office or took part in events, where any is known."""
    is_whole: bool = True
    """Whether ``actor`` is all that the graph says of it."""

    @property
    def key(self) -> str:
        """Key of the actor."""
        return self.actor.key

    @property
    def names(self) -> tuple[str, ...]:
        """Its names, the one that it goes by first."""
        return (self.actor.label, *self.actor.aliases)
