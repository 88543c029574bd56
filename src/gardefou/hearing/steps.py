"""Hears a call: finds speech on each channel, transcribes it, drops invented text, removes personal data."""

from collections.abc import Sequence
from dataclasses import replace

from gardefou.hearing.call_under_way import CallUnderWay
from gardefou.hearing.channels import ChannelReader
from gardefou.hearing.course import Course
from gardefou.hearing.ports import Redact, SpeechEngine, VoiceActivity
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
        call = CallUnderWay(self._engine, course, language)
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
