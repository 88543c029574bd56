"""`gardefou scorecard` as the author of a grid meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gardefou.bootstrap.resources import resource

GRID = """\
id: small
version: "1"
title: {fr: Petite, en: Small}
sections:
  - id: all
    title: {fr: Tout, en: All}
    criteria:
      - id: greeting
        question: {fr: "QUESTION", en: "Does the adviser greet?"}
        guidance: {fr: "Un bonjour suffit.", en: "A hello is enough."}
        kind: phrase
        find: "adviser: bonjour"
        exemplars: {fr: [Bonjour madame.], en: [Hello and bonjour.]}
"""
SOUND = "La personne salue-t-elle ?"
VAGUE = "L'accueil est-il professionnel ?"
JUDGING = "Le ton est-il chaleureux ?"


def gardefou(*arguments: str | Path) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "scorecard", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}, timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def grid(tmp_path: Path):
    def written(question: str, name: str = "grid.yaml") -> Path:
        path = tmp_path / name
        path.write_text(GRID.replace("QUESTION", question), encoding="utf-8")
        return path

    return written


def test_lint_tells_place_cause_and_way_out_and_fails_on_what_judges_people(grid) -> None:
    path = grid(JUDGING)
    code, out, _ = gardefou("lint", path)
    assert code == 1
    first, summary = out.splitlines()
    assert first.startswith(f'{path}:9:24: error tone: greeting: "le ton" asks how a voice sounds')
    assert summary == f"{path}: 1 errors, 0 warnings"


@pytest.mark.parametrize(
    ("question", "options", "code"),
    [(SOUND, [], 0), (SOUND, ["--strict"], 0), (VAGUE, [], 0), (VAGUE, ["--strict"], 1)],
)
def test_warnings_fail_only_when_strict(grid, question: str, options: list[str], code: int) -> None:
    assert gardefou("lint", grid(question), *options)[0] == code


def test_lint_as_json_lists_every_file_and_goes_on_after_one_that_cannot_be_read(grid, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: [", encoding="utf-8")
    code, out, err = gardefou("lint", "--json", broken, grid(VAGUE), grid(SOUND, "other.yaml"))
    assert code == 1
    assert str(broken) in err and len(err.splitlines()) == 1
    first, second = json.loads(out)
    (finding,) = first["findings"]
    assert (finding["code"], finding["severity"], finding["line"]) == ("vague", "warning", 9)
    assert finding["place"] == "sections.0.criteria.0.question.fr"
    assert second["findings"] == []


def test_a_table_becomes_a_scorecard_that_loads_and_is_never_written_over(tmp_path: Path) -> None:
    table, out = tmp_path / "grille.csv", tmp_path / "grille.yaml"
    table.write_bytes("Critère;Poids\nLa personne salue-t-elle ?;5\n".encode("cp1252"))
    code, printed, err = gardefou("import", table, "--out", out, "--title", "Ma grille")
    assert (code, printed) == (0, f"{out}: 1 criteria in 1 sections\n")
    assert "warnings" in err
    code, shown, _ = gardefou("show", out)
    assert code == 0
    assert "Ma grille (ma_grille 1)" in shown and "La personne salue-t-elle ?" in shown and "manual" in shown
    code, _, err = gardefou("import", table, "--out", out)
    assert code == 1 and "is there already" in err


def test_a_scorecard_that_judges_people_is_not_shown_as_one(grid) -> None:
    code, _, err = gardefou("show", grid(JUDGING))
    assert code == 1
    assert "line 9, column 24" in err and len(err.splitlines()) == 1


def test_every_shipped_scorecard_passes_with_the_taxonomy_that_ships() -> None:
    code, out, err = gardefou("lint", "--strict", *sorted(resource("scorecards").glob("*.yaml")))
    assert (code, err) == (0, ""), out
