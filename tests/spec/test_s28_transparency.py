"""S28: a question without an answer past its last day closes the gate, and its answer opens it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from psycopg import DatabaseError
from tests.spec.real_scene import ZONE, RealScene
from tests.spec.scene import Scene

from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import InputRefused, Refused

SITE = "asked"
ASKED = "Which model reads the calls, and who trained it?"


@pytest.fixture(scope="module")
def asked(real_scene: RealScene) -> RealScene:
    real_scene.open_site(SITE, records={"answer_days": 21})
    real_scene.record_everything(SITE)
    return real_scene


@pytest.fixture(scope="module")
def watcher(asked: RealScene) -> Person:
    return asked.at_the_table(SITE, PersonRole.REPRESENTATIVE)


@pytest.fixture(scope="module")
def employer(asked: RealScene) -> Person:
    return asked.at_the_table(SITE, PersonRole.EMPLOYER_SIGNATORY)


def last_second(scene: RealScene, days: int) -> datetime:
    return datetime.combine(scene.today + timedelta(days=days), time(23, 59, 59), ZoneInfo(ZONE))


def test_s28_a_question_past_its_last_day_closes_the_gate_until_it_is_answered(
    asked: RealScene, watcher: Person, employer: Person
) -> None:
    question = asked.registers.ask(watcher, SITE, ASKED)
    other = asked.registers.ask(watcher, SITE, "And where is it?")
    last = last_second(asked, 21)
    late = last + timedelta(seconds=1)
    asked.arrives(SITE, now=last)
    with pytest.raises(Refused, match=r"S28.*the employer answers it"):
        asked.arrives(SITE, now=late)
    asked.registers.answer(employer, SITE, question, "The one that the file of models names.")
    with pytest.raises(Refused, match="S28"):
        asked.arrives(SITE, now=late)
    asked.registers.withdraw_question(watcher, SITE, other)
    asked.arrives(SITE, now=late)
    kept = asked.registers.read(watcher, SITE).questions
    assert [(each.text, bool(each.answer)) for each in kept if each.id == question] == [(ASKED, True)]


def test_s28_the_last_day_is_fixed_when_the_question_is_asked(
    asked: RealScene, watcher: Person, employer: Person
) -> None:
    code = "fixed"
    asked.open_site(code, records={"answer_days": 10})
    representative = asked.at_the_table(code, PersonRole.REPRESENTATIVE)
    asked.registers.ask(representative, code, ASKED)
    asked.adopt(code, version="2", records={"answer_days": 90})
    (kept,) = asked.registers.read(representative, code).questions
    assert kept.due_on == asked.today + timedelta(days=10)
    with pytest.raises(DatabaseError):
        asked.ask("UPDATE gardefou.questions SET due_on = due_on + 30 WHERE id = %s", kept.id)


def test_s28_the_employer_asks_no_question_and_nobody_else_answers_one(
    asked: RealScene, watcher: Person, employer: Person
) -> None:
    question = asked.registers.ask(watcher, SITE, ASKED)
    for role in PersonRole:
        person = asked.at_the_table(SITE, role)
        if role is not PersonRole.REPRESENTATIVE:
            with pytest.raises(Refused):
                asked.registers.ask(person, SITE, ASKED)
            with pytest.raises(Refused):
                asked.registers.withdraw_question(person, SITE, question)
        if role is not PersonRole.EMPLOYER_SIGNATORY:
            with pytest.raises(Refused):
                asked.registers.answer(person, SITE, question, "It was answered.")
    asked.registers.answer(employer, SITE, question, "It was answered.")
    with pytest.raises(InputRefused, match="waits for an answer"):
        asked.registers.answer(employer, SITE, question, "It was answered otherwise.")


@pytest.mark.parametrize("text", ["", "  ", "x" * 8001])
def test_s28_an_answer_that_says_nothing_is_none(
    asked: RealScene, watcher: Person, employer: Person, text: str
) -> None:
    question = asked.registers.ask(watcher, SITE, ASKED)
    with pytest.raises(InputRefused, match="answer"):
        asked.registers.answer(employer, SITE, question, text)
    asked.registers.withdraw_question(watcher, SITE, question)


def test_s28_a_site_answers_for_itself_alone(asked: RealScene, watcher: Person) -> None:
    question = asked.registers.ask(watcher, SITE, ASKED)
    asked.open_site("elsewhere")
    stranger = asked.at_the_table("elsewhere", PersonRole.EMPLOYER_SIGNATORY)
    with pytest.raises(Refused, match="S10"):
        asked.registers.answer(stranger, SITE, question, "It was answered.")
    with pytest.raises(InputRefused):
        asked.registers.answer(stranger, "elsewhere", question, "It was answered.")
    asked.registers.withdraw_question(watcher, SITE, question)


def test_s28_questions_close_no_simulated_installation(scene: Scene) -> None:
    scene.open_site("asked-too")
    assert scene.receive("asked-too", "call").call
