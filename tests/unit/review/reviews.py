"""A review as its adviser, its reviewers and the program make it, by the rules alone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.clauses import s3_human_decision
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import CallFacts, KeptCall, Request, ReviewFacts
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.review import ReviewState, Round
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Cause, Decision, Ruling, Statement, StatementKind
from gardefou.review.rules import (
    Standing,
    contested,
    has_news,
    holding,
    is_critical_failure,
    lacks,
    standings,
    to_hear,
    unheard,
    unsettled,
)
from gardefou.review.transitions import Act, When, after

CALL, ADVISER, MANAGER = UUID(int=1), UUID(int=2), UUID(int=3)
REVIEWERS = (UUID(int=11), UUID(int=12), UUID(int=13))
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CRITERIA = ("greeting", "consent", "answer")
CRITICAL = ("consent",)


def draft(verdicts: Mapping[str, Verdict]) -> Evaluation:
    """A draft in which the criterion at place `n` rests on the second after `10 n` seconds."""
    results = [
        CriterionResult(
            criterion,
            verdict,
            0.9,
            (Evidence(EvidenceKind.QUOTE, 0, at * 10_000, at * 10_000 + 1_000, "said"),),
            Message("x"),
        )
        for at, (criterion, verdict) in enumerate(verdicts.items())
    ]
    return Evaluation("scorecard", "1", None, 1.0, tuple(results))


class ReviewOnPaper:
    """One review; an act that the rules forbid leaves it as it was and returns False."""

    def __init__(self, verdicts: Mapping[str, Verdict], sampled: bool) -> None:
        self.draft = {criterion: verdicts[criterion] for criterion in CRITERIA}
        self.evaluation = draft(self.draft)
        self.sampled = sampled
        self.state = ReviewState.OFFERED
        self.acts: list[tuple[Act, ReviewState]] = []
        self.statements: list[Statement] = []
        self.decisions: list[Decision] = []
        self.voided: frozenset[str] = frozenset()
        self.asked: frozenset[str] = frozenset()
        self.served: dict[UUID, list[Span]] = {each: [] for each in (*REVIEWERS, ADVISER, MANAGER)}
        self.takers: dict[Round, UUID] = {}
        self.stood_aside: set[UUID] = set()

    @property
    def standings(self) -> dict[str, Standing]:
        return standings(self.draft, self.decisions, self.voided)

    @property
    def round(self) -> Round:
        first = {ReviewState.OFFERED, ReviewState.QUEUED, ReviewState.IN_REVIEW}
        return Round.FIRST if self.state in first else Round.SECOND

    def state_that(self, kind: StatementKind, criterion: str, wanted: Verdict | None) -> None:
        at = START + timedelta(minutes=len(self.statements))
        self.statements.append(Statement(kind, self.round, criterion, "why", wanted, at))

    def leave_window(self, act: Act) -> None:
        if self.state is ReviewState.OFFERED:
            self._go(act, holding(self._causes()))
            return
        self.asked |= contested(self.statements, Round.SECOND).keys()
        self._go(act, frozenset({When.CONTESTED if self.asked else When.NOT_CONTESTED}))

    def take(self, reviewer: UUID) -> bool:
        if self._refuses(reviewer, Verb.TAKE):
            return False
        self.takers[self.round] = reviewer
        self._go(Act.TAKE)
        return True

    def hand_back(self) -> None:
        self.stood_aside.add(self.takers.pop(self.round))
        self._go(Act.HAND_BACK)

    def to_decide(self) -> dict[str, Verdict]:
        """The verdicts that the round under way decides."""
        if self.round is Round.FIRST:
            return dict(self.draft)
        return {
            each: standing.verdict or standing.draft for each, standing in self.standings.items() if each in self.asked
        }

    def decide(self, reviewer: UUID, rulings: Sequence[Ruling]) -> bool:
        before = self.to_decide()
        contests = contested(self.statements, Round.FIRST).keys() if self.round is Round.FIRST else self.asked
        given = {each.criterion: each.verdict for each in rulings}
        if self._refuses(reviewer, Verb.DECIDE) or lacks(before, contests, rulings):
            return False
        if unheard(to_hear(self.evaluation, contests, given), self.served[reviewer]):
            return False
        self.decisions.extend(
            Decision(each.criterion, self.round, reviewer, before[each.criterion], each.verdict, each.reason, START)
            for each in rulings
        )
        left = unsettled(self.statements, self.decisions)
        if self.round is Round.FIRST:
            self.asked = left
        goes_on = left and not has_news(self.decisions, contested(self.statements, Round.FIRST))
        self._go(Act.DECIDE, frozenset({When.UNSETTLED if goes_on else When.SETTLED}))
        return True

    def lapse(self) -> None:
        first = frozenset(contested(self.statements, Round.FIRST))
        before = self.round
        self._go(Act.LAPSE, frozenset({When.CONTESTED}) if first else frozenset())
        self.voided |= first if before is Round.FIRST else self.asked

    def _go(self, act: Act, holds: frozenset[When] = frozenset()) -> None:
        self.state = after(self.state, act, holds)
        self.acts.append((act, self.state))

    def _causes(self) -> frozenset[Cause]:
        found = {
            Cause.CONTEST: bool(contested(self.statements, Round.FIRST)),
            Cause.CRITICAL: is_critical_failure(self.draft, CRITICAL),
            Cause.SAMPLE: self.sampled,
        }
        return frozenset(cause for cause, holds in found.items() if holds)

    def _refuses(self, reviewer: UUID, verb: Verb) -> bool:
        facts = ReviewFacts(
            self.state,
            self.takers.get(Round.FIRST) == reviewer,
            self.takers.get(Round.SECOND) == reviewer,
            reviewer in self.stood_aside,
            reviewer == MANAGER,
        )
        call = CallFacts(START, simulated=True, adviser=ADVISER, review=facts)
        person = Person(reviewer, frozenset({PersonRole.QUALITY_ANALYST}))
        return (
            s3_human_decision.refusal(Request(person, Action(verb), KeptCall(CALL), START, True, call=call)) is not None
        )
