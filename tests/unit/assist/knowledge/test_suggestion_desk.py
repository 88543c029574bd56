"""Suggestions are few, quoted, never twice, and go when the talk has moved on."""

from datetime import date

import pytest
from tests.unit.assist.knowledge.knowledge_fakes import TODAY, call, card, said

from gardefou.assist.knowledge.desk import BACK_AFTER_MS, SHOWN_FOR_MS, SuggestionDesk
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.assist.model import Suggestions
from gardefou.kernel.transcript import Role

CARDS = (
    card("resiliation", "customer: résilier"),
    card("colis", "customer: colis"),
    card("panne", "customer: panne"),
    card("carte", "customer: carte bancaire"),
)
SENTENCES = {
    "resiliation": "Je voudrais résilier mon offre",
    "colis": "Mon colis est perdu",
    "panne": "La box est en panne",
    "carte": "Je règle par carte bancaire",
}


@pytest.fixture(scope="module")
def finder() -> CardFinder:
    return CardFinder(CARDS)


@pytest.fixture
def desk(finder: CardFinder) -> SuggestionDesk:
    return SuggestionDesk(finder, TODAY)


def hear(desk: SuggestionDesk, text: str, at_s: float, role: Role = Role.CUSTOMER) -> Suggestions | None:
    new = said(text, at_s, role)
    return desk.heard(call(new), new)


def hear_so_far(desk: SuggestionDesk, text: str, at_s: float) -> Suggestions | None:
    going = said(text, at_s)
    return desk.heard_so_far(call(going), going)


def names(suggestions: Suggestions | None) -> list[str]:
    return [each.card for each in suggestions.cards] if suggestions else []


def test_a_card_comes_with_its_source_and_with_what_the_customer_said(desk: SuggestionDesk) -> None:
    shown = hear(desk, "Bonjour. Je voudrais résilier mon offre.", 3)
    assert names(shown) == ["resiliation"]
    assert shown is not None
    only = shown.cards[0]
    assert only.source == "Fiche 1"
    assert only.because.role is Role.CUSTOMER
    assert only.because.quote == "Je voudrais résilier mon offre."
    assert only.because.start_ms == 3_300


def test_nothing_comes_where_nothing_is_asked_for(desk: SuggestionDesk) -> None:
    assert hear(desk, "Bonjour madame, comment allez-vous ?", 3) is None


def test_a_trigger_of_the_customer_does_not_hear_the_adviser(desk: SuggestionDesk) -> None:
    assert hear(desk, "Le contrat se termine, vous voulez le résilier ?", 3, Role.ADVISER) is None


def test_a_card_that_is_shown_does_not_come_again(desk: SuggestionDesk) -> None:
    hear(desk, SENTENCES["colis"], 3)
    assert hear(desk, SENTENCES["colis"], 30) is None


def test_words_of_before_bring_nothing_with_words_of_now(desk: SuggestionDesk) -> None:
    before, now = said(SENTENCES["colis"], 3), said("Il fait beau chez vous", 8)
    assert desk.heard(call(before, now), now) is None


def test_at_most_three_are_shown_and_the_oldest_goes(desk: SuggestionDesk) -> None:
    for place, text in enumerate(SENTENCES.values()):
        shown = hear(desk, text, 5 * place)
    assert names(shown) == ["carte", "panne", "colis"]


def test_a_pinned_card_stays_when_newer_ones_come_and_time_passes(desk: SuggestionDesk) -> None:
    hear(desk, SENTENCES["resiliation"], 0)
    assert desk.pin("resiliation", True).cards[0].is_pinned
    for place, name in enumerate(["colis", "panne", "carte"], 1):
        shown = hear(desk, SENTENCES[name], 5 * place)
    assert names(shown) == ["resiliation", "carte", "panne"]
    assert names(hear(desk, "Il fait beau", 30 + SHOWN_FOR_MS / 1000)) == ["resiliation"]


def test_nothing_new_comes_where_all_are_pinned(desk: SuggestionDesk) -> None:
    for name in ("resiliation", "colis", "panne"):
        hear(desk, SENTENCES[name], 1)
        desk.pin(name, True)
    assert hear(desk, SENTENCES["carte"], 10) is None


def test_a_dismissed_card_never_comes_again_in_the_call(desk: SuggestionDesk) -> None:
    hear(desk, SENTENCES["colis"], 3)
    assert desk.dismiss("colis") == Suggestions()
    assert hear(desk, SENTENCES["colis"], 10 + BACK_AFTER_MS / 1000) is None


def test_an_old_card_goes_and_may_come_back_much_later(desk: SuggestionDesk) -> None:
    hear(desk, SENTENCES["colis"], 0)
    late_s = 10 + SHOWN_FOR_MS / 1000
    assert hear(desk, "Il fait beau", late_s) == Suggestions()
    assert hear(desk, SENTENCES["colis"], late_s + 5) is None
    assert names(hear(desk, SENTENCES["colis"], 10 + BACK_AFTER_MS / 1000)) == ["colis"]


@pytest.mark.parametrize(("last_day", "is_shown"), [(date(2026, 11, 21), False), (TODAY, True)])
def test_an_expired_card_is_never_shown(last_day: date, is_shown: bool) -> None:
    desk = SuggestionDesk(CardFinder([card("colis", "customer: colis", valid_until=last_day)]), TODAY)
    assert names(hear(desk, SENTENCES["colis"], 3)) == ["colis"] * is_shown


def test_a_card_of_another_language_stays_away(finder: CardFinder) -> None:
    new = said(SENTENCES["colis"], 3)
    assert SuggestionDesk(finder, TODAY).heard(call(new, language="en"), new) is None


def test_a_card_comes_while_somebody_speaks_and_stays_with_all_that_was_said(desk: SuggestionDesk) -> None:
    early = hear_so_far(desk, "Mon colis est", 3)
    assert names(early) == ["colis"]
    assert early is not None and early.cards[0].because.quote == "Mon colis est"
    assert hear_so_far(desk, "Mon colis est perdu depuis", 3) is None
    whole = hear(desk, "Mon colis est perdu depuis hier", 3.2)
    assert names(whole) == ["colis"]
    assert whole is not None and whole.cards[0].because.quote == "Mon colis est perdu depuis hier"
    assert hear(desk, "Oui mon colis", 20) is None


def test_a_card_goes_again_where_the_final_words_do_not_ask_for_it_and_may_come_later(desk: SuggestionDesk) -> None:
    hear_so_far(desk, "Mon colis est", 3)
    assert hear(desk, "Mon collègue est en vacances", 3) == Suggestions()
    assert names(hear(desk, SENTENCES["colis"], 10)) == ["colis"]


def test_final_words_of_something_else_do_not_take_a_card_away(desk: SuggestionDesk) -> None:
    hear_so_far(desk, "Mon colis est", 3)
    assert hear(desk, "Il fait beau", 1) is None
    assert hear(desk, "Oui", 5, Role.ADVISER) is None
    assert names(desk.suggestions) == ["colis"]


def test_a_card_that_came_early_may_be_pinned_and_dismissed_like_any_other(desk: SuggestionDesk) -> None:
    hear_so_far(desk, "Mon colis est", 3)
    desk.pin("colis", True)
    assert names(hear(desk, "Mon collègue est en vacances", 3) or desk.suggestions) == ["colis"]
    desk.dismiss("colis")
    assert hear_so_far(desk, "Mon colis est", 20) is None


def test_a_quote_loses_what_is_taken_out_of_the_words_later(desk: SuggestionDesk) -> None:
    new = said("Je règle par carte bancaire numéro douze trente", 3)
    desk.heard(call(new), new)
    redacted = said("Je règle par carte bancaire numéro [carte] [carte]", 3)
    later = said("quarante", 8)
    changed = desk.heard(call(redacted, later), later)
    assert changed is not None
    assert changed.cards[0].because.quote == "Je règle par carte bancaire numéro [carte] [carte]"
