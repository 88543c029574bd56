"""Call guides as people write them."""

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

from gardefou.assist.written import Id, Written
from gardefou.kernel.wording import Wording
from gardefou.query.written import QueryText

SHARED_STEPS = "steps"
"""The key of the validation context under which the steps stand that guides name by their id."""
MOST_STEPS = 12
MOST_STATES = 20


class GuideStep(Written):
    """Something to do: `done` finds that it was done, and it is offered where `when` is found, if that is given."""

    id: Id
    text: Wording
    done: QueryText
    when: QueryText | None = None


def _named(value: object, info: ValidationInfo) -> object:
    """The shared step of that id."""
    if not isinstance(value, str):
        return value
    shared: dict[str, GuideStep] = info.context.get(SHARED_STEPS, {}) if isinstance(info.context, dict) else {}
    if value not in shared:
        known = ", ".join(shared) or "none"
        raise ValueError(f"no shared step has this id; write the step out, or name one of these: {known}")
    return shared[value]


AnyStep = Annotated[GuideStep, BeforeValidator(_named)]


class Transition(Written):
    """Where the call goes on once `heard` is found; without it, once every step of the state is done."""

    to: Id
    heard: QueryText | None = None


class State(Written):
    """A part of the call, with its steps in the order they are offered."""

    id: Id
    steps: tuple[AnyStep, ...] = Field(default=(), max_length=MOST_STEPS)
    next: tuple[Transition, ...] = Field(default=(), max_length=MOST_STEPS)


class Guide(Written):
    """A kind of call, which begins in the first of its states; `about` finds words that speak for it."""

    id: Id
    label: Wording
    about: QueryText
    states: tuple[State, ...] = Field(min_length=1, max_length=MOST_STATES)
