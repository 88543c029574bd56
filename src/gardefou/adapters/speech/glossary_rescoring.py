"""Asks a Whisper model whether names of a glossary were said where words sound like them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gardefou.adapters.speech.alignment import aligned
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.hearing.glossary.choice import with_glossary
from gardefou.hearing.glossary.likeness import Likenesses, Reading
from gardefou.hearing.glossary.model import Glossary
from gardefou.kernel.transcript import Language, Word


class GlossaryRescoring:
    """Puts entries of one glossary in place of words that the model finds hardly likelier over the same sound."""

    def __init__(self, model: WhisperModel, glossary: Glossary) -> None:
        self._model = model
        self._likenesses = Likenesses(glossary)

    def words(
        self, words: tuple[Word, ...], tokens: Sequence[int], encoded: Any, language: Language, seconds: float
    ) -> tuple[Word, ...]:
        """The words of one clip, decoded as `tokens` from its encoder frames; the same ones where nothing is alike.

        The confidence of a word that was put in is what the model gives it.
        """
        passage = DecodedClip(self._model, encoded, language, seconds, tuple(tokens), words)
        is_usable = len(passage.runs) == len(words)
        return tuple(with_glossary(passage, self._likenesses).words) if is_usable else words


@dataclass
class DecodedClip:
    """The passage of one clip."""

    model: WhisperModel
    encoded: Any
    language: Language
    seconds: float
    tokens: tuple[int, ...]
    words: tuple[Word, ...]
    _alignments: dict[Reading, tuple[tuple[int, ...], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Leave out what is no text, and find where words begin."""
        self.tokens = tuple(token for token in self.tokens if token < self.model.vocabulary.end)
        self.runs = self.model.vocabulary.words(self.tokens)

    def gains(self, readings: Sequence[Reading]) -> list[float]:
        """Sums of the logarithms of what the model gives each token, less that of what was decoded."""
        texts = [self.tokens, *(self._tokens(each) for each in readings)]
        frames = self.model.chosen(self.encoded, [0] * len(texts))
        alignments = self.model.align(frames, self.language, texts, [self.seconds] * len(texts))
        self._alignments = dict(zip(readings, zip(texts[1:], alignments[1:], strict=True), strict=True))
        likely = [float(np.log(np.maximum(each.text_token_probs, 1e-9)).sum()) for each in alignments]
        return [each - likely[0] for each in likely[1:]]

    def read_as(self, reading: Reading) -> "DecodedClip":
        """The clip with that text and its times."""
        tokens, alignment = self._alignments[reading]
        words = aligned(self.model.vocabulary.words(tokens), alignment, self.seconds)
        return DecodedClip(self.model, self.encoded, self.language, self.seconds, tokens, words)

    def _tokens(self, reading: Reading) -> tuple[int, ...]:
        first, last = self.runs[reading.first], self.runs[reading.last - 1]
        space = " " if first.text[:1].isspace() else ""
        written = self.model.vocabulary.encode(space + reading.text)
        return (*self.tokens[: first.first], *written, *self.tokens[last.last :])
