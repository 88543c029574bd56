"""S4: each verdict says what it rests on, the adviser answers in a window of worked days, a late contest is void."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from holidays import country_holidays
from tests.spec.reviewing import DISPUTED, SWEEPER, Reviewing
from tests.spec.scene import Scene

from gardefou.governance.actions import ANSWERING, Action, Verb
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import Refused
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.verdict import Verdict
from gardefou.review.rules import standings

SITE = "explained"
ANSWERED = """SELECT r.due_on, (r.answered_at AT TIME ZONE s.zone)::date AS on
FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id JOIN gardefou.sites s ON s.id = c.site_id
WHERE r.call_id = %s"""


@pytest.fixture(scope="module")
def people(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, SITE, review={"window_days": 7})


@pytest.fixture
def call(people: Reviewing, request: pytest.FixtureRequest) -> UUID:
    people.scene.ask("DELETE FROM gardefou.absences WHERE person_id = %s", people.adviser.id)
    return people.scene.offered(SITE, request.node.name)


def worked(first: date, last: date) -> int:
    """The worked days after one day and until another, counted once more."""
    days = [first + timedelta(days=offset) for offset in range(1, (last - first).days + 1)]
    return sum(day.weekday() < 5 and day not in country_holidays("FR", years=day.year) for day in days)


def window(people: Reviewing, call: UUID) -> tuple[date, date]:
    (row,) = people.scene.ask("SELECT offered_on, closes_on FROM gardefou.reviews WHERE call_id = %s", call)
    return row["offered_on"], row["closes_on"]


def test_s4_the_window_has_the_charters_worked_days(people: Reviewing, call: UUID) -> None:
    first, last = window(people, call)
    assert worked(first, last) == 7
    assert worked(first, last - timedelta(days=1)) == 6, "it ends on a worked day"


def test_s4_the_window_stops_while_the_adviser_is_absent(people: Reviewing, call: UUID) -> None:
    first, last = window(people, call)
    start, end = first + timedelta(days=1), first + timedelta(days=20)
    people.scene.ask("INSERT INTO gardefou.absences VALUES (%s, %s, %s)", people.adviser.id, start, end)
    people.flow((last - first).days + 1, "worker").close(SWEEPER, call)
    longer = window(people, call)[1]
    assert people.state(call) == "offered"
    assert worked(end, longer) == 7


def test_s4_after_the_window_nothing_is_answered(people: Reviewing, call: UUID) -> None:
    people.draft(call)
    people.flow(40, "worker").close(SWEEPER, call)
    assert people.state(call) in {"queued", "unreviewed"}
    for verb in ANSWERING:
        entries = people.scene.logged(
            lambda v=verb: people.scene.refused(people.adviser, Action(v), KeptCall(call), role="web")
        )
        assert [entry["refused_by"] for entry in entries] == ["S4"]
    with pytest.raises(Refused, match="S4"):
        people.flow().contest(people.adviser, call, DISPUTED, "late", Verdict.MET)
    assert not people.scene.ask("SELECT 1 FROM gardefou.statements WHERE call_id = %s", call)


def test_s4_ones_own_evaluation_does_not_come_after_a_persons_decision(people: Reviewing, call: UUID) -> None:
    people.decided(call, people.contested(call))
    people.scene.ask("ALTER TABLE gardefou.reviews DISABLE TRIGGER reviews_go_their_way")
    people.scene.ask("UPDATE gardefou.reviews SET state = 'decided' WHERE call_id = %s", call)
    people.scene.ask("ALTER TABLE gardefou.reviews ENABLE TRIGGER reviews_go_their_way")
    refused = people.scene.refused(people.adviser, Action(Verb.EVALUATE_ONESELF), KeptCall(call), role="web")
    assert refused and refused.clause == "S4"
    assert people.scene.refused(people.adviser, Action(Verb.STATE), KeptCall(call), role="web") is None


def test_s4_a_contest_is_answered_within_ten_worked_days_or_the_verdict_is_void(people: Reviewing, call: UUID) -> None:
    draft = people.contested(call)
    (row,) = people.scene.ask(ANSWERED, call)
    assert worked(row["on"], row["due_on"]) == 10
    left = (row["due_on"] - row["on"]).days
    people.flow(left, "worker").lapse(SWEEPER, call)
    assert people.state(call) == "queued", "its last day is still a day to answer"
    people.flow(left + 1.1, "worker").lapse(SWEEPER, call)
    assert people.state(call) == "lapsed"
    with people.scene.gate("web").transaction(people.adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        stand = standings(draft, tx.reviews.decisions(call), tx.reviews.voided(call))
    assert stand[DISPUTED].verdict is None
    assert stand[DISPUTED].draft is Verdict.NOT_MET, "the original stays beside it"
    refused = people.scene.refused(people.first, Action(Verb.TAKE), KeptCall(call), role="web")
    assert refused and refused.clause == "S3"


def test_s4_a_contest_of_a_decision_that_nobody_answers_voids_that_verdict_alone(people: Reviewing, call: UUID) -> None:
    draft = people.contested(call)
    people.decided(call, draft)
    people.flow(40, "worker").lapse(SWEEPER, call)
    assert people.state(call) == "final"
    with people.scene.gate("web").transaction(people.adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        stand = standings(draft, tx.reviews.decisions(call), tx.reviews.voided(call))
    assert {name for name, each in stand.items() if each.verdict is None} == {DISPUTED}
    assert all(each.is_decided for name, each in stand.items() if name != DISPUTED)


def test_s4_each_verdict_is_kept_with_its_evidence_scorecard_model_and_charter(people: Reviewing, call: UUID) -> None:
    with people.scene.gate("web").transaction(people.adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        stored, words = tx.evaluations.latest(call, 1), tx.transcripts.get(call, 1)
    said = {
        channel: " ".join(each.text for each in words.segments if each.channel == channel)
        for channel in {each.channel for each in words.segments}
    }
    for result in stored.evaluation.criteria:
        assert result.evidence, result.id
        assert 0 <= result.confidence <= 1
        for each in result.evidence:
            assert 0 <= each.start_ms < each.end_ms <= words.duration_ms, result.id
            assert bool(each.quote) == (each.kind is EvidenceKind.QUOTE)
            assert each.quote in said[each.channel], "a quote is verbatim"
            assert each.quote or each.how, "what was searched or measured is said"
    (row,) = people.scene.ask(
        "SELECT e.model, e.scorecard_digest, e.charter_digest, s.charter_digest AS in_force FROM gardefou.evaluations e"
        " JOIN gardefou.calls c ON c.id = e.call_id JOIN gardefou.sites s ON s.id = c.site_id WHERE c.id = %s",
        call,
    )
    assert row["model"] == stored.model
    assert row["scorecard_digest"] == stored.scorecard.digest
    assert row["charter_digest"] == row["in_force"]
