"""What the addresses of the map and of the network ask for: a choice of classes, a period, numbers."""

from flask import request

from web.charts.periods import Period, read_period
from web.charts.volumes import CHOICES

MAX_DIGITS = 9


def wanted_choice() -> str:
    """Return the choice of classes, one of ``volumes.CHOICES``."""
    choice = request.args.get("class", "")
    return choice if choice in CHOICES else ""


def wanted_period() -> Period:
    """Return the period; all time where the address names no month."""
    return read_period(request.args.get("since", ""), request.args.get("until", ""))


def wanted_number(name: str, default: int) -> int:
    """Return a whole number of 0 or more; *default* where the address has none."""
    digits = request.args.get(name, "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS else default
