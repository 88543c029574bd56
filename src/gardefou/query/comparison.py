"""Limits that figures and measures are compared with."""

from dataclasses import dataclass
from enum import StrEnum


class Comparison(StrEnum):
    """How a value is compared with a limit."""

    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a value in the smallest unit that is used; `unit` is the one it was written in."""

    comparison: Comparison
    value: float
    unit: str = ""

    def holds(self, value: float) -> bool:
        """Whether a value keeps it."""
        match self.comparison:
            case Comparison.ABOVE:
                return value > self.value
            case Comparison.BELOW:
                return value < self.value
            case Comparison.AT_LEAST:
                return value >= self.value
            case Comparison.AT_MOST:
                return value <= self.value
            case Comparison.EQUAL:
                return value == self.value
