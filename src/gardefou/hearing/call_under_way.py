"""What was heard of a call so far, and what waits for the engine; what the engine leaves out is read again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from gardefou.hearing.course import Course
from gardefou.hearing.cutting import CutClip
from gardefou.hearing.heard import rests_of, unheard_in, words_of
from gardefou.hearing.ports import Clip, HeardClip, SpeechEngine
from gardefou.kernel.transcript import Language, Unheard, Word


@dataclass
class CallUnderWay:
    """The clips of a call that wait for the engine, and what was heard so far."""

    engine: SpeechEngine
    course: Course
    fixed: Language | None
    words: dict[int, list[Word]] = field(default_factory=dict)
    unheard: list[Unheard] = field(default_factory=list)
    _languages: dict[int, Language] = field(default_factory=dict)
    _waiting: list[CutClip] = field(default_factory=list)

    @property
    def language(self) -> Language:
        """The language of the call: that of its first channel with speech."""
        first = self._languages[min(self._languages)] if self._languages else Language.FRENCH
        return self.fixed or first

    @property
    def waits(self) -> bool:
        """Whether something was read that is not heard yet."""
        return bool(self._waiting)

    def add(self, clips: Iterator[CutClip]) -> None:
        """Take clips, and hear them once there are enough."""
        for clip in clips:
            self._waiting.append(clip)
            if len(self._waiting) >= self.engine.clips_at_once:
                self.finish()

    def finish(self) -> None:
        """Hear what waits."""
        waiting = self._waiting
        self._waiting = []
        languages = [self._language(clip, waiting) for clip in waiting]
        rests: list[tuple[CutClip, Language]] = []
        for clip, heard in self._heard(waiting, languages):
            self._note(clip, heard)
            self.course.heard(clip.span.end_ms)
            rests += [(rest, heard.language) for rest in rests_of(clip, heard)]
        self._hear_again(rests)

    def _hear_again(self, rests: Sequence[tuple[CutClip, Language]]) -> None:
        """What the engine left out, each rest for itself; what it leaves out once more is unheard."""
        for rest, heard in self._heard([rest for rest, _ in rests], [language for _, language in rests]):
            self._note(rest, heard)
            self.course.heard(rest.span.end_ms)
            self.unheard += [
                Unheard(rest.channel, left.span.start_ms, left.span.end_ms) for left in rests_of(rest, heard)
            ]
        for words in self.words.values() if rests else ():
            words.sort(key=lambda word: word.start_ms)

    def _heard(self, clips: Sequence[CutClip], languages: Sequence[Language]) -> Iterator[tuple[CutClip, HeardClip]]:
        is_told = self.fixed is not None
        sounds = [Clip(clip.samples, own, is_told) for clip, own in zip(clips, languages, strict=True)]
        return zip(clips, self.engine.hear(sounds) if sounds else (), strict=True)

    def _note(self, clip: CutClip, heard: HeardClip) -> None:
        self.words.setdefault(clip.channel, []).extend(words_of(clip, heard))
        self.unheard.extend(unheard_in(clip, heard))

    def _language(self, clip: CutClip, waiting: Sequence[CutClip]) -> Language:
        if self.fixed:
            return self.fixed
        if clip.channel not in self._languages:
            speech = np.concatenate([each.samples for each in waiting if each.channel == clip.channel])
            self._languages[clip.channel] = self.engine.language_of(speech)
        return self._languages[clip.channel]
