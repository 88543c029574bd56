"""Measure how long a decision of the gate and its transactions take.

Run: python -m evals.gate
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.installations import ADVISERS, receive, simulated_charter, simulated_installation

from evals.machine import heading
from gardefou.bootstrap.installation import Installation, administration_of, process
from gardefou.bootstrap.samples import sample_calls
from gardefou.flows.recorded_call import FIRST_VERSION
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.decision import refusal
from gardefou.governance.subjects import CallFacts, KeptCall, Request, SiteFacts, SiteState
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import Refused

DECISIONS, TRANSACTIONS, WRITERS = 100_000, 1_500, 8
WORKER = process(ProcessName.WORKER)
NOBODY = UUID(int=0)


def decision_us() -> float:
    """Return the microseconds of one decision that asks every clause."""
    now = datetime.now(UTC)
    person = Person(NOBODY, frozenset({"adviser"}))  # type: ignore[arg-type]
    call = CallFacts(now - timedelta(days=1), True, True, CallStatus.OFFERED, NOBODY)
    site = SiteFacts(NOBODY, "paris", "Europe/Paris", SiteState.OPEN)
    action = Action(Verb.READ_TRANSCRIPT)
    request = Request(person, action, KeptCall(NOBODY), now, True, site, simulated_charter(), call)
    assert refusal(request) is None
    started = time.perf_counter()
    for _ in range(DECISIONS):
        refusal(request)
    return (time.perf_counter() - started) / DECISIONS * 1e6


def writing(installation: Installation, call: UUID) -> None:
    """Change the state of a call."""
    with installation.gate("worker").transaction(WORKER, operation(Verb.PARK), KeptCall(call)) as tx:
        tx.calls.fail(call)


def refused(installation: Installation, call: UUID) -> None:
    """Ask for what is refused, and logged."""
    try:
        with installation.gate("worker").transaction(WORKER, Action(Verb.PICK), KeptCall(call)):
            raise AssertionError("a call was picked")
    except Refused:
        pass


def reading(installation: Installation, reader: Person, call: UUID) -> None:
    """Read the transcript of a call."""
    with installation.gate("web").transaction(reader, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
        tx.transcripts.get(call, FIRST_VERSION)


def bare(installation: Installation, call: UUID) -> None:
    """Change the state of a call without the gate: what the database itself costs."""
    with installation.pool("worker").connection() as connection, connection.transaction():
        connection.execute("UPDATE gardefou.calls SET failures = failures + 1 WHERE id = %s", [call])


def each_ms(work: Callable[[int], None], writers: int) -> str:
    """Time every transaction of so many writers at once; return median, 95th percentile and transactions a second."""

    def of_one(writer: int) -> list[float]:
        seconds = []
        for _ in range(TRANSACTIONS // writers):
            started = time.perf_counter()
            work(writer)
            seconds.append(time.perf_counter() - started)
        return seconds

    started = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        seconds = sorted(each for one in pool.map(of_one, range(writers)) for each in one)
    rate = len(seconds) / (time.perf_counter() - started)
    return (
        f"p50 {seconds[len(seconds) // 2] * 1e3:6.2f} ms   p95 {seconds[len(seconds) * 95 // 100] * 1e3:6.2f} ms"
        f"   {rate:6.0f} /s"
    )


def row(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"{what:52}{figure}", flush=True)


def main() -> None:
    """Measure in an installation that is gone afterwards."""
    print(heading("python -m evals.gate"))
    row("a decision that asks every clause", f"{decision_us():6.2f} us")
    with ExitStack() as stack:
        made = stack.enter_context(simulated_installation())
        installation = stack.enter_context(Installation(made.settings, WRITERS))
        calls = [
            call
            for index, sample in enumerate(sample_calls()[:WRITERS])
            if (call := receive(installation, sample, adviser=ADVISERS[index % len(ADVISERS)]).call)
        ]
        made.work_off(installation)
        with administration_of(installation) as administration:
            reader = Person(*administration.person(ADVISERS[0]))
        for writers in (1, WRITERS):
            many = f"{writers} at once" if writers > 1 else "one after the other"
            row(f"change without the gate, {many}", each_ms(lambda writer: bare(installation, calls[writer]), writers))
            row(f"change and audit entry, {many}", each_ms(lambda index: writing(installation, calls[index]), writers))
            row(f"refusal and audit entry, {many}", each_ms(lambda writer: refused(installation, calls[0]), writers))
            row(f"transcript read, {many}", each_ms(lambda writer: reading(installation, reader, calls[0]), writers))


if __name__ == "__main__":
    main()
