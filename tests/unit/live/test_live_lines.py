"""What `gardefou live` prints for people, and whose words it takes those of a single channel for."""

import pytest
from tests.unit.hearing.hearing_fakes import Marks

from gardefou.entrypoints.cli.live import _heard_as
from gardefou.entrypoints.cli.live_lines import Lines
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Role

BOTH = (Role.ADVISER, Role.CUSTOMER)


def said(number: int, text: str | None) -> dict[str, object]:
    return {"type": "utterance", "utterance": number, "role": "customer", "text": text, "at_ms": 12_300}


def test_an_utterance_that_is_told_again_is_marked_as_corrected_or_not_printed() -> None:
    lines = Lines()
    told = [
        said(1, "c'est le quarante-neuf"),
        said(1, "c'est le quarante-neuf"),
        said(2, "voilà"),
        said(1, "c'est le [numéro]"),
        said(3, None),
    ]
    assert [lines.of(each) for each in told] == [
        "   12.3  customer  c'est le quarante-neuf",
        "",
        "   12.3  customer  voilà",
        "   12.3  corrected customer: c'est le [numéro]",
        "",
    ]


def test_one_channel_is_the_advisers_and_says_so_unless_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert _heard_as(Marks(1, [[]]), BOTH) == (Role.ADVISER,)
    told = capsys.readouterr().err
    assert "all is taken as said by the adviser" in told and "--channels customer" in told
    assert _heard_as(Marks(1, [[]]), (Role.CUSTOMER,)) == (Role.CUSTOMER,)
    assert _heard_as(Marks(1, [[], []]), BOTH) == BOTH
    assert capsys.readouterr().err == ""
    with pytest.raises(InputRefused, match="name both"):
        _heard_as(Marks(1, [[], []]), (Role.CUSTOMER,))
