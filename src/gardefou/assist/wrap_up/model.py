"""The lines of a wrap-up as people write them."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gardefou.kernel.wording import Wording
from gardefou.query.written import QueryText

MOST_LINES = 10

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class SlotKind(StrEnum):
    """What a line holds: why the customer called, sentences that a query finds, or what a query finds in them."""

    REASON = "reason"
    SENTENCES = "sentences"
    FIGURES = "figures"


class SlotRule(BaseModel):
    """A line of the wrap-up, `most` times at most; `quote` finds what it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

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
