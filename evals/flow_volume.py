"""Measure how fast calls are received and worked off, that none is lost on the way, and what a call takes on disk.

Run: python -m evals.flow_volume [calls]    (10,000 calls of a second by default; the engines answer at once)
     python -m evals.flow_volume samples    (the 14 sample calls, heard before: bytes on disk for each)
"""

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from tests.installations import ADVISERS, RecordedEngines, SimulatedInstallation, receive, simulated_charter
from tests.integration.flow.small_calls import SmallEngines, receive_tone

from evals.machine import heading
from gardefou.adapters.vault.compartment import Compartment
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.worker import MakesEngines, work

CALLS = 10_000
CALLS_A_WEEK = 2_000
"""Fewer than the weekly cap of the simulated charter takes for its three advisers."""
TABLES = ("calls", "transcripts", "redactions", "measures", "evaluations", "verdicts", "audit", "draws")


def main(argument: str) -> None:
    """Measure in an installation that is removed afterwards."""
    print(heading(f"python -m evals.flow_volume {argument}".rstrip()))
    with tempfile.TemporaryDirectory(prefix="gardefou-volume-") as folder:
        Path(folder).chmod(0o755)
        charter = simulated_charter(draw={"rate": 1.0, "weekly_cap": 1000, "necessity": "measuring"})
        made = SimulatedInstallation(Path(folder) / "data", charter, room_minutes=100_000)
        made.create()
        with made.opened() as installation:
            if argument == "samples":
                measure_samples(installation)
            else:
                measure_volume(installation, int(argument or CALLS))


def measure_volume(installation: Installation, calls: int) -> None:
    """Receive calls, work them off, and count what became of them."""
    started = time.perf_counter()
    for number in range(calls):
        adviser, week = ADVISERS[number % len(ADVISERS)], number // CALLS_A_WEEK
        started_at = datetime.now(UTC) - timedelta(days=1, weeks=week)
        receive_tone(installation, f"call {number}", adviser=adviser, started_at=started_at)
    row(f"{calls:,} calls received", f"{calls / (time.perf_counter() - started):8.1f} a second")
    started = time.perf_counter()
    work_off(installation, lambda settings: SmallEngines())
    row("worked off by one process", f"{calls / (time.perf_counter() - started):8.1f} a second")
    row("how they stand", str(standing(installation)))
    if standing(installation) != {"offered": calls}:
        sys.exit(1)
    disk(installation, calls)


def measure_samples(installation: Installation) -> None:
    """Take the sample calls through every step."""
    samples = sample_calls()
    for sample in samples:
        receive(installation, sample)
    uploaded = sum(sample.sound.stat().st_size for sample in samples)
    row("uploaded", f"{uploaded / len(samples):12,.0f} bytes a call")
    work_off(installation, RecordedEngines)
    row("how they stand", str(standing(installation)))
    disk(installation, len(samples))


def work_off(installation: Installation, engines: MakesEngines) -> None:
    """Do every step that waits."""
    for queue in ("speech", "desk"):
        work(installation, queue, engines, stop_when_idle=True)


def standing(installation: Installation) -> dict[str, int]:
    """How many calls stand how."""
    with psycopg.connect(installation.store.server.dsn("owner")) as owner:
        rows = owner.execute("SELECT coalesce(left(parked_reason, 30), status) FROM gardefou.calls")
        return dict(Counter(state for (state,) in rows))


def disk(installation: Installation, calls: int) -> None:
    """Print what a call takes: files of the vault as their disk counts them, tables with indexes."""
    for compartment, usage in installation.sounds.usage().items():
        if usage.keys:
            row(f"vault, {compartment}: ciphertext", f"{usage.object_bytes / calls:12,.0f} bytes a call")
    for part in ("keys", "objects"):
        folder = installation.settings.data_directory / "vault" / part
        blocks = sum(os.lstat(path).st_blocks for path in folder.rglob("*") if path.is_file())
        row(f"vault, {part}: on disk", f"{blocks * 512 / calls:12,.0f} bytes a call")
    with psycopg.connect(installation.store.server.dsn("owner"), autocommit=True) as owner:
        total = 0
        for table in TABLES:
            answer = owner.execute("SELECT pg_total_relation_size(%s::regclass)", (f"gardefou.{table}",)).fetchone()
            total += answer[0] if answer else 0
            row(f"table {table} with indexes", f"{answer[0] / calls if answer else 0:12,.0f} bytes a call")
        row("these tables", f"{total / calls:12,.0f} bytes a call")
        content = owner.execute("SELECT sum(length(content)) FROM gardefou.transcripts").fetchone()
        row("ciphertext of transcripts", f"{content[0] / calls if content else 0:12,.0f} bytes a call")
    assert Compartment.QUARANTINE not in {each for each, use in installation.sounds.usage().items() if use.objects}


def row(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"{what:44}{figure}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
