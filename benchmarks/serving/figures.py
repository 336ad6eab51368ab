"""What was measured beside what was wanted of it."""

import math
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, with its bar if it has one: held at *least* or more, or at *most* or less."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool:
        """Whether the bar is held; what could not be measured holds none."""
        return self.value >= (self.least or -math.inf) and self.value <= (self.most or math.inf)

    def __str__(self) -> str:
        """One line of the table at the end."""
        line = f"{self.name:<68} {self.value:>9.2f} {self.unit:<3}"
        if self.least is None and self.most is None:
            return line
        bar = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        return f"{line} {bar:<13} {'held' if self.held else 'MISSED'}"


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the ratios of rounds, each of which measured both."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))
