"""Reads clips with a Whisper model: at once where it is sure, and again in another way where it is not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gardefou.adapters.speech.whisper_model import LONGEST_S, Decoded, WhisperModel
from gardefou.hearing.guards import Attempt, most_tokens
from gardefou.hearing.ports import Clip
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language

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
GREEDY = 1
DOUBTFUL_BEAM = 5
CONTEXT_TOKENS = 64
"""How much of what was said before is given, or nothing: always as much, so that clips share a batch."""
LEAST_SAID = 0.8
"""A reading in context has this share of the letters read at first at least: one that leaves words out may be surer."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The encoder frames of one clip: its place in a batch."""

    batch: Any
    place: int


NO_FRAMES = Frames(None, 0)
"""Those of a clip that is read."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a clip, and the encoder frames it was made from."""

    decoded: Decoded
    language: Language
    attempt: Attempt
    frames: Frames


class Attempts:
    """Makes text of clips; `beam` 1 is greedy."""

    def __init__(self, model: WhisperModel, beam: int) -> None:
        self._model = model
        self._beam = beam

    def first(self, clips: Sequence[Clip]) -> list[Made]:
        """Each of some clips that fill up to the same length, with another attempt where the first is doubtful."""
        batch = self.encoded([clip.samples for clip in clips], SHORTEST_MARGIN_S)
        made = self.read(clips, batch, self._beam)
        return [self._checked(clip, each) for clip, each in zip(clips, made, strict=True)]

    def read(
        self, clips: Sequence[Clip], batch: Any, beam: int, before: Sequence[Sequence[int]] | None = None
    ) -> list[Made]:
        """The likeliest text of each clip of a batch in its language, after tokens `before` of the same number."""
        said = before or [()] * len(clips)
        prompts = [self._model.vocabulary.prompt(clip.language, own) for clip, own in zip(clips, said, strict=True)]
        decoded = self._model.decode(batch, prompts, beam, most_tokens(max(map(filled_length, clips))))
        return [
            self._made(clip, each, clip.language, Frames(batch, place))
            for place, (clip, each) in enumerate(zip(clips, decoded, strict=True))
        ]

    def in_context(self, clips: Sequence[Clip], made: Sequence[Made], before: Sequence[Sequence[int]]) -> list[Made]:
        """Each clip read again after the tokens of what was said `before`, where the model is then surer of it.

        They share a batch, in their order; all the texts before have the same length.
        """
        own = [replace(clip, language=each.language) for clip, each in zip(clips, made, strict=True)]
        again = self.read(own, made[0].frames.batch, max(self._beam, DOUBTFUL_BEAM), before)
        return [self._surer(first, second) for first, second in zip(made, again, strict=True)]

    def apart(self, made: Sequence[Made], places: Sequence[int]) -> dict[int, Made]:
        """What was made at some places of a batch, each with frames of its own, so that nothing else is held."""
        batches: dict[int, list[int]] = {}
        for place in places:
            batches.setdefault(id(made[place].frames.batch), []).append(place)
        own: dict[int, Made] = {}
        for alike in batches.values():
            batch = made[alike[0]].frames.batch
            frames = self._model.apart(batch, [made[place].frames.place for place in alike])
            own |= {
                place: replace(made[place], frames=Frames(each, 0)) for place, each in zip(alike, frames, strict=True)
            }
        return own

    def together(self, made: Sequence[Made]) -> list[Made]:
        """What was made of clips with frames of their own, all of the same length, with their frames as one batch."""
        batch = self._model.joined([each.frames.batch for each in made])
        return [replace(each, frames=Frames(batch, place)) for place, each in enumerate(made)]

    def encoded(self, sounds: Sequence[Samples], margin: float) -> Any:
        """Encoder frames of sounds that fill up to the same length."""
        seconds = _filled(max(len(samples) for samples in sounds) / HEARING_RATE, margin)
        return self._model.encode([self._model.features(samples, seconds) for samples in sounds])

    @staticmethod
    def _surer(first: Made, second: Made) -> Made:
        better = second.attempt.log_probability > first.attempt.log_probability
        whole = first.attempt.is_doubtful or len(second.attempt.text) >= LEAST_SAID * len(first.attempt.text)
        return second if better and whole and not second.attempt.is_doubtful else first

    def in_its_language(self, clip: Clip, made: Made) -> Made:
        """The text, made again in the other language where that is the likelier one and nobody told it."""
        if made.attempt.log_probability >= FOREIGN_BELOW or clip.language_is_told:
            return made
        frames = self._model.chosen(made.frames.batch, [made.frames.place])
        odds = self._model.language_odds(frames)[0]
        spoken = max(Language, key=lambda language: odds[language])
        if spoken is clip.language or odds[spoken] < FOREIGN_FROM:
            return made
        return self._again(clip, spoken, frames)

    def wider(self, clip: Clip, made: Made, margin: float) -> Made:
        """The text, made again with so many seconds of silence after the clip where that is the better one."""
        again = self._again(clip, made.language, self.encoded([clip.samples], margin))
        is_surer = again.attempt.log_probability > made.attempt.log_probability
        return again if is_surer or not again.attempt.is_doubtful else made

    def _checked(self, clip: Clip, made: Made) -> Made:
        made = self.in_its_language(clip, made)
        for margin in WIDER_MARGINS_S:
            if not made.attempt.is_doubtful:
                break
            made = self.wider(clip, made, margin)
        return made

    def _again(self, clip: Clip, language: Language, batch: Any) -> Made:
        prompt = self._model.vocabulary.prompt(language)
        decoded = self._model.decode(batch, [prompt], max(self._beam, DOUBTFUL_BEAM), most_tokens(clip.seconds))[0]
        return self._made(clip, decoded, language, Frames(batch, 0))

    def _made(self, clip: Clip, decoded: Decoded, language: Language, frames: Frames) -> Made:
        text = self._model.vocabulary.text(decoded.tokens)
        attempt = Attempt(text, len(decoded.tokens), clip.seconds, decoded.log_probability)
        return Made(decoded, language, attempt, frames)


def context(tokens: Sequence[int]) -> tuple[int, ...]:
    """The last CONTEXT_TOKENS of what was said before; none where they are fewer."""
    return tuple(tokens[-CONTEXT_TOKENS:]) if len(tokens) >= CONTEXT_TOKENS else ()


def filled_length(clip: Clip) -> float:
    """To how many seconds a clip is filled up at first."""
    return _filled(clip.seconds, SHORTEST_MARGIN_S)


def _filled(seconds: float, margin: float) -> float:
    return min(float(LONGEST_S), math.ceil((seconds + margin) / GRID_S) * GRID_S)
