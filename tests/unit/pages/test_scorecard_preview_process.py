import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any
from uuid import uuid4

import pytest

from gardefou.entrypoints.preview.exchange import Preview, Question, Trouble, narrowed
from gardefou.entrypoints.preview.process import COMMAND, Patience, PreviewProcess
from gardefou.entrypoints.preview.turns import PreviewTurns
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.verdict import Verdict


def asked(name: str, find: str = "adviser: bonjour", **more: Any) -> dict[str, Any]:
    said = {"question": {"fr": "Q ?", "en": "Q?"}, "guidance": {"fr": "R", "en": "R"}}
    return {"id": name, "kind": "phrase", "find": find} | said | more


def scorecard(*criteria: dict[str, Any]) -> Scorecard:
    title = {"fr": "Grille", "en": "Card"}
    section = {"id": "all", "title": title, "criteria": criteria}
    return Scorecard.model_validate({"id": "card", "version": "1", "title": title, "sections": [section]})


CARD = scorecard(asked("a"), asked("b"), asked("c", asked_if={"criterion": "a", "verdict": "met"}))
QUESTION = Question("cancellation", "a", None, narrowed(CARD, "a"))


def test_a_try_out_is_asked_with_what_the_criterion_waits_for_and_nothing_else() -> None:
    assert [each.id for each in narrowed(CARD, "c").criteria()] == ["c", "a"]
    question = Question("cancellation", "c", None, narrowed(CARD, "c"))
    assert Question.read(question.line()) == question


ENDS = "import sys; sys.exit(3)"
SLEEPS = "import sys, time; sys.stdout.write('{}\\n'); sys.stdout.flush(); time.sleep(60)"
WORKS = "import sys, time; [(sys.stdout.write('{}\\n'), sys.stdout.flush(), time.sleep(.05)) for _ in range(10_000)]"
BABBLES = "import sys; sys.stdout.write('nonsense\\n'); sys.stdout.flush(); sys.stdin.read()"


@pytest.mark.parametrize(
    ("script", "trouble"),
    [(ENDS, Trouble.ENDED), (SLEEPS, Trouble.SLOW), (WORKS, Trouble.SLOW), (BABBLES, Trouble.ENDED)],
)
def test_a_process_that_fails_is_told_and_another_one_starts(script: str, trouble: Trouble) -> None:
    patience = Patience(start=10, sign=0.2, answer=1.0)
    process = PreviewProcess((sys.executable, "-c", script), patience)
    assert process.ask(QUESTION) == Preview(trouble=trouble)
    assert process.ask(QUESTION) == Preview(trouble=trouble)
    process.close()


TELLS_SETTINGS = """
import json, os, sys
sys.stdin.readline()
known = {"PATH", "LANG", "HOME", "PYTHONPATH", "VIRTUAL_ENV"}
others = [each for each in os.environ if each not in known and not each.startswith(("LC_", "OMP_", "OPENBLAS_"))]
print(json.dumps({"before": None, "after": None, "trouble": "failed" if others else "busy"}), flush=True)
sys.stdin.read()
"""


def test_the_process_gets_no_setting_and_no_key_of_whoever_starts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GARDEFOU_VAULT_KEY", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "secret")
    process = PreviewProcess((sys.executable, "-c", TELLS_SETTINGS))
    given = process.ask(QUESTION)
    process.close()
    assert given.trouble is Trouble.BUSY


TAKES_MEMORY = "from gardefou.entrypoints.preview import limits; limits.limit_process(); bytearray(3_000_000_000)"
TAKES_FILES = """
from gardefou.entrypoints.preview import limits
limits.limit_process()
kept = [open("/dev/null") for _ in range(200)]
"""
TAKES_TIME = """
from gardefou.entrypoints.preview import limits
limits.MOST_PROCESSOR_S = 0
limits.limit_question()
while True:
    pass
"""


@pytest.mark.parametrize("script", [TAKES_MEMORY, TAKES_FILES, TAKES_TIME], ids=["memory", "files", "time"])
def test_the_process_ends_when_it_takes_too_much(script: str) -> None:
    assert subprocess.run((sys.executable, "-c", script), capture_output=True, timeout=60).returncode != 0


def test_who_waits_for_an_answer_is_told_when_the_server_stops() -> None:
    process = PreviewProcess((sys.executable, "-c", SLEEPS), Patience(start=60, sign=60, answer=60))
    with ThreadPoolExecutor(1) as asking:
        given = asking.submit(process.ask, QUESTION)
        while process._running is None:
            sleep(0.01)
        process.close()
        assert given.result(60).trouble is Trouble.ENDED


class Slow(PreviewProcess):
    """Answers when it is let, and counts what it was asked."""

    def __init__(self) -> None:
        super().__init__(())
        self.is_asked, self.may_answer = Event(), Event()
        self.asked: list[str] = []

    def ask(self, question: Question) -> Preview:
        self.asked.append(question.sample)
        self.is_asked.set()
        assert self.may_answer.wait(60)
        return Preview()


def sent(number: int) -> Question:
    return Question(str(number), "a", None, CARD)


def test_a_newer_question_takes_the_place_of_one_that_waits() -> None:
    process, one, other = Slow(), uuid4(), uuid4()
    turns = PreviewTurns(process)

    async def many() -> list[Preview]:
        tasks = [asyncio.create_task(turns.ask(one, sent(0)))]
        while not process.is_asked.is_set():
            await asyncio.sleep(0)
        tasks += [asyncio.create_task(turns.ask(one, sent(number))) for number in range(1, 45)]
        tasks.append(asyncio.create_task(turns.ask(other, sent(45))))
        superseded = await asyncio.gather(*tasks[1:44])
        assert {each.trouble for each in superseded} == {Trouble.SUPERSEDED}
        assert not any(each.done() for each in (tasks[0], *tasks[44:]))
        process.may_answer.set()
        return await asyncio.gather(tasks[0], *tasks[44:])

    assert asyncio.run(many()) == [Preview()] * 3
    assert process.asked == ["0", "44", "45"]
    turns.close()


def test_who_waits_too_long_for_their_turn_is_told_so() -> None:
    process = Slow()
    turns = PreviewTurns(process, longest_wait_s=0.05)

    async def two() -> Preview:
        first = asyncio.create_task(turns.ask(uuid4(), sent(0)))
        while not process.is_asked.is_set():
            await asyncio.sleep(0)
        second = await turns.ask(uuid4(), sent(1))
        process.may_answer.set()
        await first
        return second

    assert asyncio.run(two()).trouble is Trouble.BUSY
    assert process.asked == ["0"]
    turns.close()


IDLE = "import sys; from gardefou.entrypoints.preview.child import run; sys.exit(run(0.1))"


@pytest.mark.parametrize("closes", [True, False], ids=["parent gone", "idle"])
def test_the_process_ends_when_nobody_can_ask_it_or_does(closes: bool) -> None:
    command = COMMAND if closes else (sys.executable, "-c", IDLE)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if closes and process.stdin:
            process.stdin.close()
        assert process.wait(60) == 0


def test_a_criterion_is_tried_on_a_simulated_call_as_it_stands_and_as_it_would_be() -> None:
    process = PreviewProcess()
    other = scorecard(asked("a", "adviser: perroquet"))
    try:
        given = process.ask(Question("cancellation", "a", narrowed(CARD, "a"), other))
        assert given.before and given.after
        assert (given.before.verdict, given.after.verdict) == (Verdict.MET, Verdict.NOT_MET)
        assert given.before.evidence[0].quote.startswith("Bonjour")
        assert process.ask(Question("nobody", "a", None, other)).trouble is Trouble.FAILED
    finally:
        process.close()
