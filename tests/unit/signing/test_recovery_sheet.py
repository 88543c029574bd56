"""The recovery sheet: what was copied wrongly is found, and where."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gardefou.adapters.signing.ed25519 import SigningKey, fingerprint
from gardefou.adapters.signing.recovery_rows import ALPHABET, ROWS, read_row, read_rows, rows_of
from gardefou.adapters.signing.recovery_sheet import name_on, sheet_text
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

KEYS = st.binary(min_size=32, max_size=32).map(lambda seed: SigningKey.from_seed("A", seed))
ROW = st.integers(0, ROWS - 1)
GROUP = st.integers(0, 3)
KEY = SigningKey.from_seed("Zoé {name} Roy", bytes(range(32)))


def numbered(rows: list[str]) -> str:
    return "\n".join(f"{number} {row}" for number, row in enumerate(rows, 1))


def wrong_rows(rows: list[str]) -> set[int]:
    with pytest.raises(InputRefused) as refused:
        read_rows("typed", numbered(rows), "A")
    assert "\n" not in str(refused.value)
    return {int(each) for each in re.findall(r"row (\d)", str(refused.value))}


@given(KEYS, st.sampled_from(Language))
def test_a_sheet_gives_its_key_back(key: SigningKey, language: Language) -> None:
    sheet = sheet_text(key, date(2026, 11, 22), language)
    assert read_rows("sheet", sheet, "B").public == key.public
    assert fingerprint(key.public) in sheet and ("22/11/2026" if language is Language.FRENCH else "2026-11-22") in sheet


@given(KEYS)
def test_rows_are_read_as_people_copy_them(key: SigningKey) -> None:
    copied = [row.lower().replace("0", "o").replace("1", "l").replace(" ", "-") for row in rows_of(key)]
    lines = [f"  {number}.  {row}\r" for number, row in enumerate(copied, 1)]
    assert read_rows("typed", "\n".join(reversed(lines)), "A").public == key.public


@given(KEYS, ROW, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_names_its_row(key: SigningKey, row: int, place: int, character: str) -> None:
    rows = rows_of(key)
    typed = list(rows[row])
    place += place // 4
    assume(typed[place] != character)
    typed[place] = character
    rows[row] = "".join(typed)
    assert wrong_rows(rows) == {row + 1}


@given(KEYS, ROW, GROUP, st.text(ALPHABET, min_size=4, max_size=4))
def test_one_wrong_group_names_its_row(key: SigningKey, row: int, place: int, group: str) -> None:
    rows = rows_of(key)
    groups = rows[row].split()
    assume(groups[place] != group)
    groups[place] = group
    rows[row] = " ".join(groups)
    assert wrong_rows(rows) == {row + 1}


@given(KEYS, ROW, GROUP, ROW, GROUP)
def test_two_swapped_groups_name_their_rows(key: SigningKey, row: int, place: int, other: int, there: int) -> None:
    groups = [each.split() for each in rows_of(key)]
    assume(groups[row][place] != groups[other][there])
    groups[row][place], groups[other][there] = groups[other][there], groups[row][place]
    assert wrong_rows([" ".join(each) for each in groups]) == {row + 1, other + 1}


@given(KEYS, ROW, ROW)
def test_two_swapped_rows_are_named(key: SigningKey, row: int, other: int) -> None:
    assume(row != other)
    rows = rows_of(key)
    rows[row], rows[other] = rows[other], rows[row]
    assert wrong_rows(rows) == {row + 1, other + 1}


def test_equal_groups_that_changed_places_are_the_same_row() -> None:
    assert read_row(1, "0000 0000 0000" + rows_of(SigningKey.from_seed("A", bytes(32)))[0][-4:]) == [0, 0, 0]


def test_rows_of_two_sheets_do_not_make_a_key() -> None:
    rows = rows_of(KEY)
    rows[2] = rows_of(SigningKey.from_seed("A", bytes(32)))[2]
    with pytest.raises(InputRefused, match="do not belong together"):
        read_rows("typed", numbered(rows), "A")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no row of a recovery sheet"),
        ("2026-11-22 ABCD", "has no row of a recovery sheet"),
        (numbered(rows_of(KEY)[:4]), "row 5: is missing"),
        (numbered(rows_of(KEY)) + f"\n5 {rows_of(KEY)[4]}", "row 5: stands twice"),
        (numbered(rows_of(KEY)) + "\n6 ABCD ABCD ABCD ABCD", "row 6: there are 5"),
        (numbered([row[:-1] for row in rows_of(KEY)]), "row 1: has 15 characters, not 16"),
        (numbered(["UUUU" + rows_of(KEY)[0][4:], *rows_of(KEY)[1:]]), "row 1: its group 1 has a character"),
    ],
)
def test_what_is_no_sheet_is_told_in_one_line(text: str, told: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_rows("typed", text, "A")
    assert told in str(refused.value) and "\n" not in str(refused.value)
    assert not any(group in str(refused.value) for row in rows_of(KEY) for group in row.split())


@pytest.mark.parametrize("language", Language)
def test_a_sheet_says_whose_key_it_is_and_fits_a_page(language: Language) -> None:
    sheet = sheet_text(KEY, date(2026, 11, 22), language)
    assert name_on(sheet) == KEY.name
    assert max(map(len, sheet.splitlines())) <= 80 and sheet.count("\n") < 40
    assert name_on(numbered(rows_of(KEY))) is None
