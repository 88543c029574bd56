"""What listening to a call may serve."""

from enum import StrEnum

OPERATION = "operation"
"""Keeping the system itself running: people, tokens, states of calls; in no charter, and it reaches no content."""

LISTED = "listed"
"""Whatever purpose the charter lists first, for what every purpose needs."""


class Purpose(StrEnum):
    """A purpose that a charter may list; discipline and pay are not values, so no charter can allow them (S1, S2)."""

    QUALITY = "quality"
    COACHING = "coaching"
    ANALYTICS = "analytics"
