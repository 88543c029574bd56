"""Who did what at a site, without names: how often each function did each thing, by week (S15)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AccessCount:
    """One line; `role` is a function of people or a part of the program, `times` None where too few did it."""

    week: date
    role: str
    verb: str
    refused_by: str | None
    times: int | None
