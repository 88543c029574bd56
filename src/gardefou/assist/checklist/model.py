"""Statements as people write them."""

from pydantic import BaseModel, ConfigDict, Field

from gardefou.assist.guides.model import Id
from gardefou.kernel.wording import Wording
from gardefou.query.written import QueryText

MOST_STATEMENTS = 50


class StatementRule(BaseModel):
    """A statement not to forget: `said` finds it; it is due where `when` is found, in calls of these `guides`.

    Without `when` it is due at once, without `guides` in every call.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: Id
    text: Wording
    said: QueryText
    when: QueryText | None = None
    guides: tuple[Id, ...] = Field(default=(), max_length=MOST_STATEMENTS)
