"""S19: an experiment is for volunteers who leave it freely, and its last day is its last."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.spec.real_scene import ZONE, RealScene
from tests.spec.scene import MOST_ROLES, WORKER, Scene

from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.clauses.s19_experiment import last_day, outside
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile, SiteWork
from gardefou.governance.terms.rules_of_records import Experiment
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import Refused

SITE = "experiment"
TERMS = {"criteria": ["fewer transfers"], "means": ["two hours a week"]}
LONG = {"impact_assessment_days": 1095, "risk_register_days": 366}
MANY = 12
"""Of so many calls at half the rate, none is drawn by chance once in 4,096 times."""


@pytest.fixture(scope="module")
def experiment(real_scene: RealScene) -> RealScene:
    real_scene.open_site(SITE, advisers=2, records=LONG, experiment=terms(real_scene.today))
    real_scene.record_everything(SITE)
    real_scene.volunteer(f"{SITE}-0")
    return real_scene


def terms(starts_on: date, days: int = 365) -> dict[str, object]:
    return {"starts_on": starts_on.isoformat(), "days": days, **TERMS}


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(ZONE))


@pytest.fixture(scope="module")
def call(experiment: RealScene) -> UUID:
    found = experiment.drawn(SITE).call
    assert found
    return found


def test_s19_day_365_is_the_last_and_day_366_is_refused(experiment: RealScene, call: UUID) -> None:
    day_365 = experiment.today + timedelta(days=364)
    at_midnight = moment(day_365, time(23, 59, 59))
    experiment.arrives(SITE, now=at_midnight)
    day_366 = at_midnight + timedelta(seconds=1)
    with pytest.raises(Refused, match=r"S19.*is over"):
        experiment.arrives(SITE, now=day_366)
    for verb in (Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.EVALUATE, Verb.OFFER):
        refused = experiment.refused(WORKER, Action(verb), KeptCall(call), now=day_366)
        assert refused and refused.clause == "S19", verb
    adviser = experiment.person(f"{SITE}-0")
    own = experiment.refused(adviser, operation(Verb.READ_OWN_FILE), OwnFile(adviser.id), role="web", now=day_366)
    assert own is None


def test_s19_nothing_begins_before_the_first_day(experiment: RealScene) -> None:
    code = "tomorrow"
    first = experiment.today + timedelta(days=1)
    experiment.open_site(code, records=LONG, experiment=terms(first))
    experiment.record_everything(code)
    experiment.volunteer(f"{code}-0")
    with pytest.raises(Refused, match=r"S19.*has not begun"):
        experiment.arrives(code)
    experiment.arrives(code, now=moment(first, time(9)))


@pytest.mark.parametrize(
    ("starts_on", "days", "last"),
    [
        (date(2026, 3, 2), 365, date(2027, 3, 1)),
        (date(2027, 6, 1), 365, date(2028, 5, 30)),
        (date(2028, 2, 29), 365, date(2029, 2, 27)),
        (date(2026, 3, 2), 1, date(2026, 3, 2)),
    ],
)
def test_s19_days_are_counted_one_by_one_in_leap_years_too(starts_on: date, days: int, last: date) -> None:
    experiment = Experiment.model_validate(terms(starts_on, days))
    assert last_day(experiment) == last
    assert [outside(experiment, day) is None for day in (starts_on, last, last + timedelta(days=1))] == [
        True,
        True,
        False,
    ]
    assert outside(experiment, starts_on - timedelta(days=1))


def test_s19_an_experiment_lasts_no_longer_than_a_year(real_scene: RealScene) -> None:
    with pytest.raises(ValueError, match="less than or equal to 365"):
        real_scene.charter("any", experiment=terms(real_scene.today, 366))


def test_s19_calls_of_whoever_takes_no_part_are_never_drawn_and_nothing_says_why(experiment: RealScene) -> None:
    arrivals = [experiment.arrives(SITE, adviser=f"{SITE}-1") for _ in range(MANY)]
    assert {each.arrival for each in arrivals} == {Arrival.NOT_DRAWN}
    assert {each.call for each in arrivals} == {None}
    rows = experiment.ask(
        "SELECT DISTINCT pseudonym FROM gardefou.draws d JOIN gardefou.sites s ON s.id = d.site_id"
        " WHERE s.code = %s AND NOT drawn",
        SITE,
    )
    assert rows, "the draw of each is written down as if chance had decided"


def test_s19_withdrawing_stops_draws_and_processing_at_once(experiment: RealScene, call: UUID) -> None:
    assert experiment.refused(WORKER, Action(Verb.HEAR), KeptCall(call)) is None
    experiment.volunteer(f"{SITE}-0", takes_part=False)
    try:
        assert {experiment.arrives(SITE).arrival for _ in range(MANY)} == {Arrival.NOT_DRAWN}
        for verb in (Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.EVALUATE):
            refused = experiment.refused(WORKER, Action(verb), KeptCall(call))
            assert refused and refused.clause == "S19" and refused.may_pass, verb
    finally:
        experiment.volunteer(f"{SITE}-0")
    assert experiment.drawn(SITE).call


def test_s19_a_call_that_was_lost_does_not_come_back_after_its_adviser_left(experiment: RealScene) -> None:
    name = "lost-and-sent-again"
    names = (f"{name}-{number}" for number in range(200))
    kept = next(each for each in names if experiment.arrives(SITE, each).call)
    experiment.ask("UPDATE gardefou.calls SET lost_at = now() WHERE external_id = %s", kept)
    experiment.volunteer(f"{SITE}-0", takes_part=False)
    try:
        assert experiment.arrives(SITE, kept).arrival is Arrival.NOT_DRAWN
    finally:
        experiment.volunteer(f"{SITE}-0")


def test_s19_nobody_sees_who_takes_part(experiment: RealScene) -> None:
    volunteer = experiment.person(f"{SITE}-0")
    everything = experiment.hire(f"{SITE}-all", SITE, *MOST_ROLES)
    for verb in (Verb.TAKE_PART, Verb.READ_OWN_FILE):
        refused = experiment.refused(everything, operation(verb), OwnFile(volunteer.id), role="web")
        assert refused and refused.clause == "S10"
    with experiment.gate("web").transaction(everything, operation(Verb.READ_OWN_FILE), OwnFile(everything.id)) as tx:
        assert tx.participation.all() == ()
    with experiment.gate("web").transaction(volunteer, operation(Verb.READ_OWN_FILE), OwnFile(volunteer.id)) as tx:
        assert tx.participation.all()
    before = told(experiment)
    experiment.volunteer(f"{SITE}-0", takes_part=False)
    experiment.volunteer(f"{SITE}-1")
    after = told(experiment)
    experiment.volunteer(f"{SITE}-0")
    experiment.volunteer(f"{SITE}-1", takes_part=False)
    assert before == after


def told(scene: RealScene) -> list[str]:
    """All that those who lead, judge and keep registers are told of the site."""
    manager = scene.hire(f"{SITE}-m", SITE, PersonRole.MANAGER)
    scene.train(SITE, manager_number := f"{SITE}-m")
    assert manager_number
    since = datetime(2020, 1, 1, tzinfo=UTC)
    with scene.gate("web").transaction(manager, Action(Verb.READ_TEAM), SiteWork(SITE)) as tx:
        team = repr((tx.figures.group(since), sorted(tx.figures.figures(since), key=repr)))
    keepers = (PersonRole.EMPLOYER_SIGNATORY, PersonRole.REPRESENTATIVE, PersonRole.ADMINISTRATOR)
    kept = [scene.registers.read(scene.at_the_table(SITE, role), SITE) for role in keepers]
    return [team, *map(repr, kept)]


def test_s19_a_simulated_installation_needs_no_volunteers_but_keeps_the_days(scene: Scene) -> None:
    today = datetime.now(UTC).date()
    scene.open_site("simulated-experiment", experiment=terms(today - timedelta(days=2), 2))
    with pytest.raises(Refused, match=r"S19.*is over"):
        scene.receive("simulated-experiment", "call")
    scene.open_site("simulated-running", experiment=terms(today - timedelta(days=2), 100))
    assert scene.receive("simulated-running", "call").call
