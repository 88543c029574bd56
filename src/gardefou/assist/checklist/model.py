"""Statements as people write them."""

from pydantic import Field

from gardefou.assist.written import Id, Written
from gardefou.kernel.wording import Wording
from gardefou.query.written import QueryText

MOST_STATEMENTS = 50


class StatementRule(Written):
    """A statement not to forget: `said` finds it; it is due where `when` is found, in calls of these `guides`.

    It was not made in a sentence in which `unless` is found, or `asked` before it. Without `when` it is due at once,
    without `guides` in every call.
    """

    id: Id
    text: Wording
    said: QueryText
    unless: QueryText | None = None
    asked: QueryText | None = None
    when: QueryText | None = None
    guides: tuple[Id, ...] = Field(default=(), max_length=MOST_STATEMENTS)
