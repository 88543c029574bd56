"""A table of people becomes notices, or is refused as a whole with every fault."""

from pathlib import Path

import pytest

from gardefou.adapters.documents.people_file import read_people
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

HEADER = "Matricule;Nom;Courriel;Site;Équipe;Rôles;Langue\n"


def people(tmp_path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes((HEADER + "\n".join(rows)).encode(encoding))
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        read_people(path, print)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


def test_people_are_read_with_their_roles(tmp_path: Path) -> None:
    path = people(tmp_path, "7;Zoe\u0301 O'Neil;zoe@example.org;LYS;Nord;conseillère;", "8;Li;;LYS;;DPO|admin;anglais")
    zoe, li = read_people(path, print)
    assert (zoe.number, zoe.name, zoe.email, zoe.team) == ("7", "Zoé O'Neil", "zoe@example.org", "Nord")
    assert zoe.roles == {PersonRole.ADVISER}
    assert zoe.language is Language.FRENCH
    assert (li.email, li.team, li.language) == (None, None, Language.ENGLISH)
    assert li.roles == {PersonRole.DATA_PROTECTION_OFFICER, PersonRole.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("responsable d'équipe", {PersonRole.MANAGER}),
        ("Relectrice | évaluateur", {PersonRole.REVIEWER}),
        ("RESPONSABLE D’EQUIPE, analyste qualité", {PersonRole.MANAGER, PersonRole.QUALITY_ANALYST}),
        (
            "manager analyste qualité représentant",
            {*(PersonRole.MANAGER, PersonRole.QUALITY_ANALYST, PersonRole.REPRESENTATIVE)},
        ),
        ("délégué à la protection des données|conseiller", {PersonRole.DATA_PROTECTION_OFFICER, PersonRole.ADVISER}),
        (
            "quality_analyst data_protection_officer",
            {*(PersonRole.QUALITY_ANALYST, PersonRole.DATA_PROTECTION_OFFICER)},
        ),
        ("admin " * 20_000, {PersonRole.ADMINISTRATOR}),
    ],
)
def test_roles_are_named_in_french_or_english(tmp_path: Path, written: str, roles: set[PersonRole]) -> None:
    assert read_people(people(tmp_path, f"7;Zoé;;LYS;;{written};"), print)[0].roles == roles


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = people(
        tmp_path,
        "7;Zoé;;LYS;;conseiller;",
        "7;Li;not an address;;;chef;klingon",
        "8;\u202eevil;;LYS;;;",
        "7;A;;L;;dpo;",
    )
    lines = refusal(path)
    assert {line.split(": ")[1] for line in lines if line.startswith("line 3")} == {
        "email",
        "site",
        "roles",
        "language",
    }
    assert "line 4: name: has a character that cannot be shown (U+202E); remove it" in lines
    assert any(line.startswith("line 4: roles: is empty; name one or more of adviser") for line in lines)
    assert "line 5: number: is that of line 2 too; keep one of the two rows" in lines


def test_a_name_like_a_formula_is_data(tmp_path: Path) -> None:
    assert read_people(people(tmp_path, "7;=cmd|' /C calc'!A0;;LYS;;dpo;"), print)[0].name == "=cmd|' /C calc'!A0"


def test_a_windows_export_is_read(tmp_path: Path) -> None:
    assert read_people(people(tmp_path, "7;Zoé Lœuf;;LYS;;dpo;", encoding="cp1252"), print)[0].name == "Zoé Lœuf"
