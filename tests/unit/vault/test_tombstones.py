"""What says which calls were erased: it is on two disks, and one bad line hides none of the others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from gardefou.adapters.vault.tombstones import TombstoneLog, latest_of
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import InputRefused

FIRST, SECOND = (Tombstone(bytes([n]) * 32, uuid4(), uuid4()) for n in (1, 2))
WAITING = Tombstone(b"\3" * 32, uuid4(), uuid4(), waits=True)


def test_every_line_is_in_the_copy_too_and_a_call_that_waits_is_told_from_one_that_went(tmp_path: Path) -> None:
    log = TombstoneLog(tmp_path / "tombstones", tmp_path / "copy")
    for each in (FIRST, WAITING):
        log.add(each)
    assert list(log.all()) == list(TombstoneLog(tmp_path / "copy").all()) == [FIRST, WAITING]
    assert log.mend_copy() == ()
    latest = log.latest()
    assert latest and abs(datetime.now(UTC) - latest) < timedelta(minutes=1)


def test_an_erasure_goes_on_without_the_copy_and_the_night_says_so_or_mends_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = tmp_path / "another-disk"
    log = TombstoneLog(tmp_path / "tombstones", disk / "copy")
    log.add(FIRST)
    assert list(log.all()) == [FIRST]
    assert "GARDEFOU_TOMBSTONES_COPY" in caplog.text and "GARDEFOU_TOMBSTONES_COPY" in log.mend_copy()[0]
    assert not disk.exists(), "a disk that is not there is not made up"
    disk.mkdir()
    log.add(SECOND)
    assert log.mend_copy() == ()
    assert set(TombstoneLog(disk / "copy").all()) == {FIRST, SECOND}


def test_a_bad_line_is_told_and_stops_a_restore_but_no_night(tmp_path: Path) -> None:
    log = TombstoneLog(tmp_path / "tombstones")
    log.add(FIRST)
    with log.path.open("ab") as file:
        file.write(b"garbage\n\xff\xfe\n")
    log.add(SECOND)
    assert log.calls() == {FIRST.call, SECOND.call}
    assert [text.rpartition("tombstones: ")[2][:6] for text in log.damage()] == ["line 2", "line 3"]
    with pytest.raises(InputRefused, match="line 2"):
        list(log.all())


def test_a_restore_takes_the_file_that_goes_on_for_longer(tmp_path: Path) -> None:
    own, copy = tmp_path / "own", tmp_path / "copy"
    assert latest_of(own, copy) == latest_of(own, None) == own
    TombstoneLog(own).add(FIRST)
    TombstoneLog(copy).add(FIRST)
    own.write_text(own.read_text().replace(str(datetime.now(UTC).year), "2020"))
    assert latest_of(own, copy) == copy
    copy.write_text(copy.read_text().replace(str(datetime.now(UTC).year), "2019"))
    assert latest_of(own, copy) == own
    own.unlink()
    assert latest_of(own, copy) == copy
