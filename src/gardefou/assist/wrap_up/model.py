"""The lines of a wrap-up as people write them."""

from enum import StrEnum

from pydantic import Field, model_validator

from gardefou.assist.written import Id, Written
from gardefou.kernel.wording import Wording
from gardefou.query.written import QueryText

MOST_LINES = 10


class SlotKind(StrEnum):
    """What a line holds: why the customer called, sentences that a query finds, or what a query finds in them."""

    REASON = "reason"
    SENTENCES = "sentences"
    FIGURES = "figures"


class SlotRule(Written):
    """A line of the wrap-up, `most` times at most; `quote` finds what it rests on."""

    id: Id
    label: Wording
    kind: SlotKind
    quote: QueryText | None = None
    most: int = Field(default=1, ge=1, le=MOST_LINES)

    @model_validator(mode="after")
    def _has_a_query(self) -> "SlotRule":
        if self.quote is None and self.kind is not SlotKind.REASON:
            raise ValueError(f"a line of kind {self.kind.value} needs a quote: the query that finds it")
        return self
