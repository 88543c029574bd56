"""Transcribes clips of speech with Whisper: tight encoder input, batches across calls, a second look where in doubt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gardefou.adapters.speech.alignment import aligned
from gardefou.adapters.speech.batches import Batches
from gardefou.adapters.speech.whisper_model import CUDA, LONGEST_S, Decoded, WhisperModel
from gardefou.hearing.guards import Attempt, most_tokens
from gardefou.hearing.ports import Clip, HeardClip
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Word

SHORTEST_MARGIN_S = 1.0
"""Silence after a clip: with less of it the decoder runs on."""
GRID_S = 2.0
"""Clips are filled up to multiples of this, always the same for the same clip, and share a batch with their like."""
WIDER_MARGINS_S = (3.0, float(LONGEST_S))
"""Silence that a doubtful clip gets at the second and third attempt."""
FOREIGN_BELOW = -0.6
"""With a lower log-probability the language is looked at again."""
FOREIGN_FROM = 0.7
"""How probable the other language must be to be taken."""
LANGUAGE_SAMPLE_S = 30
BATCH = {"cpu": 16, CUDA: 64}


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a clip, and the encoder frames it was made from."""

    decoded: Decoded
    language: Language
    attempt: Attempt
    encoded: Any


class WhisperEngine:
    """Takes clips of any caller, and puts those of the same length into one batch.

    `beam` 1 is greedy; without `word_times` words share the time of their clip.
    """

    def __init__(
        self,
        model: WhisperModel,
        name: str,
        threads: int,
        beam: int = 5,
        word_times: bool = True,
        batch: int | None = None,
    ) -> None:
        self.name = name
        self._model = model
        self._beam = beam
        self._word_times = word_times
        self._batch = batch or BATCH[model.device]
        self._threads = threads
        self._batches = Batches(self._hear_batch, _length, lambda clip: self._batch, threads)

    @property
    def clips_at_once(self) -> int:
        """Enough for every thread to fill two batches."""
        return 2 * self._threads * self._batch

    def language_of(self, samples: Samples) -> Language:
        """The likelier of the languages spoken in `samples`, shape `(samples,)` at HEARING_RATE."""
        odds = self._model.language_odds(self._encoded([samples[: LANGUAGE_SAMPLE_S * HEARING_RATE]], 0.0))[0]
        return max(Language, key=lambda language: odds[language])

    def hear(self, clips: Sequence[Clip]) -> Sequence[HeardClip]:
        """The words of each clip, in the order of the clips."""
        return self._batches.of(clips)

    def _hear_batch(self, clips: Sequence[Clip]) -> list[HeardClip]:
        """One batch; what fails together is tried one by one, and what fails alone is marked as failed."""
        try:
            return self._heard(clips)
        except (RuntimeError, MemoryError, ValueError):
            if len(clips) == 1:
                return [HeardClip((), 0.0, 0.0, 0.0, clips[0].language, failed=True)]
            return [each for clip in clips for each in self._hear_batch([clip])]

    def _heard(self, clips: Sequence[Clip]) -> list[HeardClip]:
        encoded = self._encoded([clip.samples for clip in clips], SHORTEST_MARGIN_S)
        prompts = [self._model.vocabulary.prompt(clip.language) for clip in clips]
        decoded = self._model.decode(encoded, prompts, self._beam, most_tokens(max(clip.seconds for clip in clips)))
        made = [
            self._checked(clip, self._attempt(clip, each, clip.language, encoded), place)
            for place, (clip, each) in enumerate(zip(clips, decoded, strict=True))
        ]
        words = self._words(clips, made, encoded)
        return [_result(each, said) for each, said in zip(made, words, strict=True)]

    def _checked(self, clip: Clip, made: _Made, place: int) -> _Made:
        """The transcript, made again in the other language or with more silence after the clip where it is doubtful."""
        if made.attempt.log_probability < FOREIGN_BELOW:
            frames = self._model.chosen(made.encoded, [place])
            odds = self._model.language_odds(frames)[0]
            spoken = max(Language, key=lambda language: odds[language])
            if spoken is not clip.language and odds[spoken] >= FOREIGN_FROM:
                made = self._again(clip, spoken, frames)
        for margin in WIDER_MARGINS_S:
            if not made.attempt.is_doubtful:
                return made
            wider = self._again(clip, made.language, self._encoded([clip.samples], margin))
            if not wider.attempt.is_doubtful or wider.attempt.log_probability > made.attempt.log_probability:
                made = wider
        return made

    def _again(self, clip: Clip, language: Language, encoded: Any) -> _Made:
        prompt = self._model.vocabulary.prompt(language)
        decoded = self._model.decode(encoded, [prompt], max(self._beam, 5), most_tokens(clip.seconds))[0]
        return self._attempt(clip, decoded, language, encoded)

    def _attempt(self, clip: Clip, decoded: Decoded, language: Language, encoded: Any) -> _Made:
        text = self._model.vocabulary.text(decoded.tokens)
        attempt = Attempt(text, len(decoded.tokens), clip.seconds, decoded.log_probability)
        return _Made(decoded, language, attempt, encoded)

    def _words(self, clips: Sequence[Clip], made: Sequence[_Made], encoded: Any) -> list[tuple[Word, ...]]:
        if not self._word_times:
            return [_shared_out(clip, each.attempt.text) for clip, each in zip(clips, made, strict=True)]
        words: list[tuple[Word, ...]] = [()] * len(clips)
        alike: dict[tuple[int, Language], list[int]] = {}
        for place, each in enumerate(made):
            alike.setdefault((id(each.encoded), each.language), []).append(place)
        for places in alike.values():
            first = made[places[0]]
            frames = self._model.chosen(encoded, places) if first.encoded is encoded else first.encoded
            tokens = [made[place].decoded.tokens for place in places]
            seconds = [clips[place].seconds for place in places]
            alignments = self._model.align(frames, first.language, tokens, seconds)
            for place, alignment in zip(places, alignments, strict=True):
                runs = self._model.vocabulary.words(made[place].decoded.tokens)
                words[place] = aligned(runs, alignment, clips[place].seconds)
        return words

    def _encoded(self, sounds: Sequence[Samples], margin: float) -> Any:
        """Encoder frames of clips that fill up to the same length."""
        seconds = _filled(max(len(samples) for samples in sounds) / HEARING_RATE, margin)
        return self._model.encode([self._model.features(samples, seconds) for samples in sounds])


def _length(clip: Clip) -> float:
    return _filled(clip.seconds, SHORTEST_MARGIN_S)


def _filled(seconds: float, margin: float) -> float:
    return min(float(LONGEST_S), math.ceil((seconds + margin) / GRID_S) * GRID_S)


def _result(made: _Made, words: tuple[Word, ...]) -> HeardClip:
    decoded, attempt = made.decoded, made.attempt
    return HeardClip(
        words,
        decoded.log_probability,
        decoded.no_speech_probability,
        attempt.compression_ratio,
        made.language,
        failed=attempt.is_lost,
    )


def _shared_out(clip: Clip, text: str) -> tuple[Word, ...]:
    """The words of a text, each with a share of the clip's time by its letters."""
    said = text.split()
    letters = max(1, sum(map(len, said)))
    words, before = [], 0
    for word in said:
        start, before = before, before + len(word)
        words.append(
            Word(round(start / letters * clip.seconds * 1000), round(before / letters * clip.seconds * 1000), word)
        )
    return tuple(words)
