"""Reviews of calls: states and verdicts in clear, what people wrote as ciphertext."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from gardefou.adapters.postgres.content import packed, unpacked
from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.review import ReviewState, Round
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import (
    Cause,
    Changes,
    Decision,
    HandedIn,
    Parties,
    QueuedReview,
    Review,
    SelfEvaluation,
    Served,
    Statement,
    StatementKind,
)
from gardefou.review.worked_days import Absence

SELF_EVALUATION = "self_evaluation"


class ReviewTable:
    """The tables of reviews, as one transaction sees them."""

    def __init__(self, records: Records, sealing: Sealing) -> None:
        self._records = records
        self._sealing = sealing

    def offer(self, call: UUID, offered_on: date, closes_on: date) -> None:
        """Begin the review of a call with its latest draft."""
        self._records.run("offer_review", call=call, offered_on=offered_on, closes_on=closes_on)

    def get(self, call: UUID) -> Review:
        """A review as it stands.

        Raises InputRefused when there is none.
        """
        return _review(self._found("get_review", call))

    def locked(self, call: UUID) -> Review:
        """The same, kept from changing until this transaction ends.

        Raises InputRefused when there is none.
        """
        return _review(self._found("lock_review", call))

    def open_draft(self, call: UUID) -> None:
        """Write down that the adviser reads the draft, the first time."""
        self._records.run("open_draft", call=call)

    def move(self, call: UUID, before: ReviewState, after: ReviewState, changes: Changes) -> bool:
        """Go on to another state; False when the review is not in `before` any more, and nothing changes."""
        values: dict[str, Any] = {
            "answered": changes.answered,
            "causes": None if changes.causes is None else sorted(changes.causes),
            "contested": None if changes.contested is None else sorted(changes.contested),
            "due_on": changes.due_on,
            "reply_closes_on": changes.reply_closes_on,
            "decided": int(changes.decided) if changes.decided else 0,
        }
        return self._records.run("move_review", call=call, before=before, after=after, **values) == 1

    def move_window(self, call: UUID, closes_on: date) -> None:
        """Let the adviser answer until another day."""
        self._records.run("move_window", call=call, closes_on=closes_on)

    def take(self, call: UUID) -> ReviewState | None:
        """Have whoever asks review it; None when somebody was faster or it is not theirs to take."""
        state = self._records.sole("take_review", call=call)["state"]
        return ReviewState(state) if state else None

    def hand_back(self, call: UUID) -> ReviewState | None:
        """Have somebody else review it, from now on; None when whoever asks does not have it."""
        state = self._records.sole("hand_review_back", call=call)["state"]
        return ReviewState(state) if state else None

    def add_self_evaluation(self, call: UUID, evaluation: SelfEvaluation) -> bool:
        """Write the adviser's own verdicts down; False when there are some already."""
        content = self._sealing.seal(call, SELF_EVALUATION, packed(evaluation))
        return self._records.run("add_self_evaluation", call=call, content=content) == 1

    def self_evaluation(self, call: UUID) -> SelfEvaluation | None:
        """The adviser's own verdicts."""
        row = self._records.one("get_self_evaluation", call=call)
        if row is None:
            return None
        return unpacked(self._sealing.unseal(call, SELF_EVALUATION, bytes(row["content"])), SelfEvaluation)

    def add_statement(self, call: UUID, statement: Statement) -> None:
        """Write down what the adviser says."""
        id_ = uuid4()
        self._records.run(
            "add_statement",
            id=id_,
            call=call,
            kind=statement.kind,
            round=int(statement.round),
            criterion=statement.criterion,
            wanted=statement.wanted,
            content=self._sealing.seal(call, _statement(id_), statement.text.encode()),
        )

    def statements(self, call: UUID) -> tuple[Statement, ...]:
        """What the adviser said, in order of time."""
        rows = sorted(self._records.all("statements_of_call", call=call), key=lambda row: row["made_at"])
        return tuple(self._statement(call, row, with_text=True) for row in rows)

    def statements_without_text(self, call: UUID) -> tuple[Statement, ...]:
        """The same without a word of it, for whom content is none of their business."""
        rows = sorted(self._records.all("statements_of_call", call=call), key=lambda row: row["made_at"])
        return tuple(self._statement(call, row, with_text=False) for row in rows)

    def add_decision(self, call: UUID, decision: Decision) -> None:
        """Write down what a named person decided; nothing takes its place later."""
        label = _decision(decision.criterion, decision.round)
        self._records.run(
            "add_decision",
            call=call,
            criterion=decision.criterion,
            round=int(decision.round),
            person=decision.reviewer,
            before=decision.before,
            after=decision.after,
            content=self._sealing.seal(call, label, decision.reason.encode()),
        )

    def decisions(self, call: UUID) -> tuple[Decision, ...]:
        """What people decided; to a second reviewer, not what the first one did."""
        return tuple(self._decision(call, row) for row in self._records.all("decisions_of_call", call=call))

    def void(self, call: UUID, criteria: Collection[str]) -> None:
        """Make verdicts void for ever."""
        self._records.run_many("add_void", [{"call": call, "criterion": each} for each in sorted(criteria)])

    def voided(self, call: UUID) -> frozenset[str]:
        """Criteria whose verdict is void."""
        return frozenset(row["criterion"] for row in self._records.all("voids_of_call", call=call))

    def add_serving(self, call: UUID, person: UUID, span: Span) -> None:
        """Write down that the sound of a stretch was sent to a person, to its end."""
        self._records.run("add_serving", call=call, person=person, start_ms=span.start_ms, end_ms=span.end_ms)

    def servings(self, call: UUID, person: UUID) -> tuple[Served, ...]:
        """What was sent to a person."""
        rows = self._records.all("servings_of_call", call=call, person=person)
        return tuple(Served(Span(row["start_ms"], row["end_ms"]), row["at"]) for row in rows)

    def absences(self, call: UUID) -> tuple[Absence, ...]:
        """When the adviser of a call is absent."""
        rows = self._records.all("absences_for_review", call=call)
        return tuple(Absence(row["first_day"], row["last_day"]) for row in rows)

    def month(self, call: UUID) -> dict[UUID, bool]:
        """The other calls of the adviser and month, and whether each is in the sample."""
        return {row["id"]: row["is_sampled"] for row in self._records.all("month_of_call", call=call)}

    def parties(self, call: UUID) -> Parties:
        """Names, as far as whoever asks may know them."""
        names = {row["part"]: row["name"] for row in self._records.all("people_of_review", call=call)}
        return Parties(names.get("adviser"), names.get("reviewer"), names.get("second_reviewer"))

    def queue(self) -> tuple[QueuedReview, ...]:
        """What waits for reviewers at the site of whoever asks, the most urgent first."""
        return tuple(_queued(row) for row in self._records.all("review_queue"))

    def decided_by(self, person: UUID, most: int) -> tuple[HandedIn, ...]:
        """What a person decided, the latest first."""
        rows = self._records.all("reviews_decided_by", person=person, most=most)
        return tuple(
            HandedIn(
                row["call_id"],
                row["started_at"],
                row["reason"],
                ReviewState(row["state"]),
                Round(row["round"]),
                row["at"],
            )
            for row in rows
        )

    def _found(self, query: str, call: UUID) -> Row:
        row = self._records.one(query, call=call)
        if row is None:
            raise InputRefused(
                f"call {call}", "it has no review yet; it begins when the call is offered to its adviser"
            )
        return row

    def _statement(self, call: UUID, row: Row, *, with_text: bool) -> Statement:
        content = self._sealing.unseal(call, _statement(row["id"]), bytes(row["content"])) if with_text else b""
        wanted = Verdict(row["wanted"]) if row["wanted"] else None
        kind, round_ = StatementKind(row["kind"]), Round(row["round"])
        return Statement(kind, round_, row["criterion"], content.decode(), wanted, row["made_at"])

    def _decision(self, call: UUID, row: Row) -> Decision:
        round_ = Round(row["round"])
        reason = self._sealing.unseal(call, _decision(row["criterion"], round_), bytes(row["content"]))
        before, after = Verdict(row["before"]), Verdict(row["after"])
        return Decision(row["criterion"], round_, row["person_id"], before, after, reason.decode(), row["made_at"])


def _statement(id_: UUID) -> str:
    return f"statement:{id_}"


def _decision(criterion: str, round_: Round) -> str:
    return f"decision:{int(round_)}:{criterion}"


def _causes(values: Sequence[str]) -> frozenset[Cause]:
    return frozenset(Cause(value) for value in values)


def _review(row: Row) -> Review:
    return Review(
        call=row["call_id"],
        state=ReviewState(row["state"]),
        offered_on=row["offered_on"],
        closes_on=row["closes_on"],
        causes=_causes(row["causes"]),
        contested=frozenset(row["contested"]),
        opened_at=row["opened_at"],
        answered_at=row["answered_at"],
        due_on=row["due_on"],
        reviewer=row["reviewer_id"],
        taken_at=row["taken_at"],
        decided_at=row["decided_at"],
        reply_closes_on=row["reply_closes_on"],
        second_reviewer=row["second_reviewer_id"],
        second_taken_at=row["second_taken_at"],
        second_decided_at=row["second_decided_at"],
        ended_at=row["ended_at"],
    )


def _queued(row: Row) -> QueuedReview:
    return QueuedReview(
        call=row["call_id"],
        started_at=row["started_at"],
        sound_ms=row["sound_ms"],
        reason=row["reason"],
        state=ReviewState(row["state"]),
        causes=_causes(row["causes"]),
        closes_on=row["closes_on"],
        due_on=row["due_on"],
        is_mine=row["is_mine"],
        is_hidden=row["is_hidden"],
        statements=row["statements"],
        contests=row["contests"],
        has_self_evaluation=row["has_self_evaluation"],
        opened=row["opened"],
    )
