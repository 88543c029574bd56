"""The review of a call by people: the adviser hears and answers first, then a named person decides.

offered -> answered or the window closes -> queued -> taken -> decided -> answered or the window closes -> final;
what is contested goes to another person. `review.transitions` has every way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Actor, Person
from gardefou.governance.clauses import s3_human_decision
from gardefou.governance.draw import day_of
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.review import ANSWERABLE, ReviewState, Round
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import (
    LONGEST_TEXT,
    Cause,
    Changes,
    Decision,
    Overtaken,
    Review,
    Ruling,
    RulingsIncomplete,
    SelfEvaluation,
    Statement,
    StatementKind,
)
from gardefou.review.ports import Calendar
from gardefou.review.rules import (
    contested,
    has_news,
    holding,
    is_critical_failure,
    lacks,
    to_hear,
    unheard,
    unsettled,
)
from gardefou.review.sampling import is_sampled
from gardefou.review.transitions import Act, ActImpossible, When, after


class HumanReview:
    """What people and dates do to a review; each act is one transaction."""

    def __init__(self, gate: Gate, calendar: Calendar) -> None:
        self._gate = gate
        self._calendar = calendar

    def evaluate_oneself(self, adviser: Person, call: UUID, verdicts: Mapping[str, Verdict], text: str) -> None:
        """Keep the adviser's own verdicts, given before they read the draft.

        Raises InputRefused after that, the second time, or when a criterion is not answered.
        """
        with self._gate.transaction(adviser, Action(Verb.EVALUATE_ONESELF), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            if review.opened_at is not None:
                raise InputRefused(f"call {call}", "you have read the draft; your own evaluation comes before it")
            asked = set(tx.evaluations.verdicts(call)[1])
            if asked != set(verdicts):
                raise InputRefused(f"call {call}", "every criterion needs an answer, and no other one")
            _check_length(call, text)
            if not tx.reviews.add_self_evaluation(call, SelfEvaluation(dict(verdicts), text, tx.now)):
                raise InputRefused(f"call {call}", "you have evaluated it already")

    def comment(self, adviser: Person, call: UUID, criterion: str, text: str) -> None:
        """Keep what the adviser says of a verdict."""
        self._state(adviser, call, StatementKind.COMMENT, criterion, text, None)

    def contest(self, adviser: Person, call: UUID, criterion: str, text: str, wanted: Verdict) -> None:
        """Keep that the adviser asks for another verdict; a person answers it."""
        self._state(adviser, call, StatementKind.CONTEST, criterion, text, wanted)

    def answer(self, adviser: Person, call: UUID, round_: Round | None = None) -> ReviewState:
        """End the adviser's window on their own word, and return where the review stands then.

        Raises Overtaken when it is not the window of that round, if one is named: a page may be older than the review.
        """
        with self._gate.transaction(adviser, Action(Verb.ANSWER), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            if round_ not in {None, review.round}:
                raise Overtaken(f"call {call}", "a person has decided since you opened the page; read it first")
            return self._leave_window(tx, review, Act.ANSWER)

    def close(self, process: Actor, call: UUID) -> None:
        """End a window whose last day is over; an absence that was told meanwhile makes it longer instead."""
        with self._gate.transaction(process, Action(Verb.CLOSE_WINDOW), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            if review.state not in ANSWERABLE:
                return
            closes_on = max(self._window_end(tx, review), review.window_closes_on)
            if closes_on >= _today(tx):
                tx.reviews.move_window(call, closes_on)
            else:
                self._leave_window(tx, review, Act.CLOSE)

    def take(self, reviewer: Person, call: UUID) -> ReviewState:
        """Have a reviewer take what waits.

        Raises Overtaken when somebody was faster.
        """
        with self._gate.transaction(reviewer, Action(Verb.TAKE), KeptCall(call)) as tx:
            state = tx.reviews.take(call)
            if state is None:
                raise Overtaken(f"call {call}", "somebody else has just taken it")
            return state

    def hand_back(self, reviewer: Person, call: UUID) -> None:
        """Have a reviewer stand aside; they are not offered it again."""
        with self._gate.transaction(reviewer, Action(Verb.HAND_BACK), KeptCall(call)) as tx:
            if tx.reviews.hand_back(call) is None:
                raise InputRefused(f"call {call}", "you do not have it any more")

    def decide(self, reviewer: Person, call: UUID, rulings: Sequence[Ruling]) -> ReviewState:
        """Write a reviewer's decision down, whole, and return where the review stands then.

        Raises Refused when evidence was not served to the reviewer, RulingsIncomplete when something is missing.
        """
        with self._gate.transaction(reviewer, Action(Verb.DECIDE), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            before, contests = asked_in(tx, review)
            asked = {each.criterion: each for each in rulings if each.criterion in before}
            given = {criterion: each.verdict for criterion, each in asked.items()}
            draft = tx.evaluations.latest(call, 1).evaluation
            served = [each.span for each in tx.reviews.servings(call, reviewer.id)]
            missing = unheard(to_hear(draft, contests, given), served)
            if missing:
                raise s3_human_decision.unheard(len(missing), tx.charter.title)
            if found := lacks(before, contests, list(asked.values())):
                raise RulingsIncomplete(call, found)
            round_ = _round(review)
            for criterion, each in asked.items():
                tx.reviews.add_decision(call, _decision(tx, each, round_, reviewer.id, before[criterion]))
            return self._decided(tx, review, round_)

    def lapse(self, process: Actor, call: UUID) -> None:
        """Make void what was contested and not answered in time."""
        with self._gate.transaction(process, Action(Verb.LAPSE), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            if review.due_on is None or review.due_on >= _today(tx):
                return
            act_after = _after(review, Act.LAPSE, frozenset({When.CONTESTED}))
            first = contested(tx.reviews.statements_without_text(call), Round.FIRST).keys()
            tx.reviews.void(call, review.contested or first)
            _moved(tx, review, act_after, Changes())

    def _state(
        self, adviser: Person, call: UUID, kind: StatementKind, criterion: str, text: str, wanted: Verdict | None
    ) -> None:
        with self._gate.transaction(adviser, Action(Verb.STATE), KeptCall(call)) as tx:
            review = tx.reviews.locked(call)
            scorecard, verdicts = tx.evaluations.verdicts(call)
            _check_criterion(call, criterion, scorecard)
            _check_length(call, text)
            if not text.strip():
                raise InputRefused(f"call {call}", "write what you have to say; it was empty")
            if review.opened_at is None:
                raise InputRefused(f"call {call}", "read the draft first")
            if wanted is not None and wanted is _in_force(tx, call, criterion, verdicts[criterion]):
                raise InputRefused(f"call {call}", "the verdict is already the one that you ask for")
            tx.reviews.add_statement(call, Statement(kind, review.round, criterion, text.strip(), wanted, tx.now))

    def _leave_window(self, tx: Transaction, review: Review, act: Act) -> ReviewState:
        statements = tx.reviews.statements_without_text(review.call)
        today = _today(tx)
        if review.state is ReviewState.OFFERED:
            causes = self._causes(tx, review, bool(contested(statements, Round.FIRST)))
            due_on = self._answer_due(tx, today) if Cause.CONTEST in causes else None
            state = _after(review, act, holding(causes))
            return _moved(tx, review, state, Changes(answered=True, causes=causes, due_on=due_on))
        second = review.contested | contested(statements, Round.SECOND).keys()
        state = _after(review, act, frozenset({When.CONTESTED if second else When.NOT_CONTESTED}))
        if not second:
            return _moved(tx, review, state, Changes())
        changes = Changes(contested=second, causes=review.causes | {Cause.CONTEST}, due_on=self._answer_due(tx, today))
        return _moved(tx, review, state, changes)

    def _causes(self, tx: Transaction, review: Review, is_contested: bool) -> frozenset[Cause]:
        scorecard, verdicts = tx.evaluations.verdicts(review.call)
        critical = [each.id for each in scorecard.criteria() if each.critical]
        month = tx.reviews.month(review.call)
        found = {
            Cause.CONTEST: is_contested,
            Cause.CRITICAL: is_critical_failure(verdicts, critical),
            Cause.SAMPLE: is_sampled(review.call, month, sum(month.values()), tx.charter.review.sample_per_month),
        }
        return frozenset(cause for cause, holds in found.items() if holds)

    def _decided(self, tx: Transaction, review: Review, round_: Round) -> ReviewState:
        if round_ is Round.SECOND:
            return _moved(tx, review, _after(review, Act.DECIDE), Changes(decided=Round.SECOND))
        statements, decisions = tx.reviews.statements_without_text(review.call), tx.reviews.decisions(review.call)
        left = unsettled(statements, decisions)
        goes_on = left and not has_news(decisions, contested(statements, Round.FIRST))
        state = _after(review, Act.DECIDE, frozenset({When.UNSETTLED if goes_on else When.SETTLED}))
        closes_on = None if goes_on else self._last_day(tx, review.call, _today(tx))
        changes = Changes(decided=Round.FIRST, contested=left, reply_closes_on=closes_on)
        return _moved(tx, review, state, changes)

    def _answer_due(self, tx: Transaction, today: date) -> date:
        rules = tx.charter.review
        return self._calendar.worked_days(rules.holidays).last_day(today, rules.answer_days, ())

    def _last_day(self, tx: Transaction, call: UUID, first: date) -> date:
        rules = tx.charter.review
        return self._calendar.worked_days(rules.holidays).last_day(first, rules.window_days, tx.reviews.absences(call))

    def _window_end(self, tx: Transaction, review: Review) -> date:
        """The last day of the window that is open, with the absences that are known now."""
        if review.state is ReviewState.OFFERED:
            return self._last_day(tx, review.call, review.offered_on)
        assert review.decided_at is not None  # noqa: S101 -- a decided review says when
        return self._last_day(tx, review.call, day_of(review.decided_at, tx.site.zone))


def offer(tx: Transaction, call: UUID, calendar: Calendar) -> None:
    """Begin the review of a call whose draft is ready: its adviser's window opens today."""
    rules = tx.charter.review
    today = _today(tx)
    last = calendar.worked_days(rules.holidays).last_day(today, rules.window_days, tx.reviews.absences(call))
    tx.reviews.offer(call, today, last)


def asked_in(tx: Transaction, review: Review) -> tuple[dict[str, Verdict], frozenset[str]]:
    """The draft's verdicts that the round under way decides, and which of them are contested."""
    verdicts = tx.evaluations.verdicts(review.call)[1]
    if _round(review) is Round.FIRST:
        return verdicts, frozenset(contested(tx.reviews.statements_without_text(review.call), Round.FIRST))
    return {each: verdict for each, verdict in verdicts.items() if each in review.contested}, review.contested


def _round(review: Review) -> Round:
    return Round.SECOND if review.state is ReviewState.IN_SECOND_REVIEW else Round.FIRST


def _decision(tx: Transaction, ruling: Ruling, round_: Round, reviewer: UUID, before: Verdict) -> Decision:
    return Decision(ruling.criterion, round_, reviewer, before, ruling.verdict, ruling.reason.strip(), tx.now)


def _after(review: Review, act: Act, holds: frozenset[When] = frozenset()) -> ReviewState:
    try:
        return after(review.state, act, holds)
    except ActImpossible:
        raise Overtaken(f"call {review.call}", "it has moved on meanwhile; look at it again") from None


def _moved(tx: Transaction, review: Review, state: ReviewState, changes: Changes) -> ReviewState:
    if not tx.reviews.move(review.call, review.state, state, changes):
        raise Overtaken(f"call {review.call}", "it has moved on meanwhile; look at it again")
    return state


def _in_force(tx: Transaction, call: UUID, criterion: str, draft: Verdict) -> Verdict:
    given = [each.after for each in tx.reviews.decisions(call) if each.criterion == criterion]
    return given[-1] if given else draft


def _today(tx: Transaction) -> date:
    return day_of(tx.now, tx.site.zone)


def _check_criterion(call: UUID, criterion: str, scorecard: Scorecard) -> None:
    if criterion not in {each.id for each in scorecard.criteria()}:
        raise InputRefused(f"call {call}", "the scorecard has no such criterion")


def _check_length(call: UUID, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise InputRefused(f"call {call}", f"a text has at most {LONGEST_TEXT} characters; nothing was kept")
