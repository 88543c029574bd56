"""Measure how fast a signature stops a site with everything under way, that nothing is lost, and who can resume.

Run: python -m evals.suspension            (4 worker processes, 4 people who read, 200 calls of a second)
     python -m evals.suspension watch      (one of its two workers)
     python -m evals.suspension worker Q   (one of a worker's processes)
     python -m evals.suspension ask C      (a process that asks to work on call C until it is refused)
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.installations import ADVISERS, SITE, SimulatedInstallation, simulated_charter, simulated_installation
from tests.integration.flow.small_calls import SmallEngines, receive_tone

from evals.machine import heading
from gardefou.adapters.media import encode
from gardefou.bootstrap.installation import Installation, administration_of, operator, process
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories, consultation_of
from gardefou.entrypoints.worker.child import run as run_worker
from gardefou.entrypoints.worker.watcher import Watcher
from gardefou.governance.actions import STOPPING, Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.acts import ActKind
from gardefou.governance.clauses.s18_veto import OWN
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import KeptCall
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import Refused

CALLS, SENT_BEFORE, READERS, TRIALS = 200, 120, 4, 5
HEARING_S = 0.1
"""How long a worker hears a call, outside of any transaction."""
READING_S = 0.02
"""How long each of the people looks at what they asked for."""
WORKERS, ASKING = 2, 4
SETTLED_S, WATCHED_S = 1.0, 5.0
WORKER = process(ProcessName.WORKER)
WRITES = (
    "SELECT max(at) AS at, count(*) AS n FROM gardefou.audit a JOIN gardefou.sites s ON s.id = a.site_id"
    " WHERE s.code = %s AND refused_by IS NULL AND verb <> ALL(%s) AND at > %s"
)
FIRST_REFUSALS = (
    "SELECT count(*) AS n, min(at) AS first, max(at) AS last FROM gardefou.audit a JOIN gardefou.sites s"
    " ON s.id = a.site_id WHERE s.code = %s AND refused_by = 'S18' AND at > %s"
)


def main() -> None:
    """Measure in an installation that is gone afterwards."""
    print(heading("python -m evals.suspension"))
    charter = simulated_charter(draw={"rate": 1.0, "weekly_cap": 1000, "necessity": "measuring"})
    with ExitStack() as stack:
        made = stack.enter_context(simulated_installation(charter, room_minutes=100_000))
        installation = stack.enter_context(Installation(made.settings, 12))
        stack.enter_context(workers(made))
        trial = Trial(made, installation)
        trial.send(SENT_BEFORE)
        until(lambda: trial.offered() >= 2 * READERS)
        stack.enter_context(people_reading(installation, trial.ready()))
        seconds = [trial.stop_and_go() for _ in range(TRIALS)]
        trial.send(CALLS - SENT_BEFORE)
        until(lambda: trial.offered() == CALLS, 300)
        signed, last = zip(*seconds, strict=True)
        row("from the signature to its confirmation", spread(signed))
        row("from the signature to the last write at the site", spread(last))
        row(f"until the last of {ASKING} other processes is refused", spread(tuple(trial.noticed)))
        row("refused by S18 meanwhile, all of them logged", str(trial.refused))
        row("written while suspended", str(trial.written))
        row("the employer's signatures alone resume it", "yes" if trial.resumed_by_one_side else "never")
        row(f"calls that went through all steps, of {CALLS}", str(trial.offered()))
    if trial.written or trial.resumed_by_one_side:
        sys.exit(1)


class Trial:
    """Suspends a site that works, watches it, and has both sides resume."""

    def __init__(self, made: SimulatedInstallation, installation: Installation) -> None:
        self._made = made
        self._installation = installation
        self._signatories = SimulatedSignatories(installation)
        self._charter = self._signatories.with_keys(simulated_charter(draw=_everything()))
        self._sent = 0
        self.refused = self.written = 0
        self.noticed: list[float] = []
        self.resumed_by_one_side = False

    def send(self, calls: int) -> None:
        """Have so many calls come in."""
        for _ in range(calls):
            receive_tone(self._installation, f"call {self._sent}", adviser=ADVISERS[self._sent % len(ADVISERS)])
            self._sent += 1

    def offered(self) -> int:
        """How many calls went through all steps."""
        return int(self.ask("SELECT count(*) AS n FROM gardefou.calls WHERE status = 'offered'")[0]["n"])

    def ready(self) -> list[tuple[UUID, str]]:
        """Calls that their advisers can read."""
        rows = self.ask(
            "SELECT c.id, p.number FROM gardefou.calls c JOIN gardefou.people p ON p.id = c.adviser_id"
            " WHERE c.status = 'offered' LIMIT %s",
            READERS,
        )
        return [(each["id"], each["number"]) for each in rows]

    def stop_and_go(self) -> tuple[float, float]:
        """One suspension; the seconds to its confirmation and to the last write, by the database's clock."""
        act = self._propose(ActKind.SUSPENSION, {"reason": "measuring"})
        asking = self._asking()
        started = self._now()
        assert self._sign(act, Side.EMPLOYEES)
        confirmed = self._now()
        refused = max(float(each.communicate()[0]) for each in asking)
        self.noticed.append(max(refused - confirmed.timestamp(), 0.0))
        time.sleep(SETTLED_S)
        after = self._writes(confirmed)
        last = self._writes(started)["at"]
        watched = self._now()
        time.sleep(WATCHED_S)
        self.written += self._writes(watched)["n"] + after["n"]
        self.refused += self.ask(FIRST_REFUSALS, SITE, started)[0]["n"]
        resume = self._propose(ActKind.RESUMPTION, {"suspension": str(act), "reason": "measured"})
        self.resumed_by_one_side |= self._sign(resume, Side.EMPLOYER)
        assert self._sign(resume, Side.EMPLOYEES)
        time.sleep(SETTLED_S)
        return (confirmed - started).total_seconds(), max((last - started).total_seconds(), 0.0) if last else 0.0

    def _asking(self) -> list["subprocess.Popen[str]"]:
        """Processes that are allowed what they ask for, again and again."""
        call, _ = self.ready()[0]
        command = [sys.executable, "-m", "evals.suspension", "ask", str(call)]
        started = [
            subprocess.Popen(command, env=environment(self._made), stdout=subprocess.PIPE, text=True)
            for _ in range(ASKING)
        ]
        for each in started:
            assert each.stdout and each.stdout.readline() == "allowed\n"
        return started

    def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Ask the database itself."""
        with self._installation.pool("owner").connection() as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def _propose(self, kind: ActKind, document: dict[str, str]) -> UUID:
        return consultation_of(self._installation).propose(operator(), SITE, kind, document)

    def _sign(self, act: UUID, side: Side) -> bool:
        return self._signatories.sign(SITE, act, self._charter, frozenset({side}))

    def _writes(self, since: datetime) -> dict[str, Any]:
        return self.ask(WRITES, SITE, sorted(STOPPING | OWN), since)[0]

    def _now(self) -> datetime:
        now: datetime = self.ask("SELECT clock_timestamp() AS at")[0]["at"]
        return now


@contextmanager
def workers(made: SimulatedInstallation) -> Iterator[None]:
    """Two workers while the block runs, each with a process that hears and one for the rest."""
    command = [sys.executable, "-m", "evals.suspension", "watch"]
    started = [subprocess.Popen(command, env=environment(made)) for _ in range(WORKERS)]
    try:
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait()


def environment(made: SimulatedInstallation) -> dict[str, str]:
    """What other processes of this measurement are started with."""
    return made.environment | {"PYTHONPATH": os.pathsep.join(["src", "."])}


def watch() -> None:
    """One worker, until it is asked to end."""
    with Installation(read_settings()) as installation:
        Watcher(installation, lambda queue: [sys.executable, "-m", "evals.suspension", "worker", queue]).run()


@contextmanager
def people_reading(installation: Installation, calls: list[tuple[UUID, str]]) -> Iterator[None]:
    """Advisers read their calls all the time while the block runs."""
    done = threading.Event()

    def read(call: UUID, reader: Person) -> None:
        while not done.is_set():
            try:
                with installation.gate("web").transaction(reader, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
                    tx.transcripts.get(call, 1)
            except Refused:
                pass
            time.sleep(READING_S)

    with administration_of(installation) as administration:
        readers = [(call, Person(*administration.person(number))) for call, number in calls]
    threads = [threading.Thread(target=read, args=each) for each in readers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def ask_until_refused(call: UUID) -> None:
    """Ask to work on a call again and again, and print when it was refused first, in seconds since 1970."""
    with Installation(read_settings(), 1) as installation:
        is_told = False
        while True:
            try:
                with installation.gate("worker").transaction(WORKER, Action(Verb.MEASURE, LISTED), KeptCall(call)):
                    pass
            except Refused:
                print(time.time(), flush=True)
                return
            if not is_told:
                print("allowed", flush=True)
                is_told = True


def until(reached: Callable[[], bool], patience_s: float = 120) -> None:
    """Wait for something, and end with an error when it does not come."""
    deadline = time.monotonic() + patience_s
    while not reached():
        if time.monotonic() > deadline:
            sys.exit("it did not come")
        time.sleep(0.05)


def spread(seconds: tuple[float, ...]) -> str:
    """The median and the longest."""
    return f"median {sorted(seconds)[len(seconds) // 2]:.3f} s   longest {max(seconds):.3f} s   of {len(seconds)}"


def row(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"{what:56}{figure}", flush=True)


def _everything() -> dict[str, object]:
    return {"rate": 1.0, "weekly_cap": 1000, "necessity": "measuring"}


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        encode.OPTIONS["compression_level"] = "0"  # nobody listens
        sys.exit(run_worker(sys.argv[2], lambda settings: SmallEngines(lambda: time.sleep(HEARING_S))))
    elif sys.argv[1:2] == ["watch"]:
        watch()
    elif sys.argv[1:2] == ["ask"]:
        ask_until_refused(UUID(sys.argv[2]))
    else:
        main()
