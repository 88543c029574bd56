"""How each value of a charter is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """How a value is written."""

    PLAIN = "plain"
    TEXT = "text"
    QUOTE = "quote"
    LIST = "list"
    QUOTES = "quotes"
    CHOICE = "choice"
    DAY = "day"
    SHARE = "share"
    NUMBER = "number"
    COUNTRY = "country"
    CALLS = "calls"
    DAYS = "days"
    WORKED_DAYS = "worked days"
    MINUTES = "minutes"
    HOURS = "hours"
    PEOPLE = "people"
    EVALUATIONS = "evaluations"
    SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the charter says by a field: `{value}` is its value, `choices` the words of values that have names."""

    text: str
    unit: Unit
    choices: Mapping[Any, str] = field(default_factory=dict)
