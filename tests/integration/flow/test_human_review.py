"""The review of a call by people, on a real database: who may do what when, and what stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import (
    ADVISERS,
    SITE,
    SimulatedInstallation,
    receive,
    simulated_charter,
    simulated_installation,
)

from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administering, administration_of, process
from gardefou.bootstrap.samples import sample_calls
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.intake.model import PersonNotice
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.review import ReviewState, Round
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Cause, Overtaken, Ruling, RulingsIncomplete
from gardefou.review.rules import to_hear
from gardefou.review.transitions import TRANSITIONS

SAMPLE = sample_calls()[0].id
OTHERS = {
    "2001": PersonRole.QUALITY_ANALYST,
    "2002": PersonRole.QUALITY_ANALYST,
    "3001": PersonRole.MANAGER,
}


@dataclass
class Scene:
    """A call of the first adviser, offered; two reviewers and a manager of the team."""

    made: SimulatedInstallation
    installation: Installation
    people: dict[str, Person]
    call: UUID

    @property
    def review(self) -> HumanReview:
        return HumanReview(self.installation.gate("web"), PublicHolidays())

    def later(self, days: int) -> HumanReview:
        """The same, so many days later, as the sweep does it."""
        moment = datetime.now(UTC) + timedelta(days=days)
        installation = self.installation
        pool, journal = installation.pool("worker"), installation.journal
        gate = PostgresGate(pool, installation.sounds, True, lambda: moment, journal)
        return HumanReview(gate, PublicHolidays())

    @property
    def adviser(self) -> Person:
        return self.people[ADVISERS[0]]

    def owner(self, query: str) -> list[dict[str, object]]:
        dsn = self.installation.store.server.dsn("owner")
        with psycopg.connect(dsn, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def state(self) -> str:
        return str(self.owner(f"SELECT state FROM gardefou.reviews WHERE call_id = '{self.call}'")[0]["state"])

    def open_draft(self) -> dict[str, Verdict]:
        gate = self.installation.gate("web")
        with gate.transaction(self.adviser, Action(Verb.READ_EVALUATION), KeptCall(self.call)) as tx:
            tx.reviews.open_draft(self.call)
            return tx.evaluations.verdicts(self.call)[1]

    def verdicts(self) -> dict[str, Verdict]:
        gate = self.installation.gate("web")
        with gate.transaction(self.adviser, Action(Verb.READ_EVALUATION), KeptCall(self.call)) as tx:
            return tx.evaluations.verdicts(self.call)[1]

    def hear(self, reviewer: Person, contests: frozenset[str], given: dict[str, Verdict]) -> int:
        """Be served the sound of all that a decision rests on; return how many passages."""
        gate = self.installation.gate("web")
        with gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(self.call)) as tx:
            spans = {each.span for each in to_hear(tx.evaluations.latest(self.call, 1).evaluation, contests, given)}
        with gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(self.call)) as tx:
            for span in spans:
                tx.reviews.add_serving(self.call, reviewer.id, span)
        return len(spans)


@pytest.fixture(scope="module")
def installation() -> Iterator[tuple[SimulatedInstallation, Installation]]:
    with simulated_installation(simulated_charter(erasure_by_adviser=True)) as made, made.opened() as opened:
        with administering(made.settings) as (_, administration):
            administration.put_people(
                [
                    PersonNotice(number, f"Person {number}", SITE, "A", frozenset({role}))
                    for number, role in OTHERS.items()
                ]
            )
        yield made, opened


@pytest.fixture
def scene(installation: tuple[SimulatedInstallation, Installation], request: pytest.FixtureRequest) -> Scene:
    made, opened = installation
    sample = next(call for call in sample_calls() if call.id == SAMPLE)
    received = receive(opened, sample, source=request.node.name)
    made.work_off(opened)
    assert received.call is not None
    people = {}
    with administration_of(opened) as administration:
        for number in (*ADVISERS, *OTHERS):
            id_, roles = administration.person(number)
            people[number] = Person(id_, roles)
    return Scene(made, opened, people, received.call)


def kept(verdicts: dict[str, Verdict]) -> list[Ruling]:
    return [Ruling(criterion, verdict, "heard and kept") for criterion, verdict in verdicts.items()]


def test_the_adviser_contests_a_person_decides_and_another_one_decides_the_contest(scene: Scene) -> None:
    first, second = scene.people["2001"], scene.people["2002"]
    draft = scene.open_draft()
    criterion = next(name for name, verdict in draft.items() if verdict is Verdict.NOT_MET)
    with pytest.raises(Refused, match="the adviser can still answer"):
        scene.review.take(first, scene.call)
    scene.review.contest(scene.adviser, scene.call, criterion, "It was said at the start.", Verdict.MET)
    assert scene.review.answer(scene.adviser, scene.call) is ReviewState.QUEUED
    with pytest.raises(Refused, match="S4"):
        scene.review.comment(scene.adviser, scene.call, criterion, "one more thing")
    assert scene.review.take(first, scene.call) is ReviewState.IN_REVIEW
    with pytest.raises(Refused, match="not yet served"):
        scene.review.decide(first, scene.call, kept(draft))
    assert scene.hear(first, frozenset({criterion}), draft) > 0
    with pytest.raises(RulingsIncomplete) as caught:
        scene.review.decide(first, scene.call, [Ruling(criterion, Verdict.NOT_MET, " ")])
    assert caught.value.lacks[criterion] == "reason"
    assert scene.review.decide(first, scene.call, kept(draft)) is ReviewState.CONTESTED
    with pytest.raises(Refused, match="another person"):
        scene.review.take(first, scene.call)
    assert scene.review.take(second, scene.call) is ReviewState.IN_SECOND_REVIEW
    gate = scene.installation.gate("web")
    with gate.transaction(second, Action(Verb.READ_EVALUATION), KeptCall(scene.call)) as tx:
        assert tx.reviews.decisions(scene.call) == ()
        assert tx.reviews.parties(scene.call).reviewer is None
    scene.hear(second, frozenset({criterion}), {criterion: Verdict.MET})
    given = [Ruling(criterion, Verdict.MET, "said in the first seconds")]
    assert scene.review.decide(second, scene.call, given) is ReviewState.FINAL
    with gate.transaction(scene.adviser, Action(Verb.READ_EVALUATION), KeptCall(scene.call)) as tx:
        decisions = [each for each in tx.reviews.decisions(scene.call) if each.criterion == criterion]
        assert [(each.round, each.after) for each in decisions] == [(1, Verdict.NOT_MET), (2, Verdict.MET)]
        assert tx.evaluations.verdicts(scene.call)[1] == draft
        assert tx.reviews.parties(scene.call).second_reviewer == "Person 2002"


def test_a_line_manager_and_the_adviser_are_refused_and_each_refusal_is_logged(scene: Scene) -> None:
    scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    for number in ("3001", ADVISERS[0], ADVISERS[1]):
        with pytest.raises(Refused):
            scene.review.take(scene.people[number], scene.call)
    refused = scene.owner(
        f"SELECT count(*) AS n FROM gardefou.audit WHERE call_id = '{scene.call}' AND verb = 'take'"
        " AND refused_by IS NOT NULL"
    )
    assert refused[0]["n"] == 3


def test_a_refused_decision_is_logged_and_leaves_nothing_else(scene: Scene) -> None:
    reviewer = scene.people["2001"]
    draft = scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    scene.review.take(reviewer, scene.call)
    with pytest.raises(Refused):
        scene.review.decide(reviewer, scene.call, kept(draft))
    rows = scene.owner(
        f"SELECT refused_by FROM gardefou.audit WHERE call_id = '{scene.call}' AND verb = 'decide' ORDER BY id"
    )
    assert [row["refused_by"] for row in rows] == ["S3"]
    assert scene.state() == "in_review"
    assert scene.owner(f"SELECT 1 FROM gardefou.decisions WHERE call_id = '{scene.call}'") == []


def test_ones_own_evaluation_comes_before_the_draft(scene: Scene) -> None:
    verdicts = scene.verdicts()
    with pytest.raises(InputRefused, match="read the draft first"):
        scene.review.comment(scene.adviser, scene.call, "greeting", "early")
    with pytest.raises(InputRefused, match="every criterion"):
        scene.review.evaluate_oneself(scene.adviser, scene.call, {"greeting": Verdict.MET}, "")
    own = dict.fromkeys(verdicts, Verdict.MET)
    scene.review.evaluate_oneself(scene.adviser, scene.call, own, "all good")
    with pytest.raises(InputRefused, match="already"):
        scene.review.evaluate_oneself(scene.adviser, scene.call, own, "again")
    scene.open_draft()
    with pytest.raises(InputRefused, match="have read the draft"):
        scene.review.evaluate_oneself(scene.adviser, scene.call, own, "late")


def test_a_window_closes_by_itself_and_an_absence_makes_it_longer(scene: Scene) -> None:
    sweep = process(ProcessName.SWEEP)
    scene.later(5).close(sweep, scene.call)
    assert scene.state() == "offered"
    adviser, today = scene.adviser.id, datetime.now(UTC).date()
    scene.owner(
        "INSERT INTO gardefou.absences VALUES "
        f"('{adviser}', '{today + timedelta(days=1)}', '{today + timedelta(days=21)}') RETURNING 1"
    )
    scene.later(25).close(sweep, scene.call)
    assert scene.state() == "offered"
    scene.later(60).close(sweep, scene.call)
    assert scene.state() in {"queued", "unreviewed"}


def test_a_contest_that_nobody_answers_in_time_makes_the_verdict_void(scene: Scene) -> None:
    scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    sweep = process(ProcessName.SWEEP)
    scene.later(9).lapse(sweep, scene.call)
    assert scene.state() == "queued"
    scene.later(30).lapse(sweep, scene.call)
    assert scene.state() == "lapsed"
    gate = scene.installation.gate("web")
    with gate.transaction(scene.adviser, Action(Verb.READ_EVALUATION), KeptCall(scene.call)) as tx:
        assert tx.reviews.voided(scene.call) == {"greeting"}


def test_a_decision_without_contest_can_be_contested_and_its_silence_is_the_end(scene: Scene) -> None:
    reviewer = scene.people["2001"]
    scene.owner(f"UPDATE gardefou.reviews SET closes_on = current_date WHERE call_id = '{scene.call}' RETURNING 1")
    draft = scene.open_draft()
    scene.owner(
        f"UPDATE gardefou.reviews SET state = 'queued', causes = '{{{Cause.SAMPLE}}}', answered_at = now()"
        f" WHERE call_id = '{scene.call}' RETURNING 1"
    )
    scene.review.take(reviewer, scene.call)
    scene.hear(reviewer, frozenset(), draft)
    assert scene.review.decide(reviewer, scene.call, kept(draft)) is ReviewState.DECIDED
    scene.review.contest(scene.adviser, scene.call, "greeting", "not so", Verdict.CANNOT_TELL)
    assert scene.review.answer(scene.adviser, scene.call) is ReviewState.CONTESTED
    scene.later(60).lapse(process(ProcessName.SWEEP), scene.call)
    assert scene.state() == "final"
    with scene.installation.gate("web").transaction(
        scene.adviser, Action(Verb.READ_EVALUATION), KeptCall(scene.call)
    ) as tx:
        assert tx.reviews.voided(scene.call) == {"greeting"}
        assert len(tx.reviews.decisions(scene.call)) == len(draft)


def test_what_a_reviewer_changes_unasked_can_be_answered_before_a_contest_goes_on(scene: Scene) -> None:
    first, second = scene.people["2001"], scene.people["2002"]
    draft = scene.open_draft()
    contested_one = next(name for name, verdict in draft.items() if verdict is Verdict.NOT_MET)
    changed = next(name for name, verdict in draft.items() if verdict is Verdict.MET)
    scene.review.contest(scene.adviser, scene.call, contested_one, "It was said.", Verdict.MET)
    scene.review.answer(scene.adviser, scene.call)
    scene.review.take(first, scene.call)
    worse = draft | {changed: Verdict.NOT_MET}
    scene.hear(first, frozenset({contested_one}), worse)
    assert scene.review.decide(first, scene.call, kept(worse)) is ReviewState.DECIDED
    scene.review.contest(scene.adviser, scene.call, changed, "This was said too.", Verdict.MET)
    assert scene.review.answer(scene.adviser, scene.call) is ReviewState.CONTESTED
    scene.review.take(second, scene.call)
    asked = dict.fromkeys((contested_one, changed), Verdict.MET)
    scene.hear(second, frozenset(asked), asked)
    assert scene.review.decide(second, scene.call, kept(asked)) is ReviewState.FINAL


def test_an_answer_to_the_draft_does_not_end_the_window_on_the_decision(scene: Scene) -> None:
    scene.owner(
        f"UPDATE gardefou.reviews SET state = 'queued', answered_at = now(), causes = '{{{Cause.SAMPLE}}}'"
        f" WHERE call_id = '{scene.call}' RETURNING 1"
    )
    reviewer, draft = scene.people["2001"], scene.verdicts()
    scene.review.take(reviewer, scene.call)
    scene.hear(reviewer, frozenset(), draft)
    scene.review.decide(reviewer, scene.call, kept(draft))
    with pytest.raises(Overtaken):
        scene.review.answer(scene.adviser, scene.call, Round.FIRST)
    assert scene.state() == "decided"


def test_whoever_was_too_late_sees_the_call_no_more(scene: Scene) -> None:
    reviewer = scene.people["2001"]
    scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    scene.review.take(reviewer, scene.call)
    scene.later(30).lapse(process(ProcessName.SWEEP), scene.call)
    gate = scene.installation.gate("web")
    with pytest.raises(Refused), gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(scene.call)):
        pass


def test_of_two_reviewers_one_has_it_until_it_is_handed_back(scene: Scene) -> None:
    scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    scene.review.take(scene.people["2001"], scene.call)
    with pytest.raises(Refused, match="somebody else reviews it"):
        scene.review.take(scene.people["2002"], scene.call)
    scene.review.hand_back(scene.people["2001"], scene.call)
    with pytest.raises(Refused, match="handed this review back"):
        scene.review.take(scene.people["2001"], scene.call)
    assert scene.review.take(scene.people["2002"], scene.call) is ReviewState.IN_REVIEW


def test_the_queue_names_nobody_and_hides_what_is_not_for_whoever_asks(scene: Scene) -> None:
    scene.open_draft()
    scene.review.contest(scene.adviser, scene.call, "greeting", "said", Verdict.CANNOT_TELL)
    scene.review.answer(scene.adviser, scene.call)
    gate = scene.installation.gate("web")
    with gate.transaction(scene.people["2001"], Action(Verb.READ_QUEUE), SiteWork(SITE)) as tx:
        found = next(each for each in tx.reviews.queue() if each.call == scene.call)
    assert (found.contests, found.is_mine, found.is_hidden) == (1, False, False)
    assert Cause.CONTEST in found.causes
    with pytest.raises(Refused), gate.transaction(scene.people["3001"], Action(Verb.READ_QUEUE), SiteWork(SITE)):
        pass


def test_the_database_knows_the_same_ways_as_the_program(scene: Scene) -> None:
    rows = scene.owner("SELECT before, after FROM gardefou.review_transitions")
    assert {(row["before"], row["after"]) for row in rows} == {(each.before, each.after) for each in TRANSITIONS}
    with pytest.raises(psycopg.DatabaseError, match="does not go from"):
        scene.owner(f"UPDATE gardefou.reviews SET state = 'final' WHERE call_id = '{scene.call}' RETURNING 1")
