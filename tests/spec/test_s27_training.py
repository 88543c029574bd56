"""S27: tools lock for whoever was not trained, their own rights never; an untrained adviser's calls wait."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.spec.real_scene import RealScene
from tests.spec.scene import WORKER, Scene

from gardefou.flows.trainings import Training as Trained
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.clauses.s27_training import is_trained
from gardefou.governance.purposes import LISTED
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.registers import PersonRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile, SiteWork
from gardefou.governance.terms.rules_of_people import Training
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import InputRefused, Refused

SITE = "trained"
MANY = 12
TOOLS = {
    PersonRole.QUALITY_ANALYST: (Verb.READ_QUEUE, Verb.EDIT, Verb.PROPOSE),
    PersonRole.MANAGER: (Verb.READ_TEAM,),
}


@pytest.fixture(scope="module")
def trained(real_scene: RealScene) -> RealScene:
    real_scene.open_site(SITE)
    for role in TOOLS:
        real_scene.hire(number(role), SITE, role)
    real_scene.record_everything(SITE)
    return real_scene


@pytest.fixture(scope="module")
def call(trained: RealScene) -> UUID:
    found = trained.drawn(SITE).call
    assert found
    return found


def number(role: PersonRole, code: str = SITE) -> str:
    return f"{code}-{role.value}"


@pytest.mark.parametrize("role", TOOLS)
def test_s27_forty_five_minutes_lock_every_tool(trained: RealScene, role: PersonRole) -> None:
    ready, fresh = trained.person(number(role)), trained.hire(f"fresh-{role.value}", SITE, role)
    trained.train(SITE, f"fresh-{role.value}", minutes=45)
    for verb in TOOLS[role]:
        assert trained.refused(ready, Action(verb), SiteWork(SITE), role="web") is None
        refused = trained.refused(fresh, Action(verb), SiteWork(SITE), role="web")
        assert refused and refused.clause == "S27" and "the employer writes it down" in refused.text, verb
    own = operation(Verb.READ_OWN_FILE)
    assert trained.refused(fresh, own, OwnFile(fresh.id), role="web") is None


@pytest.mark.parametrize(
    ("minutes", "in_person", "support", "opens"),
    [
        (840, 420, True, True),
        (839, 839, True, False),
        (840, 419, True, False),
        (840, 840, False, False),
        (45, 45, True, False),
        (0, 0, False, False),
    ],
)
def test_s27_hours_share_in_person_and_support_all_count(
    minutes: int, in_person: int, support: bool, opens: bool
) -> None:
    assert is_trained(Training(), PersonRecords(minutes, in_person, support)) is opens


@pytest.mark.parametrize(
    ("rules", "records", "opens"),
    [
        ({"hours": 0, "personal_support": False}, (0, 0, False), True),
        ({"hours": 0.7, "in_person_share": 0.7, "personal_support": False}, (42, 30, False), True),
        ({"hours": 0.7, "in_person_share": 0.7, "personal_support": False}, (42, 29, False), False),
        ({"hours": 20, "in_person_share": 0}, (1200, 0, True), True),
    ],
)
def test_s27_what_both_sides_agreed_on_is_what_counts(
    rules: dict[str, Any], records: tuple[int, int, bool], opens: bool
) -> None:
    assert is_trained(Training(**rules), PersonRecords(*records)) is opens


def test_s27_calls_of_an_untrained_adviser_are_neither_drawn_nor_processed(trained: RealScene) -> None:
    code = "waiting-for-training"
    trained.open_site(code, advisers=2)
    trained.hire(f"{code}-q", code, PersonRole.QUALITY_ANALYST)
    trained.record_everything(code)
    found = trained.drawn(code, adviser=f"{code}-1").call
    assert found
    trained.ask(
        "UPDATE gardefou.trainings SET withdrawn_at = now()"
        " WHERE person_id = (SELECT id FROM gardefou.people WHERE number = %s)",
        f"{code}-1",
    )
    arrivals = {trained.arrives(code, adviser=f"{code}-1").arrival for _ in range(MANY)}
    assert arrivals == {Arrival.NOT_DRAWN}
    for verb in (Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY):
        refused = trained.refused(WORKER, Action(verb), KeptCall(found))
        assert refused and refused.clause == "S27" and refused.may_pass, verb
    adviser = trained.person(f"{code}-1")
    for verb in (Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING):
        assert trained.refused(adviser, operation(verb), OwnFile(adviser.id), role="web") is None
    assert trained.drawn(code, adviser=f"{code}-0").call


def test_s27_the_employer_and_the_administrator_alone_write_trainings_down(trained: RealScene) -> None:
    given = [Trained(number(PersonRole.MANAGER), trained.today, 600, True, "at home")]
    for role in PersonRole:
        person = trained.hire(f"own-{role.value}", SITE, role)
        if role in {PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR}:
            trained.trainings.train(person, SITE, given)
        else:
            with pytest.raises(Refused, match=r"S10.*the employer writes down"):
                trained.trainings.train(person, SITE, given)


def test_s27_a_training_brought_twice_counts_once(trained: RealScene) -> None:
    employer = trained.at_the_table(SITE, PersonRole.EMPLOYER_SIGNATORY)
    trained.hire("twice", SITE, PersonRole.MANAGER)
    given = [Trained("twice", trained.today, 700, True, "how drafts are read")]
    assert trained.trainings.train(employer, SITE, given) == (1, 0)
    assert trained.trainings.train(employer, SITE, given) == (0, 1)
    (found,) = [each for each in trained.registers.read(employer, SITE).trained if each.number == "twice"]
    assert (found.minutes, found.in_person_minutes) == (700, 700)
    trained.trainings.untrain(employer, SITE, "twice", trained.today, "how drafts are read")
    (found,) = [each for each in trained.registers.read(employer, SITE).trained if each.number == "twice"]
    assert found.minutes == 0


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": 0}, {"minutes": 721}, {"days": -1}, {"number": "nobody"}, {"what": " "}, {"support": "nobody"}],
)
def test_s27_a_training_that_cannot_be_is_refused_and_nothing_of_its_file_stays(
    trained: RealScene, wrong: dict[str, Any]
) -> None:
    employer = trained.at_the_table(SITE, PersonRole.EMPLOYER_SIGNATORY)
    trained.hire("wronged", SITE, PersonRole.MANAGER)
    day = trained.today - timedelta(days=wrong.pop("days", 1))
    fit = Trained("wronged", trained.today, 60, True, "fit")
    unfit = fit._replace(day=day, **wrong)
    with pytest.raises(InputRefused):
        trained.trainings.train(employer, SITE, [fit, unfit])
    (found,) = [each for each in trained.registers.read(employer, SITE).trained if each.number == "wronged"]
    assert found.minutes == 0


def test_s27_representatives_read_how_many_were_trained_and_no_name(trained: RealScene) -> None:
    watcher = trained.at_the_table(SITE, PersonRole.REPRESENTATIVE)
    kept = trained.registers.read(watcher, SITE)
    assert len(kept.trained) > 3
    assert {(each.number, each.name) for each in kept.trained} == {(None, None)}


def test_s27_simulated_installations_train_nobody(scene: Scene) -> None:
    scene.open_site("untrained", training={"hours": 14})
    analyst = scene.hire("untrained-q", "untrained", PersonRole.QUALITY_ANALYST)
    assert scene.refused(analyst, Action(Verb.READ_QUEUE), SiteWork("untrained"), role="web") is None


def test_s27_live_assist_opens_once_its_adviser_was_trained(real_scene: RealScene) -> None:
    code, assist = "trained-for-assist", Action(Verb.ASSIST, LISTED)
    named = ["recording", "assist"]
    real_scene.open_site(code, advisers=2, sites={code: {"features": named}})
    for kind, days in ((EntryKind.NOTICE, 20), (EntryKind.IMPACT_ASSESSMENT, 20), (EntryKind.OPINION, 30)):
        real_scene.record(code, kind, days, features=named)
    for kind in (EntryKind.RISK_REGISTER, EntryKind.BASELINE):
        real_scene.record(code, kind)
    trained, fresh = (real_scene.person(f"{code}-{number}") for number in (0, 1))
    real_scene.train(code, f"{code}-0")
    real_scene.train(code, f"{code}-1", minutes=45)
    real_scene.gate("live").permit(trained, assist, SiteWork(code))
    with pytest.raises(Refused) as refused:
        real_scene.gate("live").permit(fresh, assist, SiteWork(code))
    assert refused.value.clause == "S27" and "the employer writes it down" in refused.value.text
