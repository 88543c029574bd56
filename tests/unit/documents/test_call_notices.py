"""A table of calls becomes notices with their sounds, or is refused as a whole with every fault."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.documents.call_fields import read_call_document, read_call_fields
from gardefou.adapters.documents.call_notices import read_call_notices
from gardefou.adapters.documents.sound_files import SoundFiles
from gardefou.intake.rules import NoticeRefused
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language, Role

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADER = "Identifiant;Source;Conseiller;Équipe;Site;Sens;Début;Canaux;Référence client;Langue;Fichier;Simulé"
ROW = "a-{n};pbx;1042;Nord;LYS;entrant;2026-03-01T10:00:00 Europe/Paris;conseiller,client;C-77;français;;non"
FIELDS = {
    "external_id": "a-1",
    "source": "pbx",
    "adviser": "1042",
    "site": "LYS",
    "direction": "inbound",
    "started_at": "2026-03-01T10:00:00+01:00",
    "channels": "adviser,customer",
}


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def sounds(tmp_path: Path, *names: str) -> SoundFiles:
    for name in names:
        path = tmp_path / "sounds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"RIFF")
    return SoundFiles([tmp_path / "sounds"])


def refusal(path: Path, given_sounds: SoundFiles) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        read_call_notices(path, given_sounds, NOW, print)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    assert "C-77" not in str(caught.value)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_a_french_table_becomes_notices_with_their_sounds(tmp_path: Path) -> None:
    path = table(tmp_path, ROW.format(n=1), ROW.format(n=2).replace(";;non", ";2026/b.WAV;oui"))
    first, second = read_call_notices(path, sounds(tmp_path, "a-1.wav", "2026/b.WAV", "2025/b.WAV"), NOW, print)
    assert first.sound == tmp_path / "sounds" / "a-1.wav"
    assert second.sound == tmp_path / "sounds" / "2026" / "b.WAV"
    assert first.notice.key == CallKey("LYS", "pbx", "a-1")
    assert (first.notice.adviser, first.notice.team) == ("1042", "Nord")
    assert first.notice.direction is Direction.INBOUND
    assert first.notice.started_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert first.notice.roles == (Role.ADVISER, Role.CUSTOMER)
    assert first.notice.customer_reference == "C-77"
    assert first.notice.language is Language.FRENCH
    assert (first.line, first.notice.simulated, second.notice.simulated) == (2, False, True)


def test_every_fault_of_a_table_is_told_at_once_and_nothing_is_taken(tmp_path: Path) -> None:
    wrong = ";pbx;1042;;LYS;dedans;2026-03-01T10:00:00;stereo;C-77;de;;peut-être"
    path = table(tmp_path, ROW.format(n=1), wrong, "a;b", ROW.format(n=1), ROW.format(n=4))
    lines = refusal(path, sounds(tmp_path, "a-1.wav"))
    fields = {line.split(": ")[1] for line in lines if line.startswith("line 3")}
    assert fields == {"external_id", "direction", "started_at", "channels", "language", "simulated"}
    assert "line 4: has 2 fields, the header has 12; quote a field that holds a semicolon" in lines
    assert "line 5: external_id: names the same call as line 2; keep one of the two rows" in lines
    assert "line 5: file: is already the sound of line 2; one file is one call" in lines
    assert any(line.startswith("line 6: file: no file named like the call") for line in lines)


@pytest.mark.parametrize("file", ["/etc/passwd", "../a-1.wav", "sounds", ".", "..", "/", "b.wav", "x/../a-1.wav"])
def test_a_table_names_no_file_that_was_not_given(tmp_path: Path, file: str) -> None:
    path = table(tmp_path, ROW.format(n=1).replace(";;non", f";{file};non"))
    assert any("file: no file of this name" in line for line in refusal(path, sounds(tmp_path, "a-1.wav")))


def test_links_under_a_given_folder_are_not_sounds(tmp_path: Path) -> None:
    given_sounds = tmp_path / "sounds"
    given_sounds.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"x")
    (given_sounds / "a-1.wav").symlink_to(tmp_path / "secret.wav")
    path = table(tmp_path, ROW.format(n=1))
    assert any("no file named like the call" in line for line in refusal(path, SoundFiles([given_sounds])))


def test_a_given_path_where_nothing_is_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="no\\\\nfolder: there is no such file or folder") as caught:
        SoundFiles([tmp_path, tmp_path / "no\nfolder"])
    assert "\n" not in str(caught.value)


def test_references_that_a_spreadsheet_shortened_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, ROW.format(n=1).replace("a-1;", "1,23457E+15;"))
    assert "line 2: external_id: was shortened to a number by a spreadsheet; export the column as text" in refusal(
        path, sounds(tmp_path, "1,23457E+15.wav")
    )


def said(**fields: object) -> dict[str, str]:
    with pytest.raises(NoticeRefused) as caught:
        read_call_fields("x", {**FIELDS, **fields}, NOW)
    return dict(caught.value.faults)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-03-01T10:00:00+01:00", (9, 0)),
        ("2026-03-01 10:00+0100", (9, 0)),
        ("2026-03-01T10:00:00.123456789Z", (10, 0)),
        ("2026-03-01T10:00:00 Europe/Paris", (9, 0)),
        ("2026-03-01T10:00:00 America/Argentina/Ushuaia", (13, 0)),
        ("2026-03-01T10:00:00 UTC", (10, 0)),
        ("2026-10-25T02:30:00+02:00", (0, 30)),
        ("2026-03-29T03:00:00 Europe/Paris", (1, 0)),
    ],
)
def test_a_time_with_zone_or_offset_is_read(written: str, utc: tuple[int, int]) -> None:
    read = read_call_fields("x", {**FIELDS, "started_at": written}, NOW).started_at.astimezone(UTC)
    assert (read.hour, read.minute) == utc


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-03-01T10:00:00", "has no time zone; write 2026-03-01T10:00:00+01:00 or 2026-03-01T10:00:00 Europe/"),
        ("2026-03-01", "expected a time such as"),
        ("01/03/2026 10:00", "expected a time such as"),
        ("2026-02-30T10:00:00Z", "does not exist"),
        ("2026-03-01T25:00:00Z", "does not exist"),
        ("2026-03-01T10:00:00+01:75", "expected a time"),
        ("2026-03-29T02:30:00 Europe/Paris", "is skipped"),
        ("2026-10-25T02:30:00 Europe/Paris", "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"),
        ("2026-03-01T10:00:00 Europe/Pariss", "not known"),
        ("2026-03-01T10:00:00 Europe/../Europe/Paris", "expected a time"),
        ("2026-03-01T10:00:00 localtime", "expected a time"),
        ("2026-03-01T10:00:00+01:00 Europe/Paris", "expected a time"),
        ("2026-03-01T10:00:00+23:00", "expected a time"),
        ("٢٠٢٦-03-01T10:00:00Z", "expected a time"),
        ("0001-01-01T00:00:00 Europe/Paris", "does not exist"),
        ("9999-12-31T23:59:59 America/Lima", "does not exist"),
        ("2027-01-01T00:00:00Z", "is in the future"),
        (1_700_000_000, "expected a time such as"),
        (None, "expected a time such as"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(written: object, says: str) -> None:
    assert says in said(started_at=written)["started_at"]


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2026, 1, 1)).map(lambda each: each.replace(microsecond=0)),
    st.integers(-14 * 60, 14 * 60),
)
def test_any_offset_is_read_as_it_was_written(local: datetime, minutes: int) -> None:
    from datetime import timezone

    written = local.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
    assert read_call_fields("x", {**FIELDS, "started_at": written}, NOW).started_at.isoformat() == written


@pytest.mark.parametrize(
    ("channels", "roles"),
    [
        ("adviser,customer", (Role.ADVISER, Role.CUSTOMER)),
        ("Client ; Conseillère", (Role.CUSTOMER, Role.ADVISER)),
        (["customer", "adviser"], (Role.CUSTOMER, Role.ADVISER)),
        ("conseiller", (Role.ADVISER,)),
    ],
)
def test_channels_are_named_in_any_order_or_alone(channels: object, roles: tuple[Role, ...]) -> None:
    assert read_call_fields("x", {**FIELDS, "channels": channels}, NOW).roles == roles


@pytest.mark.parametrize(
    "channels", ["", "adviser,adviser", "adviser,manager", "adviser,", 2, None, ["adviser", 1], {}]
)
def test_channels_that_name_nobody_or_one_twice_are_refused(channels: object) -> None:
    assert "expected adviser,customer" in said(channels=channels)["channels"]


def test_names_are_composed_and_without_spaces_around() -> None:
    read = read_call_fields("x", {**FIELDS, "team": " E\u0301quipe\u00a0", "language": " ", "customer_ref": ""}, NOW)
    assert (read.team, read.language, read.customer_reference) == ("Équipe", None, None)


def test_a_document_is_held_to_the_same_fields() -> None:
    with pytest.raises(NoticeRefused) as caught:
        read_call_document("metadata", b'{"external_id": 7, "langage": "fr", "simulated": 1, "site": "\\ud800"}', NOW)
    found = dict(caught.value.faults)
    assert found["external_id"] == "must be text; put it in quotes"
    assert found["langage"] == "is not a field of a call; remove it or correct its name"
    assert found["source"] == "is missing; add it"
    assert set(found) == {*FIELDS, "langage", "simulated"}


@pytest.mark.parametrize(
    "document",
    [b"", b"\xff", b"[]", b"{", b"nul", b'{"site": "a", "site": "b"}', b"[" * 60_000, b"1" * 5_000, b" " * 70_000],
)
def test_what_is_no_document_is_refused_on_one_line(document: bytes) -> None:
    with pytest.raises(NoticeRefused) as caught:
        read_call_document("metadata", document, NOW)
    assert len(str(caught.value).splitlines()) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_value_breaks_the_reading(value: object) -> None:
    for field in [*FIELDS, "team", "customer_ref", "language", "simulated"]:
        try:
            read_call_fields("x", {**FIELDS, field: value}, NOW)
        except NoticeRefused as refused:
            assert [fault.field for fault in refused.faults] == [field]
