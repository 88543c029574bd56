from pathlib import Path

import pytest
from tests.unit.assist.going_on import call_of

from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.wrap_up_file import read_wrap_up
from gardefou.assist.model import Slot, WrapUp
from gardefou.assist.wrap_up.drafter import WrapUpDrafter
from gardefou.bootstrap.resources import resource
from gardefou.hearing.written import written_text
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

RULES = read_wrap_up(resource("wrap_up.yaml"), read_lexicon(resource("lexicon.yaml")))


def draft(*said: str, reason: str | None = None) -> WrapUp:
    return WrapUpDrafter(RULES, written_text, lambda _: reason).draft(call_of(*said))


def lines(wrap_up: WrapUp, name: str) -> list[Slot]:
    return [each for each in wrap_up.slots if each.id.startswith(name)]


def values(wrap_up: WrapUp, name: str) -> list[str]:
    return [each.value.replace("\u202f", " ").replace("\xa0", " ") for each in lines(wrap_up, name)]


def test_every_line_is_there_to_be_filled_in_before_anything_is_said() -> None:
    wrap_up = draft("customer: bonjour")
    assert {each.value for each in wrap_up.slots} == {""}
    assert {each.said for each in wrap_up.slots} == {None}
    assert len({each.id for each in wrap_up.slots}) == len(RULES)


def test_the_reason_is_that_of_the_analysis_with_the_words_that_it_was_said_in() -> None:
    (slot,) = lines(draft("adviser: bonjour", "customer: oui je vous appelle pour ma box", reason="Panne"), "reason")
    assert slot.value == "Panne"
    assert slot.said is not None and slot.said.quote == "je vous appelle"


def test_amounts_and_dates_are_written_as_people_write_them_and_rest_on_their_quotes() -> None:
    wrap_up = draft("adviser: c'est quarante-neuf euros quatre-vingt-dix le trente juin")
    assert values(wrap_up, "amounts") == ["49,90 €"]
    assert values(wrap_up, "dates") == ["30 juin"]
    (amount,) = lines(wrap_up, "amounts")
    assert amount.said is not None and amount.said.quote == "quarante-neuf euros quatre-vingt-dix"


def test_an_amount_said_twice_is_written_once() -> None:
    assert values(draft("adviser: vingt euros", "customer: vingt euros ?"), "amounts") == ["20 €"]


def test_a_commitment_is_the_whole_sentence_that_makes_it() -> None:
    wrap_up = draft("adviser: D'accord. Vous recevrez un message demain. Autre chose ?", "customer: vous recevrez quoi")
    assert values(wrap_up, "commitments") == ["Vous recevrez un message demain."]


def test_at_most_as_many_lines_as_the_file_allows_the_last_ones() -> None:
    said = [f"adviser: vous recevrez la lettre {name}." for name in ("rouge", "verte", "bleue", "jaune")]
    assert values(draft(*said), "commitments") == [each.removeprefix("adviser: ") for each in said[-3:]]


@pytest.mark.parametrize("kind", ["figures", "sentences"])
def test_a_line_without_the_query_that_finds_it_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "wrap_up.yaml"
    path.write_text(f"slots:\n  - {{id: dates, label: {{fr: a, en: a}}, kind: {kind}}}\n", encoding="utf-8")
    with pytest.raises(InputRefused, match=rf"line 2, column 5: slots\.0: .*kind {kind} needs a quote"):
        read_wrap_up(path, Lexicon())
