"""Hears a call: finds speech on each channel, transcribes it, drops invented text, removes personal data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gardefou.hearing.channels import ChannelReader
from gardefou.hearing.course import Course
from gardefou.hearing.cutting import CutClip
from gardefou.hearing.heard import unheard_in, words_of
from gardefou.hearing.ports import Clip, HeardClip, Redact, SpeechEngine, VoiceActivity
from gardefou.hearing.rules import as_segments, in_order
from gardefou.hearing.speakers.ports import Divide
from gardefou.hearing.speakers.steps import undivided
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound, milliseconds
from gardefou.kernel.transcript import Language, Role, Segment, Transcript, Unheard, Word


class Hearing:
    """Transcribes calls; raw words live only in this process' memory and leave it redacted."""

    def __init__(
        self, engine: SpeechEngine, voice_activity: VoiceActivity, redact: Redact, divide: Divide = undivided
    ) -> None:
        self._engine = engine
        self._voice_activity = voice_activity
        self._redact = redact
        self._divide = divide

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The redacted transcript of a call whose channels have these roles; language None means: recognise it.

        Two roles share a single channel: who speaks is then an estimate. Raises InputRefused when the sound cannot be
        read to its end.
        """
        own = roles[: sound.properties.channels]
        raw = self.hear_raw(sound, own, language, progress)
        if len(own) < len(roles):
            progress("divide", 0.0)
            raw = self._divide(raw, sound)
        return self._redact(raw)

    def hear_raw(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The transcript before redaction, for measuring; it must not leave the process."""
        course = Course(progress, sound.properties.duration_ms)
        call = _Call(self._engine, course, language)
        readers: list[ChannelReader] = []
        read = 0
        for block in sound.blocks():
            readers = readers or [
                ChannelReader(channel, self._voice_activity.listener()) for channel in range(len(block.samples))
            ]
            read += block.samples.shape[1]
            call.add(clip for reader, own in zip(readers, block.samples, strict=True) for clip in reader.add(own))
            if not call.waits:
                course.heard(milliseconds(read))
        course.duration_ms = milliseconds(read)
        call.add(clip for reader in readers for clip in reader.end())
        call.finish()
        course.heard(milliseconds(read))
        quality = tuple(reader.quality for reader in readers)
        return Transcript(
            milliseconds(read),
            call.language,
            self._engine.name,
            _segments(call.words, roles, milliseconds(read)),
            roles=tuple(roles),
            unheard=_within(call.unheard, milliseconds(read)),
            quality=quality,
        )


@dataclass
class _Call:
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
        is_told = self.fixed is not None
        sounds = [Clip(clip.samples, own, is_told) for clip, own in zip(waiting, languages, strict=True)]
        for clip, heard in zip(waiting, self.engine.hear(sounds) if sounds else (), strict=True):
            self._note(clip, heard)
            self.course.heard(clip.span.end_ms)

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


def _within(unheard: Sequence[Unheard], duration_ms: int) -> tuple[Unheard, ...]:
    """In order of time, and ended with the call: the last window that voice activity looks at may go beyond it."""
    ordered = sorted(unheard, key=lambda each: (each.start_ms, each.channel))
    return tuple(replace(each, end_ms=min(each.end_ms, duration_ms)) for each in ordered)


def _segments(words: dict[int, list[Word]], roles: Sequence[Role], duration_ms: int) -> tuple[Segment, ...]:
    segments = [
        segment
        for channel, role in enumerate(roles)
        for segment in as_segments(channel, role, in_order(words.get(channel, ()), duration_ms))
    ]
    return tuple(sorted(segments, key=lambda segment: (segment.start_ms, segment.channel)))
