"""What is wrong with a query, where, and how it could be written."""

from typing import Self

from gardefou.kernel.errors import GardefouError
from gardefou.kernel.message import Message

Told = tuple[Message, ...]
"""A cause that can be translated; where it is in a list that a query names, the list first."""


class QueryError(GardefouError):
    """A query that cannot be read; `column` counts from 1, `fix` is a query that can be read, where one is near.

    `told` is the cause to be translated, `cause` the same in English.
    """

    code = "query_wrong"

    def __init__(self, told: Told, column: int, fix: str | None = None) -> None:
        self.told = told
        self.cause = english(told)
        self.column = column
        self.fix = fix
        near = f"; did you mean: {fix}" if fix else ""
        super().__init__(f"query, column {column}: {self.cause}{near}")


class Fault(Exception):
    """A fault at `start` of the text (from 0); `repaired` is the text with this fault mended, if one way is likely.

    The template takes the `values`; `inner` is the fault in a list that this one is about.
    """

    def __init__(
        self, template: str, start: int, repaired: str | None = None, *, inner: Told = (), **values: str | int | float
    ) -> None:
        self.told: Told = (Message(template, values), *inner)
        self.start = start
        self.repaired = repaired
        super().__init__(template)

    @property
    def cause(self) -> str:
        """What is wrong, in English."""
        return english(self.told)

    def moved(self, start: int, repaired: str | None = None) -> Self:
        """The same cause at another place."""
        self.start, self.repaired = start, repaired
        return self


def english(told: Told) -> str:
    """The cause as one English sentence."""
    return ": ".join(str(each) for each in told)
