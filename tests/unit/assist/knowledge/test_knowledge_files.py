"""Cards as people write them: what is read of them, and how each fault is told."""

from datetime import date
from pathlib import Path

import pytest

from gardefou.adapters.documents.knowledge_card import read_card
from gardefou.adapters.documents.knowledge_folder import read_card_files, read_knowledge
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

GOOD = """---
id: retour-box
title: 'Rendre la box'
language: fr
source: LOG-07
valid_until: 2028-06-30
products: [box]
triggers:
  - 'customer: rendre ~3 box'
  - 'adviser: @lieux'
answers: ["Où est-ce que je la rapporte ?"]
---

# Rendre la box

Sous quinze jours,
en point relais.

Garder le reçu.
"""
LEXICON = Lexicon({"lieux": ["boutique", "relais"]})


def written(folder: Path, text: str, name: str = "carte.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_is_read_with_its_paragraphs_as_passages(tmp_path: Path) -> None:
    card = read_card(written(tmp_path, GOOD), LEXICON).card
    assert (card.id, card.title, card.language, card.source) == ("retour-box", "Rendre la box", "fr", "LOG-07")
    assert card.valid_until == date(2028, 6, 30)
    assert card.passages == ("Sous quinze jours, en point relais.", "Garder le reçu.")
    assert len(card.triggers) == 2
    assert card.answers == ("Où est-ce que je la rapporte ?",)


@pytest.mark.parametrize(
    ("find", "put", "told"),
    [
        ("---\nid", "id", "line 1: expected ---"),
        ("---\n\n# R", "\n\n# R", "line 1: no second line ---"),
        ("language: fr\n", "language: de\n", "line 4: language: Input should be 'fr' or 'en'"),
        ("source: LOG-07", "sources: LOG-07", "line 5: sources: no such field here"),
        ("source: LOG-07", "id: x", "line 5: the field id stands twice"),
        ("id: retour-box", "id: Retour Box", "line 2: id: expected small letters"),
        ("2028-06-30", "bientôt", "line 6: valid_until: expected a day"),
        ("'customer: rendre ~3 box'", "'customer: (rendre'", "line 9: triggers.0: query, column"),
        ("adviser: @lieux", "adviser: @lieu", "line 10: triggers.1: query, column"),
        ("adviser: @lieux", "first 20s: relais", "line 10: triggers.1: a trigger looks at the last seconds"),
        ("adviser: @lieux", 'meaning("rendre")', "line 10: triggers.1: a trigger has no meaning"),
        ("title: 'Rendre la box'", "title: &a 'Rendre'", "no & and * of YAML"),
        ("title: 'Rendre la box'", "title: 'Rendre", "not readable as YAML"),
        ("Garder le reçu.", "Garder " * 200, "line 19: a passage of"),
        ("Garder le reçu.", "Garder\x07", "line 19: has a character that cannot be shown"),
    ],
)
def test_a_fault_is_told_with_its_line_and_field(tmp_path: Path, find: str, put: str, told: str) -> None:
    assert find in GOOD
    with pytest.raises(InputRefused) as refused:
        read_card(written(tmp_path, GOOD.replace(find, put, 1)), LEXICON)
    assert told in str(refused.value)
    assert "carte.md" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_card_that_nothing_brings_up_and_one_without_text_are_refused(tmp_path: Path) -> None:
    head = "---\nid: a\ntitle: A\nlanguage: fr\n"
    with pytest.raises(InputRefused, match="neither triggers nor answers"):
        read_card(written(tmp_path, f"{head}---\nTexte.\n"))
    with pytest.raises(InputRefused, match="no text follows"):
        read_card(written(tmp_path, f"{head}answers: ['Comment ?']\n---\n# Titre\n"))


def test_all_faults_of_a_folder_are_told_a_line_each_and_ids_are_unique(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.md")
    written(tmp_path, GOOD, "b.md")
    written(tmp_path, "rien", "c.md")
    written(tmp_path, "# Notes", "README.md")
    with pytest.raises(InputRefused) as refused:
        read_knowledge(tmp_path, LEXICON)
    first, second = str(refused.value).splitlines()
    assert "b.md: line 2: id: a.md has retour-box too" in first
    assert "c.md: line 1" in second
    assert len(list(read_card_files(tmp_path, LEXICON))) == 3


@pytest.mark.parametrize("name", ["fehlt", "leer"])
def test_a_folder_without_cards_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(InputRefused, match=r"such folder|has no card"):
        read_knowledge(tmp_path / name)
