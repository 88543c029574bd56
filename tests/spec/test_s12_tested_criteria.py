"""S12: drafts answer the signed scorecard; a criterion below the signed floor shows no automatic verdict anywhere."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from tests.spec.evaluating import Evaluating
from tests.spec.reviewing import Reviewing
from tests.spec.scene import WORKER, Scene, days_ago

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.postgres.agreement_bounds import AgreementBounds
from gardefou.adapters.report.standing import Standing
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administration_of, clock
from gardefou.bootstrap.resources import resource
from gardefou.entrypoints.web.call_pages import call_page
from gardefou.flows.measuring import measure_agreement
from gardefou.flows.recorded_call import STEP_AFTER
from gardefou.flows.reviewed_call import CallReading, ReviewedCall
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.kernel.call import CallStatus
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling

FLOOR = 0.6
ESTABLISHED, BELOW, UNKNOWN = "greeting", "recording_notice", "closing"
"""Criteria that the program decides: measured at the floor, just below it, and not at all."""
AGREEMENT = {ESTABLISHED: FLOOR, BELOW: FLOOR - 0.01}
NO_CHOICE = {"sample_per_month": 0}


def review_at(scene: Scene, site: str) -> Reviewing:
    analyst, manager = PersonRole.QUALITY_ANALYST, PersonRole.MANAGER
    first, second = (scene.hire(f"{site}-q{i}", site, analyst, team="Q") for i in (1, 2))
    return Reviewing(scene, site, scene.person(f"{site}-0"), first, second, scene.hire(f"{site}-m", site, manager))


@pytest.fixture(scope="module")
def tried(scene: Scene) -> Iterator[Evaluating]:
    made = Evaluating(scene, "tried", agreement_floor=FLOOR)
    made.sign(agreement=AGREEMENT)
    yield made


def read(scene: Scene, person: Person, call: UUID) -> ReviewedCall:
    return CallReading(scene.gate("web"), PublicHolidays()).read(person, call)


def rescued(scene: Scene, call: UUID) -> set[str]:
    """The steps of a call that the sweep has done because no job is left for them."""
    with scene.installation.pool("owner").connection() as owner, owner.transaction():
        owner.execute("SET LOCAL search_path TO jobs")
        owner.execute("DELETE FROM jobs.procrastinate_jobs")
    scene.installation.lookout().rescue(STEP_AFTER, 60, clock() + timedelta(hours=1))
    jobs = scene.ask("SELECT task_name FROM jobs.procrastinate_jobs WHERE args ->> 'call' = %s", str(call))
    return {job["task_name"] for job in jobs}


def test_s12_without_a_signed_scorecard_calls_wait_and_nothing_is_evaluated(scene: Scene) -> None:
    made = Evaluating(scene, "ungraded")
    call = made.classified("call")
    logged = scene.logged(lambda: made.run(call, None, "evaluate"))
    assert [(row["verb"], row["refused_by"]) for row in logged] == [("evaluate", "S12")]
    refused = scene.refused(WORKER, Action(Verb.EVALUATE), KeptCall(call))
    assert refused is not None and refused.clause == "S12"
    assert made.state(call) == ("classified", False)
    assert "evaluate" not in rescued(scene, call), "nor is it asked again and again"
    made.sign()
    assert "evaluate" in rescued(scene, call)
    made.run(call)
    assert made.state(call) == ("offered", False)


def test_s12_below_the_floor_or_unknown_a_criterion_has_no_automatic_verdict(tried: Evaluating) -> None:
    call = tried.offered("trial")
    told = tried.verdicts(call)
    on_trial = {name for name, (_, trial) in told.items() if trial}
    assert on_trial == set(told) - {ESTABLISHED}
    assert {told[name][0] for name in on_trial} == {"cannot_tell"}
    assert told[ESTABLISHED] == ("met", False)
    said = tried.shadow(call)[tried.engines.scorecard.digest, tried.engines.model]
    assert set(said) == on_trial
    assert (said[BELOW], said[UNKNOWN]) == ("not_met", "not_met")


def test_s12_pages_show_nothing_of_what_is_on_trial(scene: Scene, tried: Evaluating) -> None:
    call = tried.offered("shown")
    adviser = scene.person("tried-0")
    found = read(scene, adviser, call)
    taxonomy = read_yaml(resource("taxonomy.yaml"), Taxonomy)
    page = call_page(found, (b"",) * len(found.transcript.roles), taxonomy, "Europe/Paris", "")
    answers = {answer.criterion.id: answer for answer in page.view("fr").answers}
    for name in (BELOW, UNKNOWN):
        answer = answers[name]
        assert (answer.state.standing, answer.verdict, answer.citations) == (Standing.TRIAL, None, ())
        assert not answer.tells_why
    assert (answers[ESTABLISHED].state.standing, answers[ESTABLISHED].verdict) == (Standing.DRAFT, Verdict.MET)
    assert answers[ESTABLISHED].citations and answers[ESTABLISHED].tells_why
    assert found.draft.evaluation.score == 100.0, "what is on trial counts for nothing"


def test_s12_a_failure_on_trial_selects_no_call_for_review(scene: Scene) -> None:
    made = Evaluating(scene, "unselected", agreement_floor=FLOOR, review=NO_CHOICE)
    critical = [each.id for each in made.engines.scorecard.criteria() if each.critical]
    assert critical
    made.sign(agreement=AGREEMENT)
    people = review_at(scene, "unselected")
    call = made.offered("call")
    people.flow().answer(people.adviser, call)
    assert people.state(call) == "unreviewed"


def test_s12_figures_leave_out_what_is_on_trial(scene: Scene) -> None:
    made = Evaluating(scene, "figures", advisers=10, agreement_floor=FLOOR, review=NO_CHOICE)
    made.sign(agreement=AGREEMENT)
    people = review_at(scene, "figures")
    for number in range(10):
        call = made.offered(f"call-{number}", number)
        people.flow().answer(scene.person(f"figures-{number}"), call)
    with scene.gate("web").transaction(people.manager, Action(Verb.READ_TEAM), SiteWork("figures")) as tx:
        figures = tx.figures.figures(days_ago(31))
    assert {(each.criterion, each.verdict, each.calls) for each in figures} == {(ESTABLISHED, Verdict.MET, 10)}


@pytest.fixture(scope="module")
def decided(scene: Scene, tried: Evaluating) -> UUID:
    """A call of which a person decided every criterion, none of them seeing what was found in shadow."""
    people = review_at(scene, "tried")
    call = tried.offered("decided")
    people.contested(call)
    people.flow().take(people.first, call)
    asked = read(scene, people.first, call).asked
    assert {name for name, verdict in asked.items() if verdict is not Verdict.CANNOT_TELL} == {ESTABLISHED}
    people.hear(people.first, call, {UNKNOWN}, asked)
    rulings = [Ruling(name, Verdict.MET, "heard it myself") for name in asked]
    people.flow().decide(people.first, call, rulings)
    people.flow().answer(people.adviser, call)
    return call


def test_s12_people_answer_what_is_on_trial_on_the_same_form_to_the_end(
    scene: Scene, tried: Evaluating, decided: UUID
) -> None:
    state = scene.ask("SELECT state FROM gardefou.reviews WHERE call_id = %s", decided)
    assert state == [{"state": "final"}]
    found = read(scene, scene.person("tried-0"), decided)
    assert {each.verdict for each in found.standings.values()} == {Verdict.MET}


def test_s12_what_was_said_in_shadow_is_compared_with_what_people_decided_blind(
    scene: Scene, tried: Evaluating, decided: UUID
) -> None:
    digest = tried.engines.scorecard.digest
    reviews = AgreementBounds(scene.installation.pool("worker"))
    [site] = [site for site, each in reviews.due(clock()) if (each, site) == (digest, site_id(scene, "tried"))]
    pairs = {each.criterion: each for each in reviews.pairs(site, digest)[tried.engines.model]}
    assert (pairs[UNKNOWN].is_blind, pairs[UNKNOWN].program, pairs[UNKNOWN].decided) == (
        True,
        Verdict.NOT_MET,
        Verdict.MET,
    )
    assert not pairs[ESTABLISHED].is_blind
    assert measure_agreement(reviews, clock()) >= 1
    assert site not in {each for each, _ in reviews.due(clock())}
    analyst = scene.person("tried-q1")
    with scene.gate("web").transaction(analyst, Action(Verb.READ_AGREEMENT), SiteWork("tried")) as tx:
        bounds = tx.scorecards.bounds(digest)[tried.engines.model]
        told = {(each.criterion, each.draft) for each in tx.figures.agreement_pairs()}
    assert (bounds[UNKNOWN].n, bounds[UNKNOWN].lower) == (1, None)
    assert (UNKNOWN, Verdict.NOT_MET) in told
    assert (UNKNOWN, Verdict.CANNOT_TELL) not in told


def site_id(scene: Scene, site: str) -> UUID:
    return UUID(str(scene.ask("SELECT id FROM gardefou.sites WHERE code = %s", site)[0]["id"]))


def measured(scene: Scene, made: Evaluating, criterion: str, lower: float | None, n: int) -> None:
    """Write down what the reviews of a site are said to have shown."""
    scene.ask(
        "INSERT INTO gardefou.criterion_bounds (site_id, scorecard_digest, model, criterion, lower, n, is_blind)"
        " VALUES (%s, %s, %s, %s, %s, %s, true)",
        site_id(scene, made.site),
        made.engines.scorecard.digest,
        made.engines.model,
        criterion,
        lower,
        n,
    )


def test_s12_reviews_raise_and_lower_a_criterion_from_the_next_draft_on(scene: Scene) -> None:
    made = Evaluating(scene, "raised", agreement_floor=FLOOR)
    made.sign(agreement={ESTABLISHED: 0.9, "empathy": 0.9, "lets_finish": 0.9})
    before = made.offered("before")
    told = made.verdicts(before)
    measured(scene, made, UNKNOWN, FLOOR, 30)
    measured(scene, made, BELOW, 0.99, 29)
    measured(scene, made, ESTABLISHED, 0.59, 30)
    measured(scene, made, "empathy", None, 30)
    after = made.verdicts(made.offered("after"))
    assert after[UNKNOWN] == ("not_met", False)
    assert after[BELOW] == ("cannot_tell", True), "29 reviews say nothing yet"
    assert after[ESTABLISHED] == after["empathy"] == ("cannot_tell", True)
    assert after["lets_finish"] == ("met", False)
    assert made.verdicts(before) == told, "a draft made before stays as it is"
    assert told[UNKNOWN] == ("cannot_tell", True)


def test_s12_bounds_are_seen_by_those_who_judge_the_program_at_their_site_alone(scene: Scene) -> None:
    made = Evaluating(scene, "bounded", agreement_floor=FLOOR)
    measured(scene, made, UNKNOWN, 0.5, 31)
    review_at(scene, "bounded")
    stranger = scene.hire("elsewhere-q", "tried", PersonRole.QUALITY_ANALYST)
    representative = scene.hire("bounded-r", "bounded", PersonRole.REPRESENTATIVE)

    def seen(person: Person) -> int:
        with scene.installation.pool("web").connection() as web, web.transaction():
            web.execute("SELECT set_config('gardefou.person', %s, true)", (str(person.id),))
            rows = web.execute("SELECT 1 FROM gardefou.criterion_bounds WHERE n = 31").fetchall()
            return len(rows)

    assert [seen(scene.person(f"bounded-{each}")) for each in ("q1", "0", "m")] == [1, 0, 0]
    assert (seen(representative), seen(stranger)) == (1, 0)


def test_s12_a_bound_of_another_model_counts_for_nothing(scene: Scene) -> None:
    made = Evaluating(scene, "elsewhere", agreement_floor=FLOOR)
    made.sign()
    measured(scene, made, UNKNOWN, 0.9, 90)
    scene.ask("UPDATE gardefou.criterion_bounds SET model = 'another' WHERE site_id = %s", site_id(scene, "elsewhere"))
    assert made.verdicts(made.offered("call"))[UNKNOWN] == ("cannot_tell", True)


def test_s12_a_site_without_evaluation_keeps_transcript_and_reason_and_is_done(scene: Scene) -> None:
    places = {"analytics": {"features": ["recording", "analytics"]}}
    made = Evaluating(scene, "analytics", sites=places, purposes=["analytics"])
    call = made.classified("call", until=CallStatus.MEASURED)
    made.run(call, None, "classify")
    assert made.state(call) == ("classified", False)
    assert not rescued(scene, call)
    made.run(call, None, "evaluate")
    assert made.state(call) == ("classified", False), "nor is it parked where a job was left over"
    with administration_of(scene.installation) as administration:
        assert administration.standing(60).calls["analysed"] == 1
