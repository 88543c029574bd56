"""Calls with unique words, numbers and sound go through real processes, and no byte of them lies anywhere in clear."""

import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import wave
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import procrastinate
import psycopg
import pytest
from tests.canary_calls import CanaryCall, CanaryEngines, make_canary_call
from tests.installations import (
    ADVISERS,
    SITE,
    SimulatedInstallation,
    notice,
    open_site,
    pieces,
    simulated_charter,
    simulated_installation,
)
from tests.integration.postgres.server_users import wait_until
from tests.integration.secrecy.scanner import Canaries, Places, contents, database_leaks, rows

import gardefou
from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.adapters.postgres.embedded.server import EmbeddedServer
from gardefou.bootstrap.installation import Installation, administering, process
from gardefou.bootstrap.logs import DiscreetFormatter
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.worker import flow
from gardefou.governance.actors import ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript

pytestmark = pytest.mark.alone

SHARED = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
UNDRAWN = "nowhere"
SAMPLES = ("card_read_aloud", "private_matter", "account_access_en")


@dataclass
class Run:
    """An installation with its processes; everything they say is in files of `logs`."""

    made: SimulatedInstallation
    calls: Path
    logs: Path
    places: Places
    dsn: str
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, **variables: str) -> "subprocess.Popen[bytes]":
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                env=self.made.environment | variables | {"CANARIES": str(self.calls)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.made.directory,
            )
        return self.processes[name]

    def stop(self) -> None:
        for each in self.processes.values():
            each.send_signal(signal.SIGTERM)
        for each in self.processes.values():
            each.wait(60)
        self.processes = {}

    def leaks(self) -> dict[str, set[str]]:
        """What is in clear now, in files or in rows."""
        return self.places.leaks() | database_leaks(self.places.canaries, self.dsn)

    def states(self) -> list[str]:
        statement = "SELECT CASE WHEN parked_at IS NULL THEN status ELSE 'parked' END FROM gardefou.calls"
        with psycopg.connect(self.dsn) as connection:
            return [state for (state,) in connection.execute(statement)]

    def log(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in self.logs.glob("*.log"))


@contextmanager
def installed() -> Iterator[tuple[SimulatedInstallation, Path, Path]]:
    with simulated_installation() as made, tempfile.TemporaryDirectory(dir=made.directory.parent) as aside:
        calls, logs = Path(aside) / "calls", made.directory / "logs"
        calls.mkdir()
        logs.mkdir()
        yield made, calls, logs


def folders_of(made: SimulatedInstallation) -> list[Path]:
    """Where an installation writes: its data directory, wherever its cluster lies, and its memory directory."""
    with made.opened() as installation:
        memory = next(iter(installation.sounds._memory._key_folders)).parent
    return [made.directory, place_of(made.directory).home, memory]


@pytest.fixture(scope="module")
def canary_calls() -> Iterator[tuple[Path, list[CanaryCall]]]:
    """Three calls in a folder that is not looked through: it is what comes from outside."""
    folder = Path(tempfile.mkdtemp(prefix="canary-outside-", dir="/root" if os.geteuid() == 0 else Path.home()))
    seed = time.time_ns()
    yield folder, [make_canary_call(folder, sample, f"call-{i}", seed + i) for i, sample in enumerate(SAMPLES)]
    shutil.rmtree(folder)


def test_nothing_is_in_clear_anywhere(canary_calls: tuple[Path, list[CanaryCall]]) -> None:
    since = time.time() - 1
    folder, (posted, ingested, undrawn) = canary_calls
    with installed() as (made, _, logs):
        dsn, token, folders = prepared(made)
        with made.opened():
            before = Canaries()
            for call in (posted, ingested, undrawn):
                call.add_to(before)
            canaries = before.without([*contents(made.directory), rows(dsn), *own_words()])
            unique = Canaries()
            for call in (posted, ingested, undrawn):
                call.add_to(unique, with_said=False)
            canaries.content("name of a call that is not drawn", b"undrawn-" + undrawn.reference.encode())
            assert all(canaries.found(word.encode()) for call in (posted, ingested) for word in call.words)
            assert len(canaries) > 150
            run = Run(made, folder, logs, Places(canaries, folders, SHARED, since, unique), dsn)
            try:
                go_through(run, token, posted, ingested, undrawn)
                kill_database(run)
                assert run.leaks() == {}
                run.stop()
            finally:
                for each in run.processes.values():
                    each.kill()
            assert_kept(made, posted, ingested)
        assert run.places.leaks() == {}, "after a clean stop"
        said = run.log()
        assert "failing" in said, "an error that quotes what was heard was raised"
        assert set(re.findall(r"hearing: (.*)", said)) == {"dumpable False, core 0"}


def own_words() -> Iterator[bytes]:
    """What the program itself is made of: its words may be anywhere."""
    for name in ("scorecards", "charters"):
        yield from contents(resource(name))
    for module in (gardefou, procrastinate):
        for path in Path(module.__file__ or "").parent.rglob("*"):
            if path.suffix in {".py", ".sql", ".yaml"}:
                yield path.read_bytes()


def prepared(made: SimulatedInstallation) -> tuple[str, str, list[Path]]:
    """A token for the site, and a site where nothing is drawn with one of its own; how the owner connects."""
    nothing = simulated_charter(version="0", draw={"rate": 0.0, "weekly_cap": 1})
    with made.opened() as installation:
        open_site(installation, UNDRAWN, nothing)
    with administering(made.settings) as (installation, administration):
        person = PersonNotice("3001", "Adviser 3001", UNDRAWN, None, frozenset({PersonRole.ADVISER}))
        administration.put_people([person])
        token, other = administration.make_token("pbx", SITE), administration.make_token("pbx", UNDRAWN)
        dsn = installation.store.server.dsn("owner")
    return dsn, f"{token} {other}", folders_of(made)


def go_through(run: Run, tokens: str, posted: CanaryCall, ingested: CanaryCall, undrawn: CanaryCall) -> None:
    slow = run.calls / "slow"
    slow.touch()
    port = free_port()
    web = run.start("web", "gardefou.entrypoints.cli.main", "serve", GARDEFOU_WEB_PORT=str(port))
    wait_until(lambda: answers(port) or web.poll() is not None)
    token, other = tokens.split()
    assert post(port, token, posted, posted.id, SITE, ADVISERS[0]) == 201
    assert post(port, other, undrawn, f"undrawn-{undrawn.reference}", UNDRAWN, "3001") == 202
    assert run.leaks() == {}, "one call in quarantine"
    ingest(run, ingested)
    run.start("worker", "tests.canary_worker")
    wait_until(lambda: "hearing" in run.log(), 60)
    assert run.leaks() == {}, "while it is heard"
    assert_protected(run)
    slow.unlink()
    while run.states() != ["offered"] * 2:
        assert run.leaks() == {}, "between two steps"
        assert "parked" not in run.states()
        time.sleep(0.2)
    provoke_database_errors(run, posted)
    assert run.leaks() == {}, "both offered"


def post(port: int, token: str, call: CanaryCall, identifier: str, site: str, adviser: str) -> int:
    said = {
        "external_id": identifier,
        "source": "pbx",
        "adviser": adviser,
        "site": site,
        "direction": "inbound",
        "started_at": "2026-11-20T10:00:00+01:00",
        "channels": "adviser,customer",
        "customer_ref": call.reference,
        "simulated": True,
    }
    files = [("metadata", (None, json.dumps(said), "application/json"))]
    files.append(("sound", (call.sound.name, call.sound.read_bytes(), "audio/wav")))
    answer = httpx.post(
        f"http://127.0.0.1:{port}/api/calls", headers={"Authorization": f"Bearer {token}"}, files=files, timeout=60
    )
    return answer.status_code


def ingest(run: Run, call: CanaryCall) -> None:
    table = run.calls / "calls.csv"
    table.write_text(
        "external_id,source,adviser,site,direction,started_at,channels,customer_ref,simulated,file\n"
        f"{call.id},pbx,{ADVISERS[1]},{SITE},inbound,2026-11-20T11:00:00+01:00,"
        f'"adviser,customer",{call.reference},true,{call.sound.name}\n',
        "utf-8",
    )
    command = ["gardefou.entrypoints.cli.main", "ingest", str(call.sound), "--metadata", str(table)]
    ended = run.start("ingest", *command).wait(60)
    run.processes.pop("ingest")
    assert ended == 0, run.log()


def assert_protected(run: Run) -> None:
    """No process of ours writes a core dump, and one that is made to crash leaves none."""
    pids = {each.pid for each in run.processes.values()}
    children = {
        pid
        for pid in map(int, filter(str.isdigit, (each.name for each in Path("/proc").iterdir())))
        if parent(pid) in pids
    }
    assert len(children - pids) >= 2
    for pid in pids | children:
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits), pid
        assert "CoreDumping:\t0" in Path(f"/proc/{pid}/status").read_text()
    pid = next(each for each in children if b"speech" in Path(f"/proc/{each}/cmdline").read_bytes())
    os.kill(pid, signal.SIGSEGV)
    wait_until(lambda: not Path(f"/proc/{pid}").exists())
    assert not list(run.made.directory.glob("core*"))


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def provoke_database_errors(run: Run, call: CanaryCall) -> None:
    """Errors whose message or detail quotes a row or a value do not reach the server's log."""
    word = call.words[0]
    with psycopg.connect(run.dsn, autocommit=True) as owner:
        for statement in ("SELECT %s::text::integer", "SELECT 1 / length(%s::text) - 1 / 0", "SELECT %s::text::jsonb"):
            with pytest.raises(psycopg.DatabaseError):
                owner.execute(statement, (word,))
        with pytest.raises(psycopg.errors.UniqueViolation) as caught, owner.transaction():
            owner.execute("CREATE TABLE public.twice (word text PRIMARY KEY)")
            owner.execute("INSERT INTO public.twice SELECT 'quoted-in-detail' FROM generate_series(1, 2)")
        assert "quoted-in-detail" in str(caught.value.diag.message_detail)
        settings = dict(owner.execute("SELECT name, setting FROM pg_settings WHERE name LIKE 'log%%'").fetchall())
    server_said = b"".join(contents(place_of(run.made.directory).logs))
    assert server_said and b"quoted-in-detail" not in server_said
    assert settings["log_min_messages"] == "log" and settings["log_min_error_statement"] == "panic"
    assert settings["log_statement"] == "none" and settings["log_error_verbosity"] == "terse"
    assert settings["log_parameter_max_length"] == settings["log_parameter_max_length_on_error"] == "0"
    assert {settings[f"log_min_duration_{each}"] for each in ("statement", "sample")} == {"-1"}


def kill_database(run: Run) -> None:
    """End the server at once, with what it had written so far, and look at that before anybody starts it again."""
    run.processes["worker"].send_signal(signal.SIGTERM)
    run.processes.pop("worker").wait(60)
    place = place_of(run.made.directory)
    pid = EmbeddedServer(run.made.directory).state().pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not (place.socket / ".s.PGSQL.5432").exists() or not EmbeddedServer(run.made.directory).running)
    assert run.places.leaks() == {}, "after the database was killed"
    server = EmbeddedServer(run.made.directory)
    server.revive()
    server.release()


def assert_kept(made: SimulatedInstallation, *calls: CanaryCall) -> None:
    """The canaries went all the way: they are in the transcripts, for whoever has the keys; the number is not."""
    with made.opened() as installation, psycopg.connect(installation.store.server.dsn("owner")) as owner:
        for call in calls:
            row = owner.execute(
                "SELECT c.id, t.content FROM gardefou.transcripts t JOIN gardefou.calls c ON c.id = t.call_id"
                " WHERE c.external_id = %s",
                (call.id,),
            ).fetchone()
            assert row is not None
            content = installation.sounds.unseal(row[0], "transcript:1", bytes(row[1])).decode()
            assert call.words[0] in content and call.number not in content
            spans = owner.execute("SELECT 1 FROM gardefou.redactions WHERE call_id = %s", (row[0],)).fetchall()
            assert spans


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# The same scanner finds what is leaked on purpose.

Leak = Callable[["Leaky", Sound, Transcript], None]


class Leaky(CanaryEngines):
    """Engines that let something out while they hear."""

    def __init__(self, folder: Path, installation: Installation, logs: Path, leak: Leak) -> None:
        super().__init__(installation.settings, folder)
        self.installation = installation
        self.logs = logs
        self._leak = leak

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        self._leak(self, sound, self.raw(sound))
        return super().hear(sound, roles, language)

    def execute(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.installation.store.server.dsn("owner")) as owner:
            owner.execute(statement.encode(), values)


def log_line(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    handler = logging.FileHandler(engines.logs / "leaky.log")
    logging.getLogger("leaky").addHandler(handler)
    logging.getLogger("leaky").warning("heard %s", raw.segments[1].text)
    handler.close()
    logging.getLogger("leaky").removeHandler(handler)


def log_in_capitals(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    (engines.logs / "leaky.log").write_text(raw.segments[1].text.upper(), "utf-8")


def log_in_utf_16(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    (engines.logs / "leaky.log").write_text(raw.segments[1].text, "utf-16-be")


def number_in_log(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    (engines.logs / "leaky.log").write_text("".join(each for each in raw.segments[0].text if each.isdigit()))


def temporary_wav(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    _, name = tempfile.mkstemp(suffix=".wav", prefix="gardefou-leak-")
    with wave.open(name, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        for block in sound.blocks():
            file.writeframes((block.samples[0] * 32_768).round().astype("<i2").tobytes())


def samples_in_memory_folder(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    descriptor, _ = tempfile.mkstemp(prefix="gardefou-leak-", dir="/dev/shm")
    with os.fdopen(descriptor, "wb") as file:
        for block in sound.blocks():
            file.write(block.samples[1].tobytes())


def job_argument(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    engines.execute(
        "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('x', 'x', jsonb_build_object('t', %s::text))",
        raw.segments[1].text,
    )


def audit_purpose(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    engines.execute(
        "INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose) VALUES ('process', 'x', 'hear', %s)",
        raw.segments[1].text,
    )


def parked_reason(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    engines.execute("UPDATE gardefou.calls SET parked_reason = %s", raw.segments[1].text)


def column_only_compressed(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    content = zlib.compress("\n".join(segment.text for segment in raw.segments).encode())
    engines.execute("UPDATE gardefou.calls SET customer_reference = %s", content)


def long_text(engines: Leaky, sound: Sound, raw: Transcript) -> None:
    """Long enough for PostgreSQL to store it compressed, so that its bytes alone may not show it."""
    words = " ".join(segment.text for segment in raw.segments)
    engines.execute("UPDATE gardefou.calls SET team = %s", words * 5)


LEAKS = (
    log_line,
    log_in_capitals,
    log_in_utf_16,
    number_in_log,
    temporary_wav,
    samples_in_memory_folder,
    job_argument,
    audit_purpose,
    parked_reason,
    column_only_compressed,
    long_text,
)


@pytest.fixture(scope="module")
def leaky() -> Iterator[tuple[SimulatedInstallation, Installation, Path, list[Path]]]:
    with installed() as (made, _, logs), made.opened() as installation:
        yield made, installation, logs, folders_of(made)


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_is_found(
    leaky: tuple[SimulatedInstallation, Installation, Path, list[Path]], leak: Leak, tmp_path_factory: Any
) -> None:
    _, installation, logs, folders = leaky
    outside = tmp_path_factory.mktemp("outside")
    call = make_canary_call(outside, SAMPLES[0], leak.__name__, time.time_ns())
    canaries = Canaries()
    call.add_to(canaries, with_said=False)
    since = time.time() - 1
    dsn = installation.store.server.dsn("owner")
    received = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE)).receive(
        notice(call.id), pieces(call.sound)
    )
    assert isinstance(received.call, UUID)
    places = Places(canaries, folders, SHARED, since, canaries)
    outside_ours = {str(call.sound), str(call.heard)}
    assert not [path for path in places.leaks() if path not in outside_ours]
    assert not database_leaks(canaries, dsn)
    flow(installation, lambda settings: Leaky(outside, installation, logs, leak)).run("hear", received.call)
    found = {path: names for path, names in places.leaks().items() if path not in outside_ours}
    found |= database_leaks(canaries, dsn)
    for path in found:
        if "gardefou-leak-" in path:
            Path(path).unlink()
    for path in outside.iterdir():
        path.unlink()
    assert found


@pytest.mark.parametrize(
    "end",
    [
        "raise ValueError(word)",
        "threading.Thread(target=lambda: int(word)).start()",
        "logging.getLogger('uvicorn.error').error('failed', exc_info=ValueError(word))",
        "logging.getLogger('x').error('%d calls', word)",
        "asyncio.run(main(word))",
        "Keeper(word)",
        "raise ExceptionGroup('several', [ValueError(word)]) from KeyError(word)",
    ],
)
def test_a_process_that_fails_says_where_and_never_what(end: str) -> None:
    prologue = """
import asyncio, logging, sys, threading
from gardefou.bootstrap.logs import set_up_logs
set_up_logs()
class Keeper:
    def __init__(self, word): self.word = word
    def __del__(self): raise ValueError(self.word)
async def main(word):
    asyncio.get_running_loop().create_task(failing(word))
    await asyncio.sleep(0.01)
async def failing(word): raise ValueError(word)
word = "zorva" + "qkwim"
"""
    done = subprocess.run([sys.executable, "-c", prologue + end], capture_output=True, text=True, check=False)
    assert "zorvaqkwim" not in done.stdout + done.stderr
    assert "Error" in done.stderr or "calls" in end


def test_the_words_of_unforeseen_errors_are_told_nowhere() -> None:
    output = StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(DiscreetFormatter())
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "job %s failed", ("hear",), None)
    try:
        try:
            raise ValueError("bonjour je voudrais résilier")
        except ValueError:
            raise KeyError("zorvaqkwim") from None
    except KeyError as error:
        record.exc_info = (KeyError, error, error.__traceback__)
    record.exc_text = logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]
    assert "zorvaqkwim" in record.exc_text
    handler.emit(record)
    said = output.getvalue()
    assert "job hear failed" in said and "KeyError" in said and "test_canary.py" in said
    assert "zorvaqkwim" not in said and "résilier" not in said
