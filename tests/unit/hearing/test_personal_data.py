"""Finds personal data in sentences, and nothing in sentences without any."""

import sys

import examples_personal_data as examples
import held_out_noisy_speech as noisy
import held_out_personal_data as held_out
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_sentences import parse

from gardefou.hearing.recognisers import PersonalKind
from gardefou.hearing.redaction import find_personal_data, redact_text
from gardefou.kernel.errors import PartMissing

_VOCABULARY = """06 39 98 zéro six trente-neuf quatre-vingt-dix-huit mille cent deux un une neuf oh double nine twenty
et euh oui , . - / ( ) + @ € £ : arobase à robase point tiret at dot gmail com fr exemple camille c a m FR76 f r 4970
1012 3456 7893 3000 2024 mai en euros heures 30 49,99 14:30 million d' carte cryptogramme 123 expire 12/27 attendez je
merci [carte] [téléphone] AB12 tout attaché ' plus"""
_PIECES = tuple(_VOCABULARY.split())

sentences = st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join)
glued = st.lists(st.sampled_from([*_PIECES, " "]), max_size=40).map("".join)
texts = st.one_of(sentences, glued, st.text(max_size=80), st.text(alphabet="0123456789 .,-@aé'", max_size=60))


@pytest.mark.parametrize("marked", examples.POSITIVES)
def test_finds_exactly_what_is_marked(marked):
    text, expected = parse(marked)
    assert [(span.start, span.end, span.kind) for span in find_personal_data(text)] == expected


@pytest.mark.parametrize("text", examples.NEGATIVES)
def test_leaves_quantities_and_ordinary_speech(text):
    assert find_personal_data(text) == ()


@pytest.mark.parametrize(("sentences", "tolerated"), [(held_out.POSITIVES, 0.03), (noisy.POSITIVES, 0.1)])
def test_held_out_sentences_are_covered(sentences, tolerated):
    missed, expected_count = 0, 0
    for marked in sentences:
        text, expected = parse(marked)
        spans = find_personal_data(text)
        expected_count += len(expected)
        missed += sum(not any(span.start <= one.start and one.end <= span.end for span in spans) for one in expected)
    assert missed / expected_count <= tolerated


@pytest.mark.parametrize("sentences", [held_out.NEGATIVES, noisy.NEGATIVES])
def test_held_out_quantities_survive(sentences):
    alarms = sum(bool(find_personal_data(text)) for text in sentences)
    assert alarms / len(sentences) <= 0.05


@given(texts)
def test_spans_are_inside_sorted_and_apart(text):
    position = 0
    for span in find_personal_data(text):
        assert position <= span.start < span.end <= len(text)
        assert span.kind in PersonalKind
        assert span.why
        position = span.end


@given(texts, st.sampled_from(["fr", "en"]))
def test_redacting_twice_changes_nothing(text, language):
    once = redact_text(text, language)
    assert redact_text(once, language) == once


@given(st.lists(st.sampled_from("0123456789 .,-/"), min_size=1, max_size=80).map("".join))
def test_no_six_digits_in_a_row_survive(text):
    run = 0
    for character in redact_text(text, "fr"):
        run = run + 1 if character.isdigit() else 0
        assert run < 6


@given(texts)
def test_explanations_hold_no_value(text):
    assert not any(character.isdigit() for span in find_personal_data(text) for character in span.why)


def test_placeholders_follow_the_language():
    text = "06 39 98 00 11, camille@exemple.fr, 4970 1012 3456 7893"
    assert redact_text(text, "fr") == "[téléphone], [adresse e-mail], [carte]"
    assert redact_text(text, "en") == "[phone], [e-mail], [card]"


def test_a_missing_extra_is_named_at_use(monkeypatch):
    monkeypatch.setitem(sys.modules, "stdnum", None)
    with pytest.raises(PartMissing, match=r"gardefou\[redaction\]"):
        find_personal_data("bonjour")
