"""Where the texts of a mention stand in its quote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a quote. ``role`` is ``actor``, ``action``, ``target`` or, for the rest, empty."""

    text: str
    role: str = ""


def split_quote(quote: str, actor: str, action: str, target: str) -> list[Span]:
    """Return *quote* in pieces that together are the whole of it, those of the three texts with their roles.

    Each text is marked once, where it stands exactly, as whole words if it does so anywhere. The action is placed
    first, since it tells where to look for the others: the actor rather before it, the target rather after it. One
    that only stands inside another is not marked.
    """
    taken: dict[str, tuple[int, int]] = {}
    for role, text in (("action", action), ("actor", actor), ("target", target)):
        free = [
            place
            for place in _places(quote, text)
            if all(place[1] <= begin or end <= place[0] for begin, end in taken.values())
        ]
        pivot = taken.get("action", (len(quote), 0))
        wanted = [place for place in free if (place[1] <= pivot[0] if role == "actor" else place[0] >= pivot[1])]
        if wanted or free:
            taken[role] = (wanted or free)[0]
    return list(_cut(quote, taken))


def _places(quote: str, text: str) -> list[tuple[int, int]]:
    if not text:
        return []
    pattern = re.escape(text)
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", quote)) or list(re.finditer(pattern, quote))
    return [match.span() for match in found]


def _cut(quote: str, taken: dict[str, tuple[int, int]]) -> Iterator[Span]:
    done = 0
    for role, (begin, end) in sorted(taken.items(), key=lambda item: item[1]):
        if done < begin:
            yield Span(quote[done:begin])
        yield Span(quote[begin:end], role)
        done = end
    if done < len(quote):
        yield Span(quote[done:])


def shorten(spans: Sequence[Span], length: int) -> list[Span]:
    """Return as many of *spans* as fit in *length* characters, the last one cut with an ellipsis."""
    kept: list[Span] = []
    room = length
    for span in spans:
        if len(span.text) > room:
            return [*kept, Span(span.text[:room] + "…", span.role)]
        kept.append(span)
        room -= len(span.text)
    return kept
