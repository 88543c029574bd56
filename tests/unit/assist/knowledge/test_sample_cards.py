"""The sample cards can be used as they are, and the labelled moments speak of them."""

from pathlib import Path

import pytest
from evals.suggestion_moments import dialogues, labelled_calls
from tests.unit.assist.knowledge.knowledge_fakes import TODAY

from gardefou.adapters.documents.knowledge_card import read_card
from gardefou.adapters.documents.knowledge_folder import read_knowledge
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.assist.knowledge.check import Severity, check_cards
from gardefou.bootstrap.resources import resource

CARDS = read_knowledge(resource("knowledge"), read_lexicon(resource("lexicon.yaml")))


def test_every_sample_card_can_be_shown_and_names_its_source() -> None:
    found = check_cards(CARDS, [], TODAY)
    assert [each for each in found if each.severity is Severity.ERROR or each.code == "no_source"] == []


@pytest.mark.parametrize("part", ["development", "evaluation"])
def test_moments_name_cards_in_the_language_of_their_call(part: str) -> None:
    languages = {card.id: card.language for card in CARDS}
    calls = list(labelled_calls(part)) + (list(dialogues()) if part == "development" else [])
    assert sum(len(call.due) for call in calls) >= 15
    for call in calls:
        for due in call.due:
            assert languages[due.card] == call.transcript.language, (call.id, due.card)
            assert due.turns


def test_cards_that_are_due_nowhere_are_among_them() -> None:
    moments = [
        each.card for part in ("development", "evaluation") for call in labelled_calls(part) for each in call.due
    ]
    assert len({card.id for card in CARDS} - set(moments)) >= 3


def test_the_card_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = resource("docs/knowledge.md").read_text("utf-8")
    example = text.split("```markdown\n")[1].split("```")[0]
    path = tmp_path / "card.md"
    path.write_text(example, encoding="utf-8")
    card = read_card(path).card
    assert len(card.passages) == 2
    assert card.id == "retour-box"
