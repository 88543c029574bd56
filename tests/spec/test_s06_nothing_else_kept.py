"""S6: of a call that was not drawn nothing is stored but a hash, its site, its day, a pseudonym and drawn=false."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.installations import notice
from tests.spec.scene import INTAKE, WORKER, Scene, days_ago

from gardefou.governance.actions import CONTENT, Action, Verb
from gardefou.governance.charter import Draw
from gardefou.governance.draw import day_seed, is_drawn
from gardefou.governance.subjects import ArrivingCall
from gardefou.intake.model import Arrival
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import Refused

SITE = "elsewhere"
DRAWS, RECEPTIONS = 10_000, 300
RATE = Draw(rate=0.05, weekly_cap=1000)
CANARY = re.compile(rb"canary-\d+-x")
UUID_IN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def test_s6_the_draw_lets_most_of_10_000_calls_go() -> None:
    seed = day_seed(bytes(32), SITE, days_ago(1).date())
    drawn = sum(is_drawn(seed, CallKey(SITE, "test", str(index)), RATE) for index in range(DRAWS))
    assert 400 <= drawn <= 600


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where temporary files of this process go while calls come in."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.setenv("TMPDIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def kept(scene: Scene, temporary: Path) -> set[bytes]:
    """The names of the calls that were drawn among those that came in."""
    (adviser,) = scene.open_site(SITE, draw=RATE)
    arrivals = {}
    for index in range(RECEPTIONS):
        name = f"canary-{index}-x"
        given = {
            "adviser": adviser,
            "customer_reference": f"canary-{10_000 + index}-x",
            "team": f"canary-{20_000 + index}-x",
        }
        arrivals[name] = scene.receive(SITE, name, **given).arrival
    drawn = {name.encode() for name, arrival in arrivals.items() if arrival is Arrival.KEPT}
    assert 0 < len(drawn) < RECEPTIONS / 5
    return drawn


def test_s6_tables_hold_the_draw_of_an_undrawn_call_and_no_more(scene: Scene, kept: set[bytes]) -> None:
    tables = scene.ask("SELECT schemaname AS s, tablename AS t FROM pg_tables WHERE schemaname IN ('gardefou', 'jobs')")
    assert len(tables) > 15
    for table in tables:
        rows = scene.ask(f"SELECT x::text AS text FROM {table['s']}.{table['t']} x")
        found = {name for row in rows for name in CANARY.findall(row["text"].encode())}
        assert not {name for name in found if int(name.split(b"-")[1]) < RECEPTIONS} - kept, table
    undrawn = scene.ask(
        "SELECT d.* FROM gardefou.draws d JOIN gardefou.sites s ON s.id = d.site_id WHERE s.code = %s AND NOT drawn",
        SITE,
    )
    assert len(undrawn) == RECEPTIONS - len(kept)
    assert {frozenset(row) for row in undrawn} == {frozenset({"key_hash", "site_id", "day", "pseudonym", "drawn"})}
    assert {len(bytes(row["key_hash"])) for row in undrawn} == {32}


def test_s6_the_log_names_no_undrawn_call(scene: Scene, kept: set[bytes]) -> None:
    rows = scene.ask(
        "SELECT call_id FROM gardefou.audit a JOIN gardefou.sites s ON s.id = a.site_id WHERE code = %s", SITE
    )
    calls = {row["id"] for row in scene.ask("SELECT id FROM gardefou.calls")}
    named = [row["call_id"] for row in rows if row["call_id"]]
    assert len(named) == len(kept) and set(named) <= calls


def test_s6_no_file_names_an_undrawn_call(scene: Scene, kept: set[bytes]) -> None:
    """Every byte under the data directory, with the database's heap, its write-ahead log and what the server says."""
    names = set()
    for path in Path(scene.directory).rglob("*"):
        if path.is_file():
            names |= set(CANARY.findall(str(path).encode()))
            names |= set(CANARY.findall(path.read_bytes()))
    assert names, "the names of kept calls are in the database"
    assert {name for name in names if int(name.split(b"-")[1]) < RECEPTIONS} == kept
    assert not {name for name in names if 10_000 <= int(name.split(b"-")[1]) < 20_000}, "customers are never named"


def test_s6_no_temporary_file_stays(kept: set[bytes], temporary: Path) -> None:
    assert not list(temporary.iterdir())


def test_s6_the_vault_has_sound_of_kept_calls_only(scene: Scene, kept: set[bytes]) -> None:
    calls = {row["id"] for row in scene.ask("SELECT id FROM gardefou.calls")}
    assert {call for call, _ in scene.installation.sounds.in_quarantine()} <= calls
    vault = Path(scene.directory) / "vault"
    ids = {UUID_IN.search(str(path)) for path in vault.rglob("*") if path.is_file() and path.stat().st_size}
    assert {match.group() for match in ids if match} <= {str(call) for call in calls}


def test_s6_the_sound_of_an_undrawn_call_is_not_even_read(scene: Scene, kept: set[bytes]) -> None:
    read = []

    def pieces():  # type: ignore[no-untyped-def]
        read.append(True)
        yield b"x"

    reception = scene.installation.receiving(scene.gate(), INTAKE)
    undrawn = next(f"canary-{i}-x" for i in range(RECEPTIONS) if f"canary-{i}-x".encode() not in kept)
    given = notice(undrawn, site=SITE, adviser=f"{SITE}-0")
    assert reception.receive(given, pieces()).arrival is Arrival.NOT_DRAWN
    assert not read


@pytest.mark.parametrize("drawn", [None, False])
def test_s6_a_call_that_was_not_drawn_is_neither_kept_nor_processed(
    scene: Scene, kept: set[bytes], drawn: bool | None
) -> None:
    new = notice("nobody", site=SITE)
    subject = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=drawn)
    refused = scene.refused(INTAKE, Action(Verb.KEEP), subject)
    assert refused and refused.clause == "S6"
    for verb in CONTENT - {Verb.LISTEN_ORIGINAL}:
        asked = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
        assert isinstance(scene.refused(WORKER, Action(verb), asked), Refused)
