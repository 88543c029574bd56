"""A sentence of the program that pages can show in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass, field


def _as_is(template: str) -> str:
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with `{named}` values; `str()` gives the English sentence."""

    template: str
    values: dict[str, str | int | float] = field(default_factory=dict)

    def into(self, translate: Callable[[str], str]) -> str:
        """The sentence with its template translated."""
        return translate(self.template).format(**self.values)

    def __str__(self) -> str:
        return self.into(_as_is)
