"""The four answers to a question of a scorecard."""

from enum import StrEnum


class Verdict(StrEnum):
    """An answer about a call, never about a person."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"
