"""A watched folder: complete sounds are taken in once, and nothing that happens to the folder stops the watch."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from gardefou.adapters.folder.aside import After
from gardefou.adapters.folder.watch import WatchedFolder
from gardefou.intake.model import Arrival, CallNotice, Received
from gardefou.kernel.errors import KnownOtherwise, Refused, RoomFull, StorageFull, StoreUnavailable

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SAID = {
    "external_id": "a-1",
    "source": "pbx",
    "adviser": "1042",
    "site": "LYS",
    "direction": "inbound",
    "started_at": "2026-03-01T10:00:00+01:00",
    "channels": "adviser,customer",
}


class FakeReception:
    """Keeps what it is given in memory."""

    def __init__(self) -> None:
        self.sounds: dict[str, bytes] = {}
        self.answers: list[object] = []
        self.asked = 0

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else Arrival.KEPT
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer()
            answer = Arrival.KEPT
        if answer is Arrival.NOT_DRAWN:
            return Received(answer, None)
        self.sounds[notice.key.external_id] = b"".join(sound)
        return Received(answer, UUID(int=1))


class Watch:
    """A folder, its watch, and what was told."""

    def __init__(self, folder: Path, after: After = After.MOVE) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.reception = FakeReception()
        self.told: list[str] = []
        self.time = 0.0
        self.watched = WatchedFolder(folder, self.reception, lambda: NOW, lambda: self.time, self.told.append, after)

    def put(self, name: str, content: bytes | dict = b"RIFF") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def call(self, name: str = "a-1", **more: str) -> None:
        self.put(f"{name}.wav")
        self.put(f"{name}.json", {**SAID, "external_id": name, **more})

    def looks(self, count: int = 2) -> list[Arrival]:
        arrivals = []
        for _ in range(count):
            arrivals += [each.arrival for each in self.watched.look()]
            self.time += 6
        return arrivals

    def names(self, folder: str = "") -> set[str]:
        return {path.name for path in (self.folder / folder).iterdir() if path.is_file()}


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path / "in")


def test_a_call_is_taken_at_the_second_look_and_moved_away(watch: Watch) -> None:
    watch.call()
    assert watch.looks(1) == []
    assert watch.looks(3) == [Arrival.KEPT]
    assert watch.reception.sounds == {"a-1": b"RIFF"}
    assert watch.names() == set()
    assert watch.names("done") == {"a-1.wav", "a-1.json"}


def test_a_file_that_grows_waits(watch: Watch) -> None:
    watch.call()
    watch.looks(1)
    for size in range(3):
        watch.put("a-1.wav", b"x" * (10 + size))
        assert watch.looks(1) == []
    assert watch.looks(1) == [Arrival.KEPT]


def test_two_looks_at_the_same_moment_are_not_enough(watch: Watch) -> None:
    watch.call()
    for _ in range(5):
        assert watch.watched.look() == []


def test_hidden_and_unfinished_files_are_left_alone_without_a_word(watch: Watch) -> None:
    for name in (".a.wav", "b.wav.part", "c.tmp", "~$d.csv", "e.WAV.TMP"):
        watch.put(name)
    (watch.folder / "sub.wav").mkdir()
    assert watch.looks(4) == []
    assert watch.told == []


def test_a_link_is_refused_and_what_it_names_is_not_read(watch: Watch, tmp_path: Path) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(b"secret")
    (watch.folder / "a-1.wav").symlink_to(secret)
    (watch.folder / "b.json").symlink_to(secret)
    watch.put("a-1.json", SAID)
    watch.put("b.wav")
    watch.looks(4)
    assert watch.reception.asked == 0
    assert "is a link or a device" in (watch.folder / "refused" / "a-1.wav.reason.txt").read_text()
    assert secret.read_bytes() == b"secret"


def test_a_file_swapped_for_a_link_between_look_and_open_is_not_read(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(b"RIFF")

    def swap() -> None:
        (watch.folder / "a-1.wav").unlink()
        (watch.folder / "a-1.wav").symlink_to(tmp_path / "secret.wav")

    watch.call()
    watch.reception.answers = [swap]
    assert watch.looks(2) == []
    assert watch.reception.sounds == {}


@pytest.mark.parametrize("what", ["unlink", "grow", "pipe"])
def test_a_file_that_changes_under_the_reader_is_told_and_tried_again(watch: Watch, what: str) -> None:
    sound = watch.folder / "a-1.wav"

    def change() -> None:
        if what == "grow":
            sound.write_bytes(b"longer than before")
        else:
            sound.unlink()
        if what == "pipe":
            os.mkfifo(sound)

    watch.call()
    watch.reception.answers = [change]
    assert watch.looks(2) == []
    assert watch.reception.sounds == {}
    assert len(watch.told) == 1
    sound.unlink(missing_ok=True)
    watch.put("a-1.wav", b"whole")
    assert watch.looks(3) == [Arrival.KEPT]
    assert watch.reception.sounds == {"a-1": b"whole"}


def test_a_folder_that_goes_away_is_told_once_and_waited_for(watch: Watch) -> None:
    watch.call()
    away = watch.folder.rename(watch.folder.with_name("away"))
    assert watch.looks(3) == []
    assert len(watch.told) == 1
    assert "cannot be looked into" in watch.told[0]
    away.rename(watch.folder)
    assert watch.looks(3) == [Arrival.KEPT]


def test_a_call_of_a_suspended_site_waits(watch: Watch) -> None:
    watch.call("a-1")
    watch.reception.answers = [Refused("S18", "the site is suspended", "v1")]
    assert watch.looks(3) == [Arrival.KEPT]
    assert "waits" in watch.told[0]
    assert "S18" in watch.told[0]


def test_a_refused_call_is_put_aside_with_its_reason(watch: Watch) -> None:
    watch.call("a-1", direction="sideways", customer_ref="C-77")
    watch.call("b-2")
    watch.call("c-3")
    watch.reception.answers = [Refused("S14", "older than the charter keeps it", "v1"), KnownOtherwise("c-3", "other")]
    assert watch.looks(4) == []
    assert watch.names() == set()
    refused = watch.folder / "refused"
    assert watch.names("refused") == {
        f"{name}{suffix}" for name in ("a-1", "b-2", "c-3") for suffix in (".wav", ".json", ".wav.reason.txt")
    }
    reason = (refused / "a-1.wav.reason.txt").read_text()
    assert reason.count("\n") == 1
    assert "a-1.json: direction: expected inbound or outbound" in reason
    assert "C-77" not in reason
    assert "S14" in (refused / "b-2.wav.reason.txt").read_text()
    assert len(watch.told) == 3


def test_a_second_file_of_the_same_name_does_not_overwrite_the_first(watch: Watch) -> None:
    for _ in range(2):
        watch.call()
        watch.looks(2)
    assert watch.names("done") == {"a-1.wav", "a-1.json", "a-1.2.wav", "a-1.2.json"}


def test_room_full_leaves_everything_and_tries_again(watch: Watch) -> None:
    watch.call("a-1")
    watch.call("b-2")
    watch.reception.answers = [RoomFull("too much waits"), RoomFull("too much waits")]
    assert watch.looks(3) == []
    assert watch.reception.asked == 2
    assert len(watch.told) == 1
    assert watch.looks(1) == [Arrival.KEPT, Arrival.KEPT]


@pytest.mark.parametrize("error", [StorageFull("/var/x"), StoreUnavailable("/var/db", "is starting")])
def test_a_store_that_is_full_or_away_is_waited_for(watch: Watch, error: Exception) -> None:
    watch.call()
    watch.reception.answers = [error]
    assert watch.looks(2) == []
    assert watch.looks(1) == [Arrival.KEPT]


def test_a_call_that_is_not_drawn_is_never_opened(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    really = os.open
    monkeypatch.setattr(os, "open", lambda path, *more: (opened.append(Path(path)), really(path, *more))[1])
    watch.call()
    watch.reception.answers = [Arrival.NOT_DRAWN]
    assert watch.looks(2) == [Arrival.NOT_DRAWN]
    assert opened == [watch.folder / "a-1.json"]
    assert watch.names("done") == {"a-1.wav", "a-1.json"}


def test_delete_removes_what_was_taken_and_keeps_what_was_refused(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "in", After.DELETE)
    watch.call("a-1")
    watch.call("b-2", direction="sideways")
    assert watch.looks(3) == [Arrival.KEPT]
    assert watch.names() == set()
    assert not (watch.folder / "done").exists()
    assert watch.names("refused") == {"b-2.wav", "b-2.json", "b-2.wav.reason.txt"}


def test_leave_touches_nothing_and_tries_again_only_what_changed(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "in", After.LEAVE)
    watch.call("a-1")
    watch.call("b-2", direction="sideways")
    assert watch.looks(5) == [Arrival.KEPT]
    assert {path.name for path in watch.folder.iterdir()} == {"a-1.wav", "a-1.json", "b-2.wav", "b-2.json"}
    watch.call("b-2", source="mended")
    assert watch.looks(5) == [Arrival.KEPT]
    assert watch.reception.asked == 2


def test_what_cannot_be_moved_is_not_sent_again(watch: Watch) -> None:
    watch.call()
    watch.put("done", b"a file in the way")
    assert watch.looks(5) == [Arrival.KEPT]
    assert watch.reception.asked == 1
    assert any("was handled but cannot be moved" in line for line in watch.told)


def test_a_link_in_the_place_of_done_is_not_followed(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (watch.folder / "done").symlink_to(tmp_path / "elsewhere")
    watch.call()
    assert watch.looks(3) == [Arrival.KEPT]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert any("cannot be moved (done is a link)" in line for line in watch.told)


def test_the_same_file_sent_again_with_its_old_date_is_taken_again(watch: Watch) -> None:
    watch.call()
    dates = (watch.folder / "a-1.wav").stat()
    watch.looks(2)
    watch.call()
    os.utime(watch.folder / "a-1.wav", ns=(dates.st_atime_ns, dates.st_mtime_ns))
    assert watch.looks(3) == [Arrival.KEPT]


HEADER = ",".join(SAID) + ",file\n"


def test_a_sound_finds_its_row_in_a_table_of_its_own_or_of_the_folder(watch: Watch) -> None:
    row = 'x-{n},pbx,1042,LYS,inbound,2026-03-01T10:00:00Z,"adviser,customer",{file}\n'
    for name in ("own.wav", "named.wav", "x-3.wav", "wrong.wav", "nobody.wav"):
        watch.put(name)
    watch.put("own.csv", (HEADER + row.format(n=1, file="")).encode())
    rows = (
        row.format(n=2, file="named.wav")
        + row.format(n=3, file="")
        + row.format(n=4, file="wrong.wav").replace("Z", "")
    )
    watch.put("metadata.csv", (HEADER + rows).encode())
    assert watch.looks(4) == [Arrival.KEPT] * 3
    assert set(watch.reception.sounds) == {"x-1", "x-2", "x-3"}
    assert watch.names() == {"metadata.csv", "nobody.wav"}
    assert "line 4: started_at: has no time zone" in (watch.folder / "refused" / "wrong.wav.reason.txt").read_text()
    waits = [line for line in watch.told if "nobody" in line]
    assert waits == [f"{watch.folder}/nobody.wav: waits for nobody.json, nobody.csv or its row in metadata.csv"]
    watch.put("metadata.csv", (HEADER + rows + row.format(n=9, file="nobody.wav")).encode())
    assert watch.looks(3) == [Arrival.KEPT]


def test_a_sidecar_with_several_rows_or_none_is_refused(watch: Watch) -> None:
    watch.put("a.wav")
    watch.put("a.csv", HEADER.encode())
    watch.looks(3)
    assert "has no row below the header" in (watch.folder / "refused" / "a.wav.reason.txt").read_text()


def test_names_made_to_harm_are_told_on_one_line(watch: Watch) -> None:
    name = "evil\n\x1b[2Jgardefou: all is well"
    watch.call(name)
    watch.looks(3)
    assert all(len(line.splitlines()) == 1 and "\x1b" not in line for line in watch.told)
    assert watch.reception.asked == 0
    assert f"{name}.wav" in watch.names("refused")


def test_files_that_are_not_sounds_are_told_once(watch: Watch) -> None:
    watch.put("Thumbs.db")
    watch.looks(4)
    assert watch.told == [f"{watch.folder}/Thumbs.db: is not named like a sound file; it is left alone"]
