"""`gardefou knowledge check`: what it says, and how it leaves."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gardefou.bootstrap.laboratory import Laboratory
from gardefou.entrypoints.cli import knowledge

CARD = """---
id: colis
title: Un colis perdu
language: fr
source: LOG-02
valid_until: {day}
triggers: ['customer: colis']
answers: ['Où est mon colis ?']
---
Appeler le transporteur.
"""


@pytest.fixture(autouse=True)
def _without_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Laboratory, "has_embeddings", False)


@pytest.mark.parametrize(
    ("day", "strict", "code"),
    [("2999-01-01", [], 0), ("2020-01-01", [], 1), ("", [], 0), ("", ["--strict"], 1)],
    ids=["good", "expired", "undated", "undated, strict"],
)
def test_only_what_keeps_a_card_away_fails(tmp_path: Path, day: str, strict: list[str], code: int) -> None:
    (tmp_path / "colis.md").write_text(CARD.format(day=day), encoding="utf-8")
    left = CliRunner().invoke(knowledge.knowledge, ["check", str(tmp_path), *strict])
    assert left.exit_code == code, left.output
    assert "1 cards" in left.output


@pytest.mark.parametrize(
    ("unknown", "more", "lines"),
    [(5, [], 6), (6, [], 2), (6, ["--all"], 7), (6, ["--strict"], 7)],
    ids=["few", "many", "all", "strict"],
)
def test_many_warnings_of_a_kind_share_a_line(tmp_path: Path, unknown: int, more: list[str], lines: int) -> None:
    triggers = ", ".join(f"dinosaure{number}" for number in range(unknown))
    text = CARD.format(day="2999-01-01").replace("'customer: colis'", triggers)
    (tmp_path / "colis.md").write_text(text, encoding="utf-8")
    left = CliRunner().invoke(knowledge.knowledge, ["check", str(tmp_path), *more])
    told = left.output.splitlines()
    assert len(told) == lines, left.output
    assert "holds_nowhere" in told[-2] and ("6 warnings holds_nowhere in 1 cards" in told[-2]) == (lines == 2)
    assert told[-1].endswith(f"1 cards, 0 errors, {unknown} warnings")


def test_a_card_that_cannot_be_read_is_told_beside_the_others_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CARD.format(day="2020-01-01"), encoding="utf-8")
    (tmp_path / "b.md").write_text("rien", encoding="utf-8")
    left = CliRunner().invoke(knowledge.knowledge, ["check", str(tmp_path), "--json"])
    told = json.loads(left.output)
    assert left.exit_code == 1
    assert [(Path(each["file"]).name, each["code"]) for each in told["findings"]] == [
        ("b.md", "unusable"),
        ("a.md", "expired"),
    ]
    assert told["findings"][1]["line"] == 6
