"""A charter in sentences: each field has one, and a change is marked where it stands in it."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.unit.governance.example_charters import EXPERIMENT, PARTIES, charter_with, charters

from gardefou.adapters.pages import charter_effects, charter_signatories
from gardefou.adapters.pages.charter_effects import effect, verdict
from gardefou.adapters.pages.charter_sentences import changed_parties, changed_sentence, charter_text
from gardefou.adapters.pages.charter_units import Unit
from gardefou.adapters.pages.charter_values import values_in
from gardefou.adapters.pages.charter_words import SECTIONS, SENTENCES
from gardefou.adapters.pages.marked_text import Kind, Segment, compared
from gardefou.governance.charter import Charter
from gardefou.governance.terms.parties import Side
from gardefou.governance.tightness import changes

CODES = ("fr", "en")
SPACE = "\N{NO-BREAK SPACE}"
FULL = {"experiment": EXPERIMENT, "draw__rate": 0.2, "draw__necessity": "a new product"}


def only_change(path: str, before: object, after: object, code: str = "fr") -> tuple[Segment, ...]:
    field = path.replace(".", "__")
    one, other = (charter_with(**{**FULL, field: value}) for value in (before, after))
    (found,) = changes(one, other)
    return changed_sentence(found, code)


def without(segments: tuple[Segment, ...], kind: Kind) -> str:
    return "".join(each.text for each in segments if each.kind is not kind)


def leaves(part: BaseModel, above: str = "") -> Iterator[str]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel) and name != "parties":
            yield from leaves(value, f"{above}{name}.")
        elif isinstance(value, dict):
            yield from (f"{name}.{code}.{each}" for code, place in value.items() for each in type(place).model_fields)
        else:
            yield f"{above}{name}"


def test_every_field_has_its_sentence_under_a_heading() -> None:
    charter = charter_with(**FULL)
    said = {path for section in charter_text(charter, "fr") for path, _ in section.sentences}
    assert {"parties" if path.startswith("parties.") else path for path in said} == set(leaves(charter))
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(Charter.model_fields)


@pytest.mark.parametrize("code", CODES)
def test_the_whole_text_is_sentences(code: str) -> None:
    for charter in (charter_with(), charter_with(**FULL, sites={"niort": {}})):
        for section in charter_text(charter, code):
            assert section.title and section.sentences
            for path, sentence in section.sentences:
                assert re.fullmatch(r"[A-ZÀ-Ý0-9][^{}]+\.", sentence), path


def test_the_english_sentences_have_the_same_values() -> None:
    texts = [each.text for each in SENTENCES.values()]
    texts += [charter_signatories.OF_A_PERSON, charter_signatories.WITHOUT_KEY, charter_signatories.OF_A_HOLDER]
    for text in texts:
        english = values_in("en").worded(text) if text != "{value}" else text
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", text))
        assert text == "{value}" or english != text


def test_a_change_is_marked_inside_its_sentence() -> None:
    assert only_change("draw.rate", 0.15, 0.185) == (
        Segment("Les appels sont tirés au sort au taux de "),
        Segment(f"15{SPACE}%", Kind.DELETED),
        Segment(f"18,5{SPACE}%", Kind.INSERTED),
        Segment("."),
    )
    assert only_change("purposes", ["quality", "coaching"], ["quality"], "en") == (
        Segment("Calls are listened to for: quality of service"),
        Segment(", coaching of advisers", Kind.DELETED),
        Segment("."),
    )


def test_a_text_is_compared_word_by_word() -> None:
    found = only_change("draw.necessity", "a very new product", "a new product and season")
    assert [each.text for each in found if each.kind is Kind.DELETED] == [" very"]
    assert [each.text for each in found if each.kind is Kind.INSERTED] == [" and season"]


@settings(deadline=None)
@given(st.lists(st.sampled_from("ab")), st.lists(st.sampled_from("abc")))
def test_marked_pieces_are_those_of_both_texts(before: list[str], after: list[str]) -> None:
    found = compared(before, after)
    assert without(found, Kind.INSERTED) == "".join(before)
    assert without(found, Kind.DELETED) == "".join(after)
    assert all(one.kind is not other.kind for one, other in pairwise(found))


def test_texts_that_repeat_one_word_are_compared_by_their_ends() -> None:
    before, after = ["x", *["a "] * 900, "y"], ["x", *["a ", "b "] * 450, "y"]
    found = compared(before, after)
    assert [each.kind for each in found] == [Kind.KEPT, Kind.DELETED, Kind.INSERTED, Kind.KEPT]
    assert (found[0].text, found[-1].text) == ("xa ", "y")


def test_what_a_text_holds_is_never_taken_for_a_value_to_put_in() -> None:
    found = only_change("name", "{value} %(num)s {site}", "Accord")
    assert without(found, Kind.INSERTED) == f"La charte s’appelle «{SPACE}{{value}} %(num)s {{site}}{SPACE}»."


def test_a_site_and_an_experiment_come_and_go_whole() -> None:
    one = charter_with(sites={"niort": {"features": ["recording"]}})
    (come,) = changes(one, charter_with(sites={"niort": {"features": ["recording"]}, "lyon": {}}))
    assert changed_sentence(come, "en") == (Segment("At the site lyon it allows: nothing.", Kind.INSERTED),)
    (ended,) = changes(charter_with(experiment=EXPERIMENT), charter_with())
    gone, now = changed_sentence(ended, "fr")
    assert gone.kind is Kind.DELETED and "commence le 1er février 2027." in gone.text and "200 jours" in gone.text
    assert now == Segment("Ce n’est pas une expérimentation.", Kind.INSERTED)


def test_an_experiment_that_goes_is_counted_among_what_is_loosened_and_one_that_comes_is_agreed() -> None:
    with_one = charter_with(experiment=EXPERIMENT)
    gone, come = changes(with_one, charter_with(draw__rate=0.2, draw__necessity="x")), changes(charter_with(), with_one)
    assert "2 limits" in verdict(gone, "en") and "2 limites" in verdict(gone, "fr")
    assert effect(gone[-1], "en") == effect(gone[0], "en") != effect(come[0], "en")
    assert "agreed" in verdict(come, "en")


def test_other_signatories_are_told_by_name_and_key() -> None:
    signatories = [{"name": "Odile", "organisation": "DRH", "key": "ab" * 32}]
    other = charter_with(parties={**PARTIES, "employer": {"required": 1, "signatories": signatories}})
    ((side, segments),) = changed_parties(charter_with().parties, other.parties, "fr")
    assert side is Side.EMPLOYER
    (deleted,) = (each.text for each in segments if each.kind is Kind.DELETED)
    (inserted,) = (each.text for each in segments if each.kind is Kind.INSERTED)
    assert deleted == "Odile (DRH, sans clé)"
    assert re.fullmatch(r"Odile \(DRH, clé( [0-9a-f]{4}){4}\)", inserted)


@pytest.mark.parametrize(
    ("path", "value", "french", "english"),
    [
        ("draw.weekly_cap", 1, "1 appel ", "1 call "),
        ("draw.weekly_cap", 1000, "1\N{NARROW NO-BREAK SPACE}000 appels ", "1,000 calls "),
        ("training.hours", 0.0, "0 heure ", "0 hours "),
        ("training.hours", 1.5, "1,5 heure ", "1.5 hours "),
        ("training.hours", 2.0, "2 heures ", "2 hours "),
        ("review.holidays", "BE", f"pays{SPACE}: Belgique (BE)", "country: Belgium (BE)"),
        ("valid_from", "2027-01-01", "1er janvier 2027", "1 January 2027"),
    ],
)
def test_values_are_written_as_each_language_does(path: str, value: object, french: str, english: str) -> None:
    charter = charter_with(**{path.replace(".", "__"): value})
    for code, expected in zip(CODES, (french, english), strict=True):
        said = {path: sentence for section in charter_text(charter, code) for path, sentence in section.sentences}
        assert expected in said[path]


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_two_rates_that_differ_are_never_written_alike(one: float, other: float) -> None:
    for code in CODES:
        written = [values_in(code).pieces(SENTENCES["draw.rate"], value) for value in (one, other)]
        assert (written[0] == written[1]) == (one == other)


def test_every_unit_is_used_and_every_choice_has_words() -> None:
    assert {each.unit for each in SENTENCES.values()} == set(Unit)
    assert all(bool(each.choices) for each in SENTENCES.values() if each.unit is Unit.CHOICE)


@settings(max_examples=50, deadline=None)
@given(charters(), charters())
def test_a_marked_sentence_holds_the_text_before_and_the_text_after(one: Charter, other: Charter) -> None:
    for code in CODES:
        texts = [
            {path: sentence for section in charter_text(each, code) for path, sentence in section.sentences}
            for each in (one, other)
        ]
        for change in changes(one, other):
            segments = changed_sentence(change, code)
            assert any(each.kind is not Kind.KEPT for each in segments)
            for text, hidden in zip(texts, (Kind.INSERTED, Kind.DELETED), strict=True):
                if change.path in text:
                    assert without(segments, hidden) == text[change.path]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({}, "Nothing changes."),
        ({"draw__rate": 0.1}, "This tightens 1 limit: one side may sign it alone."),
        ({"draw__rate": 0.1, "draw__weekly_cap": 2}, "This tightens 2 limits: one side may sign it alone."),
        ({"draw__rate": 0.1, "draw__weekly_cap": 4}, "This loosens 1 limit: both sides sign."),
        ({"review__holidays": "BE"}, "This changes what both sides agreed on together: both sides sign."),
        ({"version": "2"}, "No limit is tightened: both sides sign."),
    ],
)
def test_the_verdict_says_who_signs(after: dict[str, object], told: str) -> None:
    found = changes(charter_with(**FULL), charter_with(**{**FULL, **after}))
    assert charter_effects.verdict(found, "en") == told


def test_what_one_change_does_is_said_in_french() -> None:
    said = {
        path: charter_effects.effect(changes(charter_with(**FULL), charter_with(**{**FULL, path: value}))[0], "fr")
        for path, value in {"draw__rate": 0.1, "draw__weekly_cap": 9, "version": "2", "review__holidays": "BE"}.items()
    }
    assert said == {
        "draw__rate": "Cela resserre une limite.",
        "draw__weekly_cap": "Cela desserre une limite.",
        "version": "Cela ne change aucune limite.",
        "review__holidays": "Cela change ce que les deux parties ont convenu ensemble.",
    }
