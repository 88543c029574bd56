"""What hearing writes in the place of personal data is nothing that was said."""

import pytest
from tests.unit.evaluation.spoken import adviser, call, customer, result, said

from gardefou.hearing.redaction import PLACEHOLDERS
from gardefou.kernel.transcript import Redaction
from gardefou.kernel.verdict import Verdict
from gardefou.query.text import written_tokens

REMOVED = call(
    adviser(0, "donnez moi votre contact."),
    customer(5_000, "oui c'est le [téléphone], merci."),
    adviser(12_000, "c'est noté au revoir."),
    redactions=(Redaction("phone", 1, 5_900, 6_200),),
)


@pytest.mark.parametrize("placeholder", sorted({text for each in PLACEHOLDERS.values() for text in each.values()}))
def test_a_placeholder_has_no_words(placeholder: str) -> None:
    assert written_tokens(f"{placeholder},") == []
    assert [each.text for each in written_tokens(f"l'{placeholder}")] == ["l"]


@pytest.mark.parametrize("query", ["customer: telephone", "*phone*", '"le merci"'])
def test_no_words_find_a_placeholder_or_reach_over_it(query: str) -> None:
    assert result(REMOVED, said(query)).verdict is Verdict.NOT_MET


def test_words_around_a_placeholder_are_as_near_as_they_were_said() -> None:
    assert result(REMOVED, said("le ~2 merci")).verdict is Verdict.MET
    assert result(REMOVED, said("le ~1 merci")).verdict is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("customer: <number>", Verdict.CANNOT_TELL),
        ("not customer: <number>", Verdict.CANNOT_TELL),
        ("merci ~5 <amount>", Verdict.CANNOT_TELL),
        ("merci | <number>", Verdict.MET),
        ("zut & <number>", Verdict.NOT_MET),
        ("adviser: <number>", Verdict.NOT_MET),
        ("first 3s: <number>", Verdict.NOT_MET),
        ("customer: zut", Verdict.NOT_MET),
    ],
)
def test_a_figure_that_may_have_been_removed_cannot_be_told(query: str, expected: Verdict) -> None:
    answer = result(REMOVED, said(query))
    assert answer.verdict is expected
    if expected is Verdict.CANNOT_TELL:
        assert "personal data" in str(answer.why)
