"""One act told several times in one article becomes one event with several mentions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kg.model import Event, PartialDate

KIND = 3
"""Digits of a CAMEO code to which two tellings of one act agree."""
NEWS = timedelta(days=7)
"""How long before its publication an act may lie that an article tells without a date."""


def merge(events: Iterable[tuple[Event, bool]]) -> list[Event]:
    """Return events with tellings of the same act joined, in the order of their first mention.

    With each event comes whether the text tells its date; else it has that of the news. The same act is the same pair
    of parties, the same code to its third digit and dates of which one holds the other, or of which only the one is
    told, in the week of the other: a trade embargo and the expulsion of an ambassador on one day are two. The joined
    event keeps the actors of its surest telling, the date that is told, and the more exact of two codes that agree.
    """
    merged: list[tuple[Event, bool]] = []
    for event, dated in events:
        for position, (earlier, told) in enumerate(merged):
            if _is_same(earlier, event) and _fits(earlier.date, event.date, told=told, dated=dated):
                merged[position] = _join((earlier, told), (event, dated)), told or dated
                break
        else:
            merged.append((event, dated))
    return [event for event, _ in merged]


def _is_same(one: Event, other: Event) -> bool:
    alike = one.status is other.status and one.action[:KIND] == other.action[:KIND]
    return alike and _parties(one) == _parties(other)


def _parties(event: Event) -> tuple[str, str]:
    return (event.actor.party, event.target.party if event.target else "")


def _fits(one: PartialDate | None, other: PartialDate | None, *, told: bool, dated: bool) -> bool:
    if one is None or other is None:
        return True
    if told != dated:
        known, assumed = (one, other) if told else (other, one)
        return known.first_day <= assumed.last_day and assumed.first_day - known.last_day <= NEWS
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _join(one: tuple[Event, bool], other: tuple[Event, bool]) -> Event:
    best, rest = (other, one) if other[0].confidence > one[0].confidence else (one, other)
    by_date = (best, rest) if best[1] or not rest[1] else (rest, best)
    known = [event.date for event, _ in by_date if event.date is not None]
    code = rest[0].action if rest[0].action.startswith(best[0].action) else best[0].action
    mentions = {(m.begin, m.action_text): m for m in (*one[0].mentions, *other[0].mentions)}
    ordered = sorted(mentions.values(), key=lambda m: m.begin)
    return replace(best[0], action=code, date=known[0] if known else None, mentions=tuple(ordered))
