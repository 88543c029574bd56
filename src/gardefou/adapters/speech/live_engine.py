"""Reads what is being said with a Whisper model: at once, and only what may stay a second time where it is doubtful."""

from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any

from gardefou.adapters.speech.attempts import (
    CONTEXT_TOKENS,
    DOUBTFUL_BEAM,
    GREEDY,
    SHORTEST_MARGIN_S,
    WIDER_MARGINS_S,
    Attempts,
    Made,
    context,
    filled_length,
)
from gardefou.adapters.speech.devices import is_of_device
from gardefou.adapters.speech.glossary_rescoring import GlossaryRescoring
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.adapters.speech.word_times import WordTimes
from gardefou.hearing.glossary.model import Glossary
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.ports import Clip, HeardClip
from gardefou.kernel.transcript import Language, Word

CONTEXT_LETTERS = 8 * CONTEXT_TOKENS
"""So many of the last letters said before hold the tokens that are given; more are not looked at each time."""
SHORTEST_TWICE = 6
TWICE_FROM = 0.8
"""A text of so many words says the same twice where its halves are alike to this share: a wide beam may do so, and
spells it in another way the second time."""


class LiveWhisperEngine:
    """Shares the weights with other engines; a `beam` of 1 is greedy, any other is for what may stay only.

    What may stay gets the beam of what is doubtful at least, and is read after what was said before it; where that is
    doubtful, without.
    """

    def __init__(self, model: WhisperModel, name: str, beam: int, glossary: Glossary | None = None) -> None:
        self.name = f"{name}, glossary {glossary.digest}" if glossary else name
        self._model = model
        self._beam = beam if beam == GREEDY else max(beam, DOUBTFUL_BEAM)
        self._attempts = Attempts(model, self._beam)
        self._timed = WordTimes(model, True, GlossaryRescoring(model, glossary) if glossary else None)
        self._untimed = WordTimes(model, False, None)

    def size_of(self, clip: LiveClip) -> Hashable:
        """Clips of the same size are read at once."""
        seconds = filled_length(Clip(clip.samples, Language.FRENCH))
        return seconds, clip.may_stay, clip.needs_times, len(self._context(clip))

    def read(self, clips: Sequence[LiveClip]) -> list[HeardClip]:
        """The words of clips of one size; where one of several cannot be read, the others are.

        Raises RuntimeError, ValueError or MemoryError when none of them can be, or the GPU fails.
        """
        try:
            return self._read(clips)
        except (RuntimeError, MemoryError, ValueError) as error:
            if is_of_device(error) or len(clips) == 1:
                raise
            alone = [self._alone(clip) for clip in clips]
            if all(each.failed and not each.words for each in alone):
                raise
            return alone

    def _alone(self, clip: LiveClip) -> HeardClip:
        try:
            return self._read([clip])[0]
        except (RuntimeError, MemoryError, ValueError) as error:
            if is_of_device(error):
                raise
            return HeardClip((), 0.0, 0.0, clip.language or Language.FRENCH, failed=True)

    def _read(self, clips: Sequence[LiveClip]) -> list[HeardClip]:
        frames = self._attempts.encoded([clip.samples for clip in clips], SHORTEST_MARGIN_S)
        known = [
            Clip(c.samples, own, c.language_is_told) for c, own in zip(clips, self._spoken(clips, frames), strict=True)
        ]
        may_stay = clips[0].may_stay
        before = [self._context(clip) for clip in clips]
        made = self._attempts.read(known, frames, self._beam if may_stay else GREEDY, before)
        if may_stay:
            made = [self._checked(clip, each) for clip, each in zip(known, made, strict=True)]
        times = self._timed if may_stay or clips[0].needs_times else self._untimed
        return [_heard(each, words) for each, words in zip(made, times.of(known, made), strict=True)]

    def _spoken(self, clips: Sequence[LiveClip], frames: Any) -> list[Language]:
        """The language of each clip, recognised where nobody knows it."""
        if all(clip.language for clip in clips):
            return [clip.language or Language.FRENCH for clip in clips]
        odds = self._model.language_odds(frames)
        return [
            clip.language or max(Language, key=lambda language: own[language])
            for clip, own in zip(clips, odds, strict=True)
        ]

    def _context(self, clip: LiveClip) -> tuple[int, ...]:
        """The last tokens of what was said before; none where they are few."""
        if not clip.before or self._beam == GREEDY:
            return ()
        return context(self._model.vocabulary.encode(f" {clip.before}"[-CONTEXT_LETTERS:]))

    def _checked(self, clip: Clip, made: Made) -> Made:
        """The text, made again in another language or with more silence after it where that is better."""
        made = self._attempts.in_its_language(clip, made)
        if made.attempt.is_doubtful or _has_like_halves(made.attempt.text):
            return self._attempts.wider(clip, made, WIDER_MARGINS_S[0])
        return made


def _has_like_halves(text: str) -> bool:
    words = text.lower().split()
    half = len(words) // 2
    if len(words) < SHORTEST_TWICE:
        return False
    return SequenceMatcher(None, " ".join(words[:half]), " ".join(words[half:])).ratio() >= TWICE_FROM


def _heard(made: Made, words: tuple[Word, ...]) -> HeardClip:
    decoded = made.decoded
    return HeardClip(
        words, decoded.log_probability, decoded.no_speech_probability, made.language, failed=made.attempt.is_lost
    )
