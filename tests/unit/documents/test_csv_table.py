"""A table that a person exported is read as it was written, or refused with its file, its line and the way out."""

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gardefou.adapters.documents.csv_table import Column, read_rows
from gardefou.adapters.documents.faults import Faults, FileRefused
from gardefou.kernel.errors import InputRefused

COLUMNS = (Column("name", ("nom",)), Column("team", ("équipe",)), Column("note", ("référence client",), required=False))
LETTERS = st.text("abcXYZ09 éèàçôÉœ€ß’;,|\t\"'=-\n", max_size=12)


def rows(path: Path, said: list[str] | None = None, largest: int = 1_000_000) -> list[tuple[int, dict[str, str]]]:
    faults = Faults(path)
    told = said if said is not None else []
    found = [(row.line, dict(row.fields)) for row in read_rows(path, COLUMNS, faults, told.append, largest)]
    faults.refuse()
    return found


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    return path


def refusal(path: Path, largest: int = 1_000_000) -> str:
    with pytest.raises(InputRefused) as caught:
        rows(path, largest=largest)
    assert all(line.startswith(f"{path}: ") for line in str(caught.value).splitlines())
    return str(caught.value).replace(f"{path}: ", "")


@given(
    table=st.lists(st.tuples(LETTERS, LETTERS, LETTERS), max_size=20),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_was_written_is_read_back(tmp_path_factory, table, separator, encoding, end, quoting) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(["Nom", "ÉQUIPE", "Référence Client"])
    lines = []
    for row in table:
        lines.append(buffer.getvalue().count("\n") + 1)
        writer.writerow(row)
    content = buffer.getvalue().encode(encoding)
    if encoding == "cp1252":
        assume(not _is_utf8(content))
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    path.write_bytes(content)
    expected = [
        (line, dict(zip(("name", "team", "note"), row, strict=True)))
        for line, row in zip(lines, table, strict=True)
        if any(field.strip() for field in row)
    ]
    assert rows(path) == expected


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"nom;équipe\n{text}".encode()))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    path.write_bytes(content)
    try:
        rows(path)
    except InputRefused as refused:
        assert all(line.startswith(f"{path}: ") for line in str(refused).split("\n"))


def test_the_last_line_decides_the_encoding_as_much_as_the_first(tmp_path: Path) -> None:
    lines = "nom;équipe\n" + "Durand;Nord\n" * 200_000
    path = written(tmp_path, (lines + "Amélie;Sud\n").encode("cp1252"))
    assert rows(path, largest=10_000_000)[-1] == (200_002, {"name": "Amélie", "team": "Sud"})
    path = written(tmp_path, (lines.replace("équipe", "equipe") + "Amélie;Sud\n").encode("utf-8"))
    assert rows(path, largest=10_000_000)[-1][1]["name"] == "Amélie"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nom;équipe\nAmélie;Nord\n".encode("cp850"), "line 2: is neither UTF-8 nor Windows-1252"),
        ("nom;team\nAmélie;Nord\n".encode("mac_roman"), "line 2: is neither UTF-8 nor Windows-1252"),
        ("nom;team\nAmélie;N\n".encode() + "Zoé;N\n".encode("cp1252"), "line 2: is neither UTF-8 nor Windows-1252"),
        ("nom;team\nZoé;N\n".encode("utf-16")[:-1], "is not UTF-16 text"),
        ("nom;team\nZoé;N\n".encode("utf-16-le"), "line 1: is neither UTF-8 nor Windows-1252"),
        (b"nom;team\na;b\nc\0;d\n", "line 3: holds NUL bytes"),
        (b"\xef\xbb\xbfnom;team\n\xff;a\n", "line 2: is not UTF-8-SIG text"),
        (b"", "is empty"),
        (b"\n\r\n  \n", "is empty"),
        (b"nom;Nom;team\n", "line 1: columns 1 and 2 are both name; keep one"),
        (b"nom;name;team\n", "columns 1 and 2 are both name"),
        (b"nom;team;autre;AUTRE\n", "columns 3 and 4 are both AUTRE"),
        (b"prenom;age\n", "line 1: the header lacks name, team; add every one of them"),
        (b"nom;team\na\nb;c;d\n", "line 2: has 1 fields, the header has 2"),
        (b"nom;team\na\nb;c;d\n", "line 3: has 3 fields, the header has 2; quote a field that holds a semicolon"),
        (b'nom;team\n"a;b\nc;d\n', "line 2: cannot be split into fields"),
        (b'nom;team\n"a"x;b\n', "line 2: cannot be split into fields"),
        (b'nom;"team\n', "a quote of the header is never closed"),
        (b"nom;team\n" + b"x" * 140_000 + b";a\n", "line 2: cannot be split into fields (field larger"),
        (b"nom;team,note\n", "both may separate the columns"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_way_out(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in refusal(written(tmp_path, content))


def test_a_line_without_end_is_not_read_whole(tmp_path: Path) -> None:
    path = written(tmp_path, b"nom;team\n" + b"x" * 3_000_000)
    assert "line 2: is longer than 1000000 characters" in refusal(path, 10_000_000)


def test_what_is_not_a_file_of_reasonable_size_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.csv")
    assert "not an ordinary file" in refusal(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.csv")
    assert "the most is 10; split it" in refusal(written(tmp_path, b"nom;team\na;b\n"), largest=10)


def test_a_header_is_known_whatever_its_case_accents_and_spaces(tmp_path: Path) -> None:
    said: list[str] = []
    path = written(tmp_path, "sep=;\n\n  NOM ;Equipe;reference_client;Âge;\nZoé;Nord;7;30;\n;;;;\n".encode())
    assert rows(path, said) == [(4, {"name": "Zoé", "team": "Nord", "note": "7"})]
    assert said == [f"{path}: line 3: columns that are not read: Âge"]


def test_a_table_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"nom;team\n" + b"a;b\n" * 10)
    reading = read_rows(path, COLUMNS, Faults(path), print)
    next(reading)
    with path.open("ab") as file:
        file.write(b"c;d\n")
    with pytest.raises(InputRefused, match="was changed while it was read"):
        list(reading)


def test_the_first_fifty_faults_are_told_and_all_are_counted(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, b"nom;team\n" + b"a\n" * 130))
    assert len(message.splitlines()) == 51
    assert message.splitlines()[-1] == "and 80 more faults; mend these and try again"


def test_a_fault_at_the_end_of_a_hundred_thousand_rows_is_found(tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text("name;site\n" + "Zoé;LYS\n" * 100_000 + "Zoé\n")
    faults = Faults(table)
    columns = (Column("name"), Column("site"))
    assert sum(1 for _ in read_rows(table, columns, faults, print)) == 100_000
    with pytest.raises(FileRefused, match="line 100002"):
        faults.refuse()
