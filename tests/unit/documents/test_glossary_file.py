"""Glossaries from files: every fault on one line, with its place."""

from pathlib import Path

import pytest

from gardefou.adapters.documents.glossary_file import MOST_ENTRIES, read_glossary
from gardefou.hearing.glossary.model import Entry
from gardefou.kernel.errors import InputRefused

GLOSSARY = Path(__file__).parents[3] / "samples" / "glossary.yaml"


def test_the_glossary_of_the_sample_calls_can_be_read() -> None:
    glossary = read_glossary(GLOSSARY)
    assert Entry("Fibre Essentielle") in glossary.entries


def test_another_spelling_makes_another_digest(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("entries: [{write: Orvane}]\n")
    other.write_text("entries: [{write: Orvane, sounds: [Orvin]}]\n")
    assert read_glossary(one).digest != read_glossary(other).digest


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "line 1, column 1: the file is empty; expected entries"),
        ("entries: []\n", "entries: needs at least 1"),
        ("- write: Orvane\n", "line 1, column 1: the file: expected entries: here"),
        ("entries: [Orvane]\n", "line 1, column 11: entries.0: expected write: and sounds: here"),
        ("entries: [{sounds: [Orvan]}]\n", "entries.0.write: this field is missing"),
        ("entries: [{write: Orvane, say: x}]\n", "entries.0.say: no such field here"),
        ("entries: [{write: Orvane, sounds: Orvan}]\n", "entries.0.sounds"),
        ("entries: [{write: Go}]\n", "entries.0.write: has fewer than four sounds"),
        ("entries: [{write: '0612345678'}]\n", "entries.0.write: has fewer than four sounds"),
        ("entries: [{write: '<|endoftext|>'}]\n", "entries.0.write: expected words of letters"),
        ('entries: [{write: "Orvane\\nBox"}]\n', "entries.0.write: expected words of letters"),
        ("entries:\n  - write: " + "a" * 61 + "\n", "line 2, column 12: entries.0.write"),
        ("entries:\n  - write: Orvane\n  - write: orvane\n", "line 3, column 12: entries.1.write: this spelling"),
        ("entries:\n  - write: Orvane\n    sounds: [Orvan, Orvane]\n", "line 3, column 21: entries.0.sounds.1"),
        ("entries:\n" + "- write: Orvane\n" * (MOST_ENTRIES + 1), "at most 300"),
    ],
)
def test_a_fault_is_told_on_one_line_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(content)
    with pytest.raises(InputRefused) as refused:
        read_glossary(path)
    assert told in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)
