"""Names of a glossary: put in where words sound like them and the model agrees, and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.hearing.glossary.choice import HIGHEST_LOSS, Passage, with_glossary
from gardefou.hearing.glossary.likeness import Likenesses, Reading
from gardefou.hearing.glossary.model import Entry, Glossary
from gardefou.kernel.transcript import Word

GLOSSARY = Glossary((Entry("Orvane", ("Orvin",)), Entry("Fibre Essentielle"), Entry("Forfait 100 Go")))
AGREES, NEVER = 0.0, -1_000.0
TEXT = st.lists(
    st.sampled_from(["Orvan,", "orvane", "d'Orvan", "fibres", "essentiel.", "le", "À", "12", "…", "un", "vanne", "Or"]),
    max_size=12,
)


@dataclass
class Said(Passage):
    """Words of which a model finds every reading so much likelier."""

    said: tuple[Word, ...]
    gain: float
    asked: int = 0

    @property
    def words(self) -> Sequence[Word]:
        return self.said

    def gains(self, readings: Sequence[Reading]) -> Sequence[float]:
        self.asked += 1
        return [self.gain] * len(readings)

    def read_as(self, reading: Reading) -> "Said":
        put = tuple(Word(0, 1, text, 0.5) for text in reading.text.split())
        return replace(self, said=(*self.said[: reading.first], *put, *self.said[reading.last :]))


def said(text: str, gain: float = AGREES, confidence: float | None = 0.5) -> Said:
    return Said(tuple(Word(0, 1, word, confidence) for word in text.split()), gain)


def rewritten(passage: Said, glossary: Glossary = GLOSSARY) -> str:
    return " ".join(word.text for word in with_glossary(passage, Likenesses(glossary)).words)


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ("Orvan, bonjour", "Orvane, bonjour"),
        ("le service d'Orvan.", "le service d'Orvane."),
        ("thanks for calling Orvin, hello", "thanks for calling Orvane, hello"),
        ("chez or vanne depuis mai", "chez Orvane depuis mai"),
        ("la fibre et sentielle à trente euros", "la Fibre Essentielle à trente euros"),
        ("chez Orvan, en fibres essentiels.", "chez Orvane, en Fibre Essentielle."),
    ],
)
def test_names_heard_otherwise_are_written_as_the_glossary_has_them(heard: str, wanted: str) -> None:
    assert rewritten(said(heard)) == wanted


@pytest.mark.parametrize(
    "heard",
    [
        "bonjour, je voudrais résilier ma box",
        "chez Orvane, en fibre essentielle",
        "le service d'Orvane. Qu’Orvane",
        "le forfait 200 Go",
        "zéro six douze trente-quatre cinquante-six",
    ],
)
def test_the_model_is_not_asked_where_nothing_is_alike(heard: str) -> None:
    passage = said(heard)
    assert rewritten(passage) == heard
    assert passage.asked == 0


def test_words_that_the_model_is_sure_of_stay() -> None:
    assert rewritten(said("Orvan, bonjour", confidence=0.99)) == "Orvan, bonjour"
    assert rewritten(said("Orvan, bonjour", confidence=None)) == "Orvane, bonjour"


def test_the_less_alike_the_surer_the_model_has_to_be() -> None:
    alike, less = "Orvan, bonjour", "Orvun, bonjour"
    only = Glossary((Entry("Orvane"),))
    assert rewritten(said(alike, -HIGHEST_LOSS), only) == "Orvane, bonjour"
    assert rewritten(said(alike, -HIGHEST_LOSS - 0.1), only) == alike
    assert rewritten(said(less, -HIGHEST_LOSS), only) == less
    assert rewritten(said(less), only) == "Orvane, bonjour"


@given(TEXT)
def test_nothing_changes_where_the_model_prefers_what_it_decoded(words: list[str]) -> None:
    passage = said(" ".join(words), NEVER)
    assert with_glossary(passage, Likenesses(GLOSSARY)) is passage


@pytest.mark.parametrize(
    ("name", "heard"),
    [("Catorze", "zéro six quatorze"), ("Trentes", "trente euros"), ("Orvane 12", "Orvan 13")],
)
def test_no_name_takes_the_place_of_a_number(name: str, heard: str) -> None:
    assert rewritten(said(heard), Glossary((Entry(name),))) == heard


@given(TEXT)
def test_digits_stay_whatever_the_model_prefers(words: list[str]) -> None:
    assert rewritten(said(" ".join(words))).count("12") == words.count("12")


@given(TEXT)
def test_an_empty_glossary_changes_nothing(words: list[str]) -> None:
    passage = said(" ".join(words))
    assert with_glossary(passage, Likenesses(Glossary())) is passage
