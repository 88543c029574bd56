"""Every way a review may go, in one table; what is not in it cannot happen."""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.kernel.review import ReviewState as S


class Act(StrEnum):
    """What makes a review go on."""

    ANSWER = "answer"
    CLOSE = "close"
    TAKE = "take"
    HAND_BACK = "hand_back"
    DECIDE = "decide"
    LAPSE = "lapse"


class Whose(StrEnum):
    """Who acts: the adviser of the call, a reviewer, or the program when a date has passed."""

    ADVISER = "adviser"
    REVIEWER = "reviewer"
    PROGRAM = "program"


class When(StrEnum):
    """On what it depends where an act may lead."""

    ALWAYS = "always"
    SELECTED = "contested, a critical criterion failed, or in the sample"
    NOT_SELECTED = "none of these"
    CONTESTED = "something is contested"
    NOT_CONTESTED = "nothing is contested"
    UNSETTLED = "a contest was not granted, and nothing else changed"
    SETTLED = "no contest, all granted, or something else changed"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    act: Act
    before: S
    after: S
    by: Whose
    when: When = When.ALWAYS


TRANSITIONS = (
    Transition(Act.ANSWER, S.OFFERED, S.QUEUED, Whose.ADVISER, When.SELECTED),
    Transition(Act.ANSWER, S.OFFERED, S.UNREVIEWED, Whose.ADVISER, When.NOT_SELECTED),
    Transition(Act.CLOSE, S.OFFERED, S.QUEUED, Whose.PROGRAM, When.SELECTED),
    Transition(Act.CLOSE, S.OFFERED, S.UNREVIEWED, Whose.PROGRAM, When.NOT_SELECTED),
    Transition(Act.TAKE, S.QUEUED, S.IN_REVIEW, Whose.REVIEWER),
    Transition(Act.HAND_BACK, S.IN_REVIEW, S.QUEUED, Whose.REVIEWER),
    Transition(Act.DECIDE, S.IN_REVIEW, S.CONTESTED, Whose.REVIEWER, When.UNSETTLED),
    Transition(Act.DECIDE, S.IN_REVIEW, S.DECIDED, Whose.REVIEWER, When.SETTLED),
    Transition(Act.ANSWER, S.DECIDED, S.CONTESTED, Whose.ADVISER, When.CONTESTED),
    Transition(Act.ANSWER, S.DECIDED, S.FINAL, Whose.ADVISER, When.NOT_CONTESTED),
    Transition(Act.CLOSE, S.DECIDED, S.CONTESTED, Whose.PROGRAM, When.CONTESTED),
    Transition(Act.CLOSE, S.DECIDED, S.FINAL, Whose.PROGRAM, When.NOT_CONTESTED),
    Transition(Act.TAKE, S.CONTESTED, S.IN_SECOND_REVIEW, Whose.REVIEWER),
    Transition(Act.HAND_BACK, S.IN_SECOND_REVIEW, S.CONTESTED, Whose.REVIEWER),
    Transition(Act.DECIDE, S.IN_SECOND_REVIEW, S.FINAL, Whose.REVIEWER),
    Transition(Act.LAPSE, S.QUEUED, S.LAPSED, Whose.PROGRAM, When.CONTESTED),
    Transition(Act.LAPSE, S.IN_REVIEW, S.LAPSED, Whose.PROGRAM, When.CONTESTED),
    Transition(Act.LAPSE, S.CONTESTED, S.FINAL, Whose.PROGRAM),
    Transition(Act.LAPSE, S.IN_SECOND_REVIEW, S.FINAL, Whose.PROGRAM),
)


class ActImpossible(Exception):
    """The review does not stand where this act begins."""


def after(before: S, act: Act, holds: frozenset[When] = frozenset()) -> S:
    """Where an act leads under the conditions that hold.

    Raises ActImpossible when no line of the table says so.
    """
    for line in TRANSITIONS:
        if line.act is act and line.before is before and (line.when is When.ALWAYS or line.when in holds):
            return line.after
    raise ActImpossible(f"{act} does not begin at {before}")
