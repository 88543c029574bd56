"""The commands of an installation, as somebody who has just read the README uses them."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.integration.postgres.server_users import open_directory
from tests.integration.prepared_commands import run_command

from gardefou.adapters.postgres.embedded import EmbeddedServer
from gardefou.bootstrap.samples import sample_calls
from gardefou.entrypoints.cli.main import COMMANDS
from gardefou.entrypoints.cli.status import CallState, _show
from gardefou.kernel.call import CallStatus

SAMPLES = {call.id: call.sound for call in sample_calls()}
PEOPLE = "matricule;nom;site;rôles;équipe\n1001;Inès Colin;paris;conseiller;A\n1002;=cmd|calc;paris;conseiller;A\n"
HEADER = "external_id,source,adviser,site,direction,started_at,channels,simulated\n"


class Commands:
    """Runs commands on one installation."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        root = Path(__file__).parents[2]
        self.environment = os.environ | {
            "GARDEFOU_DATA_DIRECTORY": str(directory / "data"),
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
            "COLUMNS": "200",
        }

    def start(self, *arguments: object, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "gardefou.entrypoints.cli.main", *map(str, arguments)],
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object, **more: str) -> tuple[int, str, str]:
        return run_command([str(each) for each in arguments], self.environment | more)

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def calls(self, name: str, *rows: str) -> Path:
        return self.file(name, HEADER + "".join(f"{row}\n" for row in rows))

    def counts(self) -> dict[str, int]:
        calls: dict[str, int] = json.loads(self.run("status", "--json")[1])["calls"]
        return calls


def row(external_id: str, **changes: str) -> str:
    yesterday = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() - 86_400))
    values = {
        "external_id": external_id,
        "source": "pbx",
        "adviser": "1001",
        "site": "paris",
        "direction": "inbound",
        "started_at": yesterday,
        "channels": '"adviser,customer"',
        "simulated": "yes",
    }
    return ",".join((values | changes).values())


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with open_directory() as directory:
        commands = Commands(directory)
        assert commands.run("init", "--simulated")[0] == 0
        charter = Path(__file__).parents[2] / "charters" / "simulated.yaml"
        assert commands.run("site", "open", "paris", "--charter", charter)[0] == 0
        people = commands.file("people.csv", PEOPLE)
        assert commands.run("people", "import", people)[1] == "new: 2, changed: 0, unchanged: 0\n"
        with EmbeddedServer(directory / "data"):
            yield commands


def test_nothing_works_before_init_and_says_so(tmp_path: Path) -> None:
    with open_directory() as directory:
        code, _, err = Commands(directory).run("status")
    assert code == 2
    assert "run gardefou init" in err


def test_the_kind_of_an_installation_never_changes(commands: Commands) -> None:
    code, _, err = commands.run("init")
    assert code == 2
    assert "simulated one, which never changes" in err
    assert commands.run("init", "--simulated")[0] == 0


def test_a_real_charter_is_refused_where_calls_are_simulated(commands: Commands) -> None:
    text = (Path(__file__).parents[2] / "charters" / "simulated.yaml").read_text()
    real = commands.file(
        "real.yaml",
        text.replace("simulated: true", "simulated: false").replace("1.0", "0.5").replace("floor: 0", "floor: 0.6"),
    )
    code, _, err = commands.run("site", "open", "lyon", "--charter", real)
    assert code == 1
    assert "S17" in err


def test_a_scorecard_waits_for_both_sides_with_what_was_measured_of_it(commands: Commands) -> None:
    card = Path(__file__).parents[2] / "scorecards" / "sales_compliance.yaml"
    measured = commands.file(
        "measured.yaml", "source: reviews\ndate: 2026-11-22\nn: 40\nagreement: {seller_named: 7}\n"
    )
    code, _, err = commands.run("scorecard", "propose", card, "--site", "paris", "--measured", measured)
    assert code == 1 and "measured.yaml: line 4, column 27: agreement.seller_named" in err
    measured.write_text(measured.read_text().replace("seller_named: 7", "invented: 0.7"))
    code, _, err = commands.run("scorecard", "propose", card, "--site", "paris", "--measured", measured)
    assert code == 1 and "no criterion invented" in err
    measured.write_text(measured.read_text().replace("invented", "seller_named"))
    code, out, err = commands.run(
        "scorecard", "propose", card, "--site", "paris", "--model", "m", "--measured", measured
    )
    assert code == 0 and "waits for both sides as act" in out, err
    code, _, err = commands.run("scorecard", "propose", card, "--site", "nowhere")
    assert code == 1 and "no such site" in err


def test_an_import_of_people_is_shown_first_and_done_whole(commands: Commands) -> None:
    changed = commands.file("more.csv", PEOPLE.replace("Inès Colin", "Inès Martin") + "1003;Paul;paris;manager;B\n")
    code, out, _ = commands.run("people", "import", changed, "--dry-run")
    assert code == 0
    assert "would be new: 1, would be changed: 1, unchanged: 1" in out
    elsewhere = commands.file(
        "elsewhere.csv", PEOPLE + "1004;Zoé;nowhere;conseiller;B\n1005;Léa;elsewhere;conseiller;B\n"
    )
    code, _, err = commands.run("people", "import", elsewhere)
    assert code == 1
    assert "person 1004: there is no site nowhere here" in err
    assert "person 1005: there is no site elsewhere here" in err
    assert commands.run("people", "import", changed)[1] == "new: 1, changed: 1, unchanged: 1\n"


def test_nobody_administers_and_reads_content(commands: Commands) -> None:
    rows = "1006;Zoé;paris;administrateur|manager;B\n1007;Léa;paris;admin|analyste qualité;B\n1008;Max;paris;admin;B\n"
    code, _, err = commands.run("people", "import", commands.file("both.csv", PEOPLE + rows))
    assert code == 1
    assert re.findall(r"person (\d+): whoever administers reads no content \(S10\)", err) == ["1006", "1007"]
    two = commands.file("two.csv", PEOPLE + "1009;Ana;paris;conseiller|analyste qualité;B\n")
    assert "would be new: 1," in commands.run("people", "import", two, "--dry-run")[1]


def test_nobody_sits_on_both_sides_of_the_table(commands: Commands) -> None:
    sums = ("représentant|employer signatory", "représentant|admin", "admin|employer signatory", "représentant|manager")
    rows = "".join(f"110{number};Zoé;paris;{roles};B\n" for number, roles in enumerate(sums))
    code, _, err = commands.run("people", "import", commands.file("sides.csv", PEOPLE + rows))
    assert code == 1
    assert re.findall(r"person (\d+): nobody sits on both sides", err) == ["1100", "1101", "1102"]
    assert re.findall(r"person (\d+): whoever represents the staff leads no team", err) == ["1103"]


def test_calls_are_taken_in_once(commands: Commands) -> None:
    table = commands.calls("calls.csv", row("cancellation"), row("card_by_link", adviser="1002"))
    before = commands.counts()["drawn"]
    arguments = ("ingest", SAMPLES["cancellation"], SAMPLES["card_by_link"], "--metadata", table)
    assert commands.run(*arguments)[1] == "kept: 2, not drawn: 0, already here: 0, refused: 0\n"
    assert commands.run(*arguments)[1] == "kept: 0, not drawn: 0, already here: 2, refused: 0\n"
    assert commands.counts()["drawn"] == before + 2


@pytest.mark.parametrize(
    ("name", "changes", "says"),
    [
        ("unknown adviser", {"adviser": "9999"}, "adviser 9999: nobody at site paris takes calls under this number"),
        ("unknown site", {"site": "nowhere"}, "site nowhere: there is no such site here"),
        ("a real call", {"simulated": "no"}, "S17"),
        ("a manager's call", {"adviser": "1003"}, "adviser 1003: nobody at site paris takes calls"),
        ("too old", {"started_at": "2020-01-01T10:00:00+01:00"}, "S14"),
    ],
)
def test_a_call_that_is_not_fit_is_refused_with_its_line(
    commands: Commands, name: str, changes: dict[str, str], says: str
) -> None:
    external_id = name.replace(" ", "-").replace("'", "")
    sound = commands.file(f"{external_id}.ogg", SAMPLES["long_silence"].read_bytes())
    code, out, err = commands.run("ingest", sound, "--metadata", commands.calls("bad.csv", row(external_id, **changes)))
    assert code == 1
    assert "refused: 1" in out
    assert "line 2" in err
    assert says in err


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"started_at": "2026-03-01 10:00"}, "started_at"),
        ({"started_at": "2099-03-01T10:00:00Z"}, "started_at"),
        ({"direction": "sideways"}, "direction"),
    ],
)
def test_a_table_with_a_wrong_row_is_refused_whole(commands: Commands, changes: dict[str, str], says: str) -> None:
    sounds = [commands.file(f"{name}.ogg", SAMPLES["long_silence"].read_bytes()) for name in ("good", "wrong")]
    table = commands.calls("wrong.csv", row("good"), row("wrong", **changes))
    before = commands.counts()
    code, _, err = commands.run("ingest", *sounds, "--metadata", table)
    assert code == 1
    assert "line 3" in err
    assert says in err
    assert commands.counts() == before


def test_another_sound_under_a_known_id_is_refused(commands: Commands) -> None:
    first = commands.file("twice.ogg", SAMPLES["long_silence"].read_bytes())
    table = commands.calls("twice.csv", row("twice"))
    assert commands.run("ingest", first, "--metadata", table)[0] == 0
    first.write_bytes(SAMPLES["cancellation"].read_bytes())
    code, _, err = commands.run("ingest", first, "--metadata", table)
    assert code == 1
    assert "is known with another sound" in err


def test_a_path_where_nothing_is_is_named_once(commands: Commands) -> None:
    table = commands.calls("nothing.csv", row("nothing-1"), row("nothing-2"))
    code, out, err = commands.run("ingest", commands.directory / "nofolder", "--metadata", table)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert f"{commands.directory / 'nofolder'}: there is no such file or folder" in err


def test_a_file_without_sound_leaves_nothing(commands: Commands) -> None:
    before = commands.counts()
    sound = commands.file("empty-words.wav", b"RIFF" + bytes(4000))
    code, _, err = commands.run("ingest", sound, "--metadata", commands.calls("empty.csv", row("empty-words")))
    assert code == 1
    assert len([line for line in err.splitlines() if "run gardefou worker" not in line]) == 1
    assert commands.counts() == before


def test_status_and_show_tell_no_content(commands: Commands) -> None:
    code, out, _ = commands.run("call", "list", "--json")
    assert code == 0
    call = json.loads(out)[-1]
    code, out, _ = commands.run("call", "show", call["id"])
    assert code == 0
    assert "waits for the step hear" in out
    assert "keep" in out
    assert "the sound as it came is destroyed once heard" in out
    assert re.search(r"started +\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d,", out)
    code, _, err = commands.run("call", "show", call["id"], "--as", "1003")
    assert code == 2
    assert "S10" in err
    code, out, _ = commands.run("status")
    assert code == 0
    assert "none at work: run gardefou worker" in out


def test_a_list_of_calls_says_when_it_was_cut(commands: Commands) -> None:
    code, out, err = commands.run("call", "list", "--most", "1")
    assert (code, out.count("\n")) == (0, 1)
    assert "the latest 1; more with --most" in err
    assert commands.run("call", "list", "--state", "drawn", "--most", "1000")[2] == ""
    code, _, err = commands.run("call", "list", "--state", "herd")
    assert code == 2
    assert "offered" in err
    assert {state.value for state in CallState} == {*CallStatus, "analysed", "parked", "lost"}


def test_calls_being_heard_and_parked_ones_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    parked = {"status": "drawn", "parked_at": datetime(2026, 11, 20, 9, tzinfo=UTC), "parked_reason": "no_speech"}
    document = {
        "installation": "simulated",
        "data_directory": "data",
        "vault_key": "1",
        "database": {"version": "18", "size_bytes": 1, "damaged_pages": 0},
        "calls": {"parked": 7},
        "not_drawn": 0,
        "waiting_ms": 0,
        "workers": 2,
        "queues": [],
        "hearing": [
            {"id": "id-8", "share": 42, "heard_for_ms": 185_000},
            {"id": "id-9", "share": 0, "heard_for_ms": 0},
        ],
        "parked": [{"id": f"id-{number}", **parked} for number in range(7)],
        "vault": {"quarantine": {"objects": 1, "keys": 1, "object_bytes": 1000, "free_bytes": 1000}},
    }
    _show(document, all_parked=False)
    out = capsys.readouterr().out
    assert out.count("parked at drawn since 2026-11-20") == 5
    assert "and 2 more; gardefou status --parked" in out
    assert "2 processes at work" in out
    assert "1 object, 1 kB, 1 key of a call," in out
    assert re.search(r"waiting +nothing *\n", out)
    assert re.search(r"hearing +id-8  42% heard, for 3:05 *\n +id-9  0% heard, for 0:00 *\n", out)
    _show(document, all_parked=True)
    out = capsys.readouterr().out
    assert out.count("parked at drawn") == 7
    assert " more" not in out


def test_help_names_every_command(commands: Commands) -> None:
    code, out, _ = commands.run("--help")
    assert code == 0
    for name in COMMANDS:
        assert re.search(rf"^\W*{name} ", out, re.MULTILINE), name


def test_an_unforeseen_error_is_told_without_its_words(commands: Commands) -> None:
    program = """
import sys
from gardefou.entrypoints.cli import main, status
def broken() -> None:
    spoken = "secret words"
    raise ValueError(spoken)
status.status = broken
sys.argv = ["gardefou", "status"]
main.main()
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], env=commands.environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 70
    assert "builtins.ValueError" in ended.stderr
    assert "<string>:6 in broken" in ended.stderr
    assert "secret words" not in ended.stderr + ended.stdout


def test_codes_and_labels_are_refused_in_one_line(commands: Commands) -> None:
    charter = Path(__file__).parents[2] / "charters" / "simulated.yaml"
    for arguments in (
        *(("site", "open", "--charter", charter, "--", code) for code in ("", "../a", "-a", "é", "a\n", "a" * 65)),
        *(("token", "make", label, "--site", "paris") for label in ("", "a\nb", "a" * 101)),
        ("token", "revoke", "nobody"),
    ):
        code, out, err = commands.run(*arguments)
        assert (code, out, err.count("\n")) == (1, "", 1), arguments


def test_sites_and_tokens_are_listed_without_the_token(commands: Commands) -> None:
    assert re.fullmatch(r"paris  Europe/Paris  open  [0-9a-f]{12}\n", commands.run("site", "list")[1])
    token = commands.run("token", "make", "old pbx", "--site", "paris")[1].strip()
    assert re.search(r"^old pbx  paris  made .* in force$", commands.run("token", "list")[1], re.MULTILINE)
    assert commands.run("token", "revoke", "old pbx")[0] == 0
    listed = commands.run("token", "list")[1]
    assert re.search(r"^old pbx  paris  made .* revoked .*$", listed, re.MULTILINE)
    assert token not in listed


def test_a_watched_folder_says_what_became_of_each_call(commands: Commands) -> None:
    folder = commands.directory / "watched"
    folder.mkdir()
    (folder / "watched-1.ogg").write_bytes(SAMPLES["long_silence"].read_bytes())
    (folder / "metadata.csv").write_text(HEADER + row("watched-1") + "\n")
    watching = commands.start("watch", folder, "--every", "0.2")
    try:
        assert watching.stderr is not None
        assert watching.stderr.readline() == f"gardefou: watching {folder} (simulated calls only)\n"
        assert re.fullmatch(r"gardefou: kept [0-9a-f-]{36}\n", watching.stderr.readline())
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=30)
    assert watching.returncode == 0


def test_keys_are_rotated_and_every_call_stays_readable(commands: Commands) -> None:
    key = json.loads(commands.run("status", "--json")[1])["vault_key"]
    code, out, err = commands.run("keys", "rotate")
    assert (code, err) == (0, "")
    assert re.match(r"rewrapped: [1-9]", out)
    former = commands.directory / "data" / "keys" / f"former-{key}.key"
    former.unlink()
    assert json.loads(commands.run("status", "--json")[1])["vault_key"] != key
    sound = commands.file("after.ogg", SAMPLES["long_silence"].read_bytes())
    table = commands.calls("after.csv", row("cancellation"), row("after"))
    code, out, _ = commands.run("ingest", SAMPLES["cancellation"], sound, "--metadata", table)
    assert (code, out) == (0, "kept: 1, not drawn: 0, already here: 1, refused: 0\n")


def test_looking_for_an_installation_makes_none(commands: Commands) -> None:
    elsewhere = commands.directory / "elsewhere"
    code, _, err = commands.run("status", GARDEFOU_DATA_DIRECTORY=str(elsewhere))
    assert code == 2
    assert "run gardefou init" in err
    assert not elsewhere.exists()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SPEECH_MODEL", "nowhere"),
        ("VAULT_KEY", "AAAA"),
        ("DATABASE_URL", "not an address"),
        ("SCORECARD", "none.yaml"),
    ],
)
def test_a_worker_with_a_wrong_setting_does_not_start(commands: Commands, setting: str, value: str) -> None:
    code, _, err = commands.run("worker", **{f"GARDEFOU_{setting}": value})
    assert code in {1, 2}
    assert err.count("\n") == 1
    assert value in err or setting in err


def test_a_call_that_is_not_here_is_named(commands: Commands) -> None:
    code, _, err = commands.run("call", "show", "01890a5d-ac96-774b-bcce-b302099a8057")
    assert code == 1
    assert "there is no such call here" in err
    assert commands.run("call", "show", "nonsense")[0] == 2


def test_a_sender_with_a_token_sends_calls_to_the_server(commands: Commands) -> None:
    token = commands.run("token", "make", "pbx", "--site", "paris")[1].strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = commands.start("serve", GARDEFOU_WEB_PORT=str(port))
    try:
        assert server.stderr is not None
        address = re.search(r"http://[\d.]+:\d+", server.stderr.readline())
        assert address
        metadata = {
            "external_id": "sent",
            "source": "pbx",
            "adviser": "1001",
            "site": "paris",
            "direction": "inbound",
            "started_at": row("").split(",")[5],
            "channels": "adviser,customer",
            "simulated": True,
        }
        with SAMPLES["card_read_aloud"].open("rb") as sound:
            form = {"metadata": (None, json.dumps(metadata), "application/json"), "sound": ("call.ogg", sound)}
            headers = {"Authorization": f"Bearer {token}"}
            answer = _sent(f"{address[0]}/api/calls", headers, form)
        assert answer.status_code == 201, answer.text
        assert answer.json()["arrival"] == "kept"
        elsewhere = {"metadata": (None, json.dumps(metadata | {"site": "lyon"}), "application/json"), "sound": b"x"}
        assert httpx.post(f"{address[0]}/api/calls", headers=headers, files=elsewhere).status_code == 422
        assert httpx.post(f"{address[0]}/api/calls", headers={"Authorization": "Bearer no"}).status_code == 401
        assert commands.run("token", "revoke", "pbx")[1] == "revoked: 1\n"
        assert httpx.post(f"{address[0]}/api/calls", headers=headers).status_code == 401
        assert httpx.get(f"{address[0]}/api/health").json() == {"status": "ok"}
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def _sent(url: str, headers: dict[str, str], form: dict[str, object]) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.post(url, headers=headers, files=form, timeout=30)  # type: ignore[arg-type]
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
