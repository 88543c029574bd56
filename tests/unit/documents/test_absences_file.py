"""A table of absences is read whole or refused whole, and a reason is never read."""

from datetime import date
from pathlib import Path

import pytest

from gardefou.adapters.documents.absences_file import REASONS, read_absences
from gardefou.kernel.errors import InputRefused
from gardefou.review.worked_days import Absence

HEADER = "Matricule;Premier jour;Dernier jour\n"
KNOWN = {"7", "8", "Zoé"}


def table(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "absences.csv"
    path.write_bytes((header + "\n".join(rows)).encode(encoding))
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        read_absences(path, KNOWN, print)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines() if line != f"{path}: "]


@pytest.mark.parametrize(
    "header", [HEADER, "number,first_day,last_day\n", "numéro|début|fin\n", "N\u006fm\tnumber\tdu\tau\n"]
)
def test_french_and_english_titles_are_known(tmp_path: Path, header: str) -> None:
    separator = next(each for each in ";,|\t" if each in header)
    fields = ["7", "2026-03-02", "06/03/2026"]
    row = separator.join(["Li", *fields] if header[0] == "N" else fields)
    assert read_absences(table(tmp_path, row, header=header), KNOWN, print) == (
        ("7", Absence(date(2026, 3, 2), date(2026, 3, 6))),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_exports_of_every_kind_are_read(tmp_path: Path, encoding: str) -> None:
    read = read_absences(table(tmp_path, "Zoé; 2026-03-02 ;2026-03-02", encoding=encoding), KNOWN, print)
    assert read == (("Zoé", Absence(date(2026, 3, 2), date(2026, 3, 2))),)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "9;2026-03-02;2026-03-06",
        "7;2026-02-30;soon",
        "7;2026-03-06;2026-03-02",
        ";03/13/2026;",
        "7;2026-03-02;2026-03-06",
        "8;2026-03-06;2026-03-06",
        "7;2026-03-06;2026-03-09",
        "7;2026-03-10",
        "1,2E+10;2026-03-02;2026-03-06",
    )
    wanted = "expected a day such as 2026-03-01, or 01/03/2026 with the day first"
    assert refusal(path) == [
        "line 2: number: nobody here has it; import people first, or remove the row",
        f"line 3: first_day: is a day that does not exist; {wanted}",
        f"line 3: last_day: {wanted}",
        "line 4: last_day: is before first_day; correct one of them",
        "line 5: number: is empty; fill it in",
        f"line 5: first_day: is a day that does not exist; {wanted}",
        f"line 5: last_day: {wanted}",
        "line 9: has 2 fields, the header has 3; quote a field that holds a semicolon",
        "line 10: number: was shortened to a number by a spreadsheet; export the column as text",
        "line 8: first_day: shares days with line 6; make one row of both",
    ]


def test_an_absence_inside_an_earlier_longer_one_is_told(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "7;2026-03-01;2026-03-31",
        "7;2026-03-02;2026-03-03",
        "7;2026-03-20;2026-03-20",
        "8;2026-03-20;2026-03-20",
    )
    assert [line.split(":")[0] for line in refusal(path)] == ["line 3", "line 4"]


@pytest.mark.parametrize("title", REASONS)
def test_a_reason_is_not_wanted(tmp_path: Path, title: str) -> None:
    path = table(tmp_path, "7;2026-03-02;2026-03-06;canary", header=HEADER.replace("\n", f";{title.upper()}\n"))
    (line,) = refusal(path)
    assert "gardefou does not want to know why somebody is absent" in line
    assert "canary" not in line


def test_other_columns_are_left_unread(tmp_path: Path) -> None:
    told: list[str] = []
    path = table(tmp_path, "7;2026-03-02;2026-03-06;Nord", header="number;first_day;last_day;Service\n")
    assert len(read_absences(path, KNOWN, told.append)) == 1
    assert told == [f"{path}: line 1: columns that are not read: Service"]


def test_an_absence_without_an_end_in_sight_is_taken(tmp_path: Path) -> None:
    assert read_absences(table(tmp_path, "7;2026-03-02;31/12/9999"), KNOWN, print)[0][1].last_day == date.max


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    path = table(tmp_path, *(f"{number};2026-03-02;2026-03-06" for number in range(100_000)))
    assert len(read_absences(path, {str(number) for number in range(100_000)}, print)) == 100_000
