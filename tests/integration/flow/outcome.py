"""What a run of calls came to, read from the database and the vault so that two runs can be compared."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from tests.installations import SimulatedInstallation

from gardefou.adapters.postgres.content import unpacked
from gardefou.bootstrap.installation import Installation
from gardefou.kernel.call import CallStatus
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Transcript

ONCE = ("transcripts", "measures", "evaluations")
LOGGED = {"keep", "hear", "measure", "classify", "evaluate", "offer"}
WATCH = """
CREATE TABLE gardefou.seen_statuses (id bigserial PRIMARY KEY, call_id uuid, status text);
CREATE FUNCTION gardefou.see_status() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO gardefou.seen_statuses (call_id, status) VALUES (NEW.id, NEW.status); RETURN NULL; END $$;
CREATE TRIGGER see_status AFTER INSERT OR UPDATE OF status ON gardefou.calls
    FOR EACH ROW EXECUTE FUNCTION gardefou.see_status();
"""


@dataclass(frozen=True)
class CallOutcome:
    """All that was made of one call."""

    status: str
    times_made: tuple[int, ...]
    transcript: Transcript
    redactions: list[tuple[Any, ...]]
    measures: dict[str, Any]
    evaluation: Evaluation
    score: tuple[Any, ...]
    verdicts: list[tuple[Any, ...]]
    reason: tuple[Any, ...]
    sound: str


@contextmanager
def database(installation: Installation) -> Iterator["psycopg.Connection[dict[str, Any]]"]:
    """The owner's own connection, which revives nothing; procrastinate's triggers find their tables on it."""
    dsn, options = installation.store.server.dsn("owner"), "-c search_path=jobs,pg_catalog"
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row, options=options) as connection:
        yield connection


def watch_statuses(installation: Installation) -> None:
    """Have every status of every call written down from now on."""
    with database(installation) as connection:
        connection.execute(WATCH)


def outcome(installation: Installation) -> dict[str, CallOutcome]:
    """What was made of every call, by the name its sender gave it."""
    with database(installation) as connection:
        calls = connection.execute("SELECT * FROM gardefou.calls").fetchall()
        return {call["external_id"]: _call_outcome(installation, connection, call) for call in calls}


def _call_outcome(installation: Installation, connection: Any, call: dict[str, Any]) -> CallOutcome:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return sorted(tuple(row.values()) for row in connection.execute(query, (call["id"],)).fetchall())

    counts = [rows(f"SELECT count(*) FROM gardefou.{table} WHERE call_id = %s")[0][0] for table in ONCE]
    transcript = rows("SELECT content FROM gardefou.transcripts WHERE call_id = %s")[0][0]
    content, *score = rows("SELECT content, score, decided_share, model FROM gardefou.evaluations WHERE call_id = %s")[
        0
    ]
    sounds = installation.sounds
    return CallOutcome(
        call["status"],
        tuple(counts),
        unpacked(sounds.unseal(call["id"], "transcript:1", bytes(transcript)), Transcript),
        rows("SELECT kind, channel, start_ms, end_ms FROM gardefou.redactions WHERE call_id = %s"),
        connection.execute("SELECT document FROM gardefou.measures WHERE call_id = %s", (call["id"],)).fetchone()[
            "document"
        ],
        unpacked(sounds.unseal(call["id"], "evaluation:1", bytes(content)), Evaluation),
        tuple(score),
        rows(
            "SELECT criterion, verdict, confidence FROM gardefou.verdicts v"
            " JOIN gardefou.evaluations e ON e.id = v.evaluation_id WHERE e.call_id = %s"
        ),
        tuple(call[name] for name in ("reason", "reason_confidence", "reason_start_ms", "reason_end_ms")),
        heard(sounds.silenced(call["id"], call["sound_name"])),
    )


def heard(sound: Sound) -> str:
    """A hash of the samples of a sound, all of which were decoded."""
    digest = sha256()
    for block in sound.blocks():
        digest.update(block.samples.tobytes())
    return digest.hexdigest()


def assert_left_nothing_behind(made: SimulatedInstallation, installation: Installation, calls: int) -> None:
    """Nothing of work that was interrupted: no sound, no job, no draw too many, nothing parked, lost or unlogged."""
    with database(installation) as connection:
        rows = connection.execute("SELECT id, sound_name, parked_at, lost_at FROM gardefou.calls").fetchall()
        assert len(rows) == calls
        assert not [row for row in rows if row["parked_at"] or row["lost_at"]]
        assert connection.execute("SELECT count(*) AS n FROM jobs.procrastinate_jobs").fetchone() == {"n": 0}
        draws = connection.execute("SELECT drawn, count(*) AS n FROM gardefou.draws GROUP BY drawn").fetchall()
        assert draws == [{"drawn": True, "n": calls}]
        verbs = connection.execute(
            "SELECT call_id, array_agg(DISTINCT verb) AS verbs FROM gardefou.audit WHERE refused_by IS NULL"
            " AND call_id IS NOT NULL GROUP BY call_id"
        ).fetchall()
        logged = {row["call_id"]: set(row["verbs"]) for row in verbs}
        assert all(LOGGED - logged[row["id"]] == set() for row in rows)
    sounds = Counter(f"{row['id']}.{row['sound_name']}{ending}" for row in rows for ending in ("", ".peaks"))
    assert stored(made, "sound") == sounds
    assert not list(installation.sounds.in_quarantine())
    assert not stored(made, "quarantine")
    assert not stored(made, "original")
    assert not [path for path in made.directory.rglob("*.part") if "models" not in path.parts]


def stored(made: SimulatedInstallation, compartment: str) -> Counter[str]:
    """The names of the objects in a compartment on disk."""
    return Counter(path.name for path in (made.directory / "vault/objects" / compartment).glob("??/?/*"))


def assert_statuses_went_forward(installation: Installation) -> None:
    """Each call went through every status once, in order; see `watch_statuses`."""
    with database(installation) as connection:
        seen = connection.execute("SELECT call_id, status FROM gardefou.seen_statuses ORDER BY id").fetchall()
    statuses: dict[UUID, list[CallStatus]] = {}
    for row in seen:
        statuses.setdefault(row["call_id"], []).append(CallStatus(row["status"]))
    assert statuses
    for each in statuses.values():
        assert each[0] is CallStatus.DRAWN
        assert each[-1] is CallStatus.OFFERED
        assert all(after.rank == before.rank + 1 for before, after in pairwise(each))


def files_below(*folders: Path) -> list[Path]:
    """Every file in some folders."""
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
