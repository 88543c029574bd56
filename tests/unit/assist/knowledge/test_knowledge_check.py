"""What the check of a folder of cards finds before an adviser does."""

from datetime import date

import pytest
from tests.unit.assist.knowledge.knowledge_fakes import TODAY, call, card, said

from gardefou.assist.knowledge.cards import Card
from gardefou.assist.knowledge.check import Severity, check_cards
from gardefou.kernel.transcript import Transcript

SENTENCES: list[Transcript] = [
    call(said(text, 0)) for text in ("Mon colis est perdu", "Je veux résilier", "Bonjour", "Merci", "Au revoir")
]
LATER = date(2028, 1, 1)


def codes(*cards: Card) -> list[str]:
    return [each.code for each in check_cards(cards, SENTENCES, TODAY)]


def test_nothing_is_found_in_a_good_card() -> None:
    assert codes(card("colis", "customer: colis", valid_until=LATER)) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"valid_until": None}, "undated"),
        ({"valid_until": date(2026, 12, 1)}, "expires_soon"),
        ({"source": ""}, "no_source"),
        ({"passages": ("mot " * 100,)}, "long_passage"),
    ],
)
def test_what_an_author_should_look_at_is_a_warning(fields: dict[str, object], code: str) -> None:
    found = check_cards([card("colis", "colis", **{"valid_until": LATER, **fields})], SENTENCES, TODAY)
    assert [(each.code, each.severity) for each in found] == [(code, Severity.WARNING)]


def test_an_expired_card_is_an_error() -> None:
    found = check_cards([card("colis", "colis", valid_until=date(2026, 11, 21))], SENTENCES, TODAY)
    assert [(each.code, each.severity, each.place) for each in found] == [("expired", Severity.ERROR, ("valid_until",))]


def test_triggers_that_hold_nowhere_or_nearly_everywhere_are_named() -> None:
    found = check_cards([card("x", "dinosaure", "je | mon | merci", valid_until=LATER)], SENTENCES, TODAY)
    assert [(each.code, each.place) for each in found] == [
        ("holds_nowhere", ("triggers", 0)),
        ("holds_everywhere", ("triggers", 1)),
    ]


def test_a_trigger_that_finds_an_answer_of_its_card_is_not_named() -> None:
    assert codes(card("x", "customer: dinosaure", answers=("Un dinosaure !",), valid_until=LATER)) == []


def test_cards_that_say_nearly_the_same_are_named_in_one_language_only() -> None:
    same = {"title": "Perdu", "passages": ("Appeler le transporteur et renvoyer.",), "valid_until": LATER}
    assert codes(card("a", "colis", **same), card("b", "colis", **same)) == ["near_duplicate"]
    assert codes(card("a", "colis", **same), card("b", "colis", **same, language="en")) == []
