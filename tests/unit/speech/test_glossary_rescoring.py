"""Names of a glossary in a decoded clip: the model compares texts over the same sound."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from gardefou.adapters.speech.glossary_rescoring import GlossaryRescoring
from gardefou.adapters.speech.vocabulary import TokenRun
from gardefou.hearing.glossary.model import Entry, Glossary
from gardefou.kernel.transcript import Language, Word

END = 0x110000
FRAMES = np.zeros((1, 10, 4), np.float32)


class Letters:
    """Tokens are letters."""

    end = END

    def encode(self, text: str) -> list[int]:
        return [ord(letter) for letter in text]

    def words(self, tokens: Sequence[int]) -> list[TokenRun]:
        text = "".join(map(chr, tokens))
        return [TokenRun(match.group(), match.start(), match.end()) for match in re.finditer(r"\s?\S+", text)]


class Listener:
    """Gives every letter of texts with `likely` in them .9, and .2 in others; a tenth of a second each."""

    vocabulary = Letters()

    def __init__(self, likely: str) -> None:
        self.likely = likely
        self.compared: list[str] = []

    def chosen(self, encoded: Any, places: Sequence[int]) -> Any:
        return encoded[list(places)]

    def align(self, encoded: Any, language: Language, tokens: Sequence[Sequence[int]], seconds: Sequence[float]) -> Any:
        assert len(encoded) == len(tokens) == len(seconds)
        texts = ["".join(map(chr, each)) for each in tokens]
        self.compared += texts
        return [
            SimpleNamespace(
                text_token_probs=[0.9 if self.likely in text else 0.2] * len(text),
                alignments=[(place, 5 * place) for place in range(len(text))],
            )
            for text in texts
        ]


def heard(model: Listener, text: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    words = tuple(Word(0, 100, word, 0.4) for word in text.split())
    rescoring = GlossaryRescoring(model, Glossary((Entry("Orvane"),)))  # type: ignore[arg-type]
    return words, rescoring.words(words, [*map(ord, text), END], FRAMES, Language.FRENCH, 3.0)


def test_a_likelier_name_gets_its_times_and_the_confidence_that_the_model_has_in_it() -> None:
    model = Listener("Orvane")
    _, words = heard(model, " chez Orvan, bonjour")
    assert [word.text for word in words] == ["chez", "Orvane,", "bonjour"]
    assert words[1] == Word(500, 1_300, "Orvane,", 0.9)
    assert model.compared == [" chez Orvan, bonjour", " chez Orvane, bonjour"]


def test_what_the_model_prefers_stays_with_its_own_confidence() -> None:
    before, after = heard(Listener("Orvan,"), " chez Orvan, bonjour")
    assert after == before


def test_a_clip_without_a_likeness_costs_nothing() -> None:
    model = Listener("Orvane")
    before, after = heard(model, " je voudrais payer ma facture")
    assert after == before
    assert not model.compared
