"""What adding an article to the graph did."""

from dataclasses import dataclass
from typing import Literal as OneOf

from kg.model import Event


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was refused, and why."""

    event: Event | None
    """None where it is the article itself, and all that it tells with it."""
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What adding an article did."""

    outcome: OneOf["added", "unchanged", "replaced", "rejected", "copy"]
    events: int = 0
    """Events that the article tells; 0 if unchanged."""
    mentions: int = 0
    """Mentions of them; 0 if unchanged."""
    rejections: tuple[Rejection, ...] = ()
    """What broke a shape and was not written."""
    text_added: bool = False
    """Whether an article that is unchanged has its text only now."""
