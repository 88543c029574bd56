"""The journal beside the keys: whole lines, each day its file, on two disks; what is cut short or altered is told."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gardefou.adapters.backup.acts_again import one_line_of_acts
from gardefou.adapters.journal.folder import KEPT, Journal, copy_beside
from gardefou.adapters.journal.reading import read_journal
from gardefou.adapters.postgres.noting import Noting
from gardefou.kernel.errors import InputRefused, StorageFull
from gardefou.kernel.journal import (
    ActInForce,
    CallFrozen,
    FreezeLifted,
    Note,
    RecordingAllowed,
    RecordingRefused,
    TokensRevoked,
    line_of,
    note_of,
)

HERE, THERE = uuid4(), uuid4()
AT = datetime(2026, 11, 22, 10, 30, 0, 123456, tzinfo=UTC)
REFUSED = RecordingRefused(person=uuid4(), since=AT)
ALLOWED = RecordingAllowed(person=REFUSED.person, since=AT)
REVOKED = TokensRevoked(tokens=(uuid4(),))


def act(sequence: int, at: datetime = AT, kind: str = "charter") -> ActInForce:
    given = {"document": {"recovery": None, "name": "é\n", "rate": 0.05}, "signatures": (("a", "b"),)}
    return ActInForce(id=uuid4(), site=uuid4(), kind=kind, side="operator", sequence=sequence, at=at, **given)


@pytest.mark.parametrize(
    "note",
    [
        act(1),
        REFUSED,
        REVOKED,
        CallFrozen(call=uuid4(), since=AT, asked_by="adviser"),
        FreezeLifted(call=uuid4(), since=AT, by=uuid4(), closes_on=date(2026, 12, 1)),
    ],
)
def test_a_note_is_one_line_and_the_same_when_it_is_read(note: Note) -> None:
    assert line_of(note).count(b"\n") == 1
    assert note_of(line_of(note)) == note


@pytest.mark.parametrize(
    "line",
    [
        b"garbage\n",
        b"{}\n",
        b'{"note": "recording refused"}\n',
        line_of(REFUSED).replace(b'"since"', b'"until"'),
        line_of(REFUSED).replace(b"recording refused", b"recording denied"),
        line_of(REVOKED).replace(str(REVOKED.tokens[0]).encode(), b"pbx"),
        line_of(REFUSED).replace(b'Z"', b'"'),
    ],
)
def test_a_line_that_was_altered_stops_a_restore_and_names_file_line_and_way_out(tmp_path: Path, line: bytes) -> None:
    Journal(tmp_path).add(HERE, [REFUSED])
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(InputRefused) as refused:
        read_journal([tmp_path], HERE)
    assert f"{path}: line 2 is no note" in str(refused.value) and "--without-journal" in str(refused.value)
    assert "\n" not in str(refused.value) and str(REFUSED.person) not in str(refused.value)


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_line_that_a_crash_cut_short_is_told_and_the_others_count(tmp_path: Path, goes_on: bool) -> None:
    journal = Journal(tmp_path)
    journal.add(HERE, [REFUSED, REVOKED])
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    if goes_on:
        journal.add(HERE, [ALLOWED])
    found = read_journal([tmp_path], HERE)
    assert set(found.notes) == ({REFUSED, ALLOWED} if goes_on else {REFUSED})
    assert [text.startswith(f"{path}: line 2 was cut short") for text in found.torn] == [True]


def test_a_journal_that_is_missing_or_of_another_installation_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"none: is not there: name the journal"):
        read_journal([tmp_path / "none"], HERE)
    Journal(tmp_path).add(THERE, [REFUSED])
    with pytest.raises(InputRefused, match="is of another installation"):
        read_journal([tmp_path], HERE)
    Journal(tmp_path).add(HERE, [REVOKED])
    assert read_journal([tmp_path], HERE).notes == (REVOKED,), "what another installation noted is not believed"


def test_journal_and_copy_are_one_and_a_line_in_both_counts_once(tmp_path: Path) -> None:
    own, copy = tmp_path / "own", tmp_path / "copy"
    Journal(own, copy).add(HERE, [REFUSED])
    Journal(copy).add(HERE, [REVOKED])
    for folders in ([own, copy], [copy, tmp_path / "none"]):
        assert sorted(read_journal(folders, HERE).notes, key=line_of) == sorted([REFUSED, REVOKED], key=line_of)
    Journal(own).add(HERE, [REFUSED])
    assert read_journal([own], HERE).notes == (REFUSED,), "noted twice, it is the same"


def test_nobody_waits_for_the_copy_and_the_night_says_so_or_mends_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = tmp_path / "another-disk"
    journal = Journal(tmp_path / "own", copy_beside(disk / "tombstones"))
    journal.add(HERE, [REFUSED])
    assert "GARDEFOU_TOMBSTONES_COPY" in caplog.text
    assert "GARDEFOU_TOMBSTONES_COPY" in journal.tend(datetime.now(UTC))[0]
    assert not disk.exists(), "a disk that is not there is not made up"
    disk.mkdir()
    assert journal.tend(datetime.now(UTC)) == ()
    assert read_journal([disk / "tombstones-journal"], HERE).notes == (REFUSED,)


def test_a_day_goes_once_no_backup_of_it_opens_in_journal_and_copy(tmp_path: Path) -> None:
    own, copy = tmp_path / "own", tmp_path / "copy"
    journal = Journal(own, copy)
    journal.add(HERE, [REFUSED], AT.date())
    journal.add(HERE, [REVOKED], AT.date() + timedelta(days=1))
    end_of_day = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert journal.tend(end_of_day + KEPT) == ()
    assert len(list(tmp_path.rglob("*.jsonl"))) == 4
    assert journal.tend(end_of_day + KEPT + timedelta(minutes=2)) == ()
    assert read_journal([own], HERE).notes == read_journal([copy], HERE).notes == (REVOKED,)


def test_an_act_that_never_committed_gives_its_place_to_the_one_that_did() -> None:
    first, stopped, real, after = (
        act(1),
        act(2, AT + timedelta(1)),
        act(2, AT + timedelta(2)),
        act(3, AT + timedelta(3)),
    )
    for noted in ([first, stopped, real, after], [after, real, stopped, first], [stopped, first, after, real, real]):
        assert list(one_line_of_acts(noted)) == [first, real, after]
    left_behind = act(3, AT + timedelta(hours=30))
    assert list(one_line_of_acts([first, stopped, left_behind, real])) == [first, real]


class Book:
    """Keeps what is noted, or has no room."""

    def __init__(self, full: bool) -> None:
        self.full = full
        self.noted: list[Note] = []

    def add(self, installation: UUID, notes: list[Note]) -> None:
        if self.full:
            raise StorageFull("the disk is full")
        self.noted += notes


def test_what_restricts_is_noted_before_it_commits_and_what_loosens_after() -> None:
    book = Book(full=False)
    noting = Noting(book, lambda: HERE)
    for note in (ALLOWED, REFUSED):
        noting.add(note)
    noting.before_commit()
    assert book.noted == [REFUSED]
    noting.after_commit()
    assert book.noted == [REFUSED, ALLOWED]


@pytest.mark.parametrize(
    ("note", "goes_on"), [(REFUSED, False), (act(2), False), (ALLOWED, True), (act(2, kind="suspension"), True)]
)
def test_without_room_nothing_commits_but_what_loosens_and_a_suspension(
    note: Note, goes_on: bool, caplog: pytest.LogCaptureFixture
) -> None:
    noting = Noting(Book(full=True), lambda: HERE)
    noting.add(note)
    if goes_on:
        noting.before_commit()
        noting.after_commit()
        assert "the disk is full" in caplog.text
    else:
        with pytest.raises(StorageFull):
            noting.before_commit()
