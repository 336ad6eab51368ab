"""One act told several times in one article becomes one event with several mentions."""

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Event, PartialDate

KIND = 3
"""Digits of a CAMEO code to which two tellings of one act agree."""


def merge(events: Iterable[Event]) -> list[Event]:
    """Return *events* with tellings of the same act joined, in the order of their first mention.

    The same act is the same pair of parties, the same code to its third digit and dates of which one holds the other:
    a trade embargo and the expulsion of an ambassador on one day are two. The joined event keeps the actors and date of
    its surest telling, and the more exact of two codes that agree.
    """
    merged: list[Event] = []
    for event in events:
        for position, earlier in enumerate(merged):
            if _is_same(earlier, event):
                merged[position] = _join(earlier, event)
                break
        else:
            merged.append(event)
    return merged


def _is_same(one: Event, other: Event) -> bool:
    if one.status is not other.status or one.action[:KIND] != other.action[:KIND]:
        return False
    return _parties(one) == _parties(other) and _overlap(one.date, other.date)


def _parties(event: Event) -> tuple[str, str]:
    return (event.actor.party, event.target.party if event.target else "")


def _overlap(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return True
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _join(one: Event, other: Event) -> Event:
    best, rest = (other, one) if other.confidence > one.confidence else (one, other)
    code = rest.action if rest.action.startswith(best.action) else best.action
    known = [event.date for event in (best, rest) if event.date is not None]
    mentions = {(m.begin, m.action_text): m for m in (*one.mentions, *other.mentions)}
    ordered = sorted(mentions.values(), key=lambda m: m.begin)
    return replace(best, action=code, date=known[0] if known else None, mentions=tuple(ordered))
