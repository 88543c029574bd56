"""Hears a call: cuts each channel at quiet moments, transcribes, drops invented text, removes personal data."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from gardefou.hearing.ports import HeardPassage, Redact, SpeechEngine
from gardefou.hearing.rules import as_segments, in_order, is_invented, quietest_cut
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import HEARING_RATE, Samples, Sound
from gardefou.kernel.transcript import Language, Role, Segment, Transcript, Word

SHORTEST_STRETCH_S = 60
LONGEST_STRETCH_S = 90


@dataclass(frozen=True, slots=True)
class _Stretch:
    channel: int
    start_ms: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class _Heard:
    stretch_start_ms: int
    channel: int
    passages: Sequence[HeardPassage]


class Hearing:
    """Transcribes calls; raw words live only in this process' memory and leave it redacted."""

    def __init__(self, engine: SpeechEngine, redact: Redact) -> None:
        self._engine = engine
        self._redact = redact

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The redacted transcript of a call whose channels have these roles; language None means: recognise it.

        Raises InputRefused when the sound cannot be read to its end.
        """
        return self._redact(self.hear_raw(sound, roles, language, progress))

    def hear_raw(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The transcript before redaction, for measuring; it must not leave the process."""
        languages: dict[int, Language] = {}
        heard: list[_Heard] = []
        duration_ms = 0
        with ThreadPoolExecutor(self._engine.parallel_channels, thread_name_prefix="hearing") as pool:
            pending: list[Future[_Heard]] = []
            for stretches, read_ms in _stretches(sound):
                duration_ms = read_ms
                for stretch in stretches:
                    spoken = language or self._language(stretch, languages)
                    pending.append(pool.submit(self._hear_stretch, stretch, spoken))
                while len(pending) > 2 * self._engine.parallel_channels:
                    heard.append(pending.pop(0).result())
                    progress("hear", _share(heard[-1].stretch_start_ms, sound.properties.duration_ms))
            for future in pending:
                heard.append(future.result())
                progress("hear", _share(heard[-1].stretch_start_ms, sound.properties.duration_ms))
        spoken_language = language or languages.get(0) or languages.get(1) or Language.FRENCH
        segments = _segments(heard, roles, duration_ms)
        return Transcript(duration_ms, spoken_language, self._engine.name, segments, roles=tuple(roles))

    def _language(self, stretch: _Stretch, known: dict[int, Language]) -> Language:
        if stretch.channel not in known:
            found = self._engine.language_of(stretch.samples)
            if found is None:
                return next(iter(known.values()), Language.FRENCH)
            known[stretch.channel] = found
        return known[stretch.channel]

    def _hear_stretch(self, stretch: _Stretch, language: Language) -> _Heard:
        return _Heard(stretch.start_ms, stretch.channel, self._engine.hear(stretch.samples, language))


def _stretches(sound: Sound) -> Iterator[tuple[list[_Stretch], int]]:
    """The sound of each channel in stretches cut at quiet moments, with the milliseconds read so far."""
    kept: Samples | None = None
    starts: list[int] = []
    read = 0
    waiting: list[list[Samples]] = []
    for block in sound.blocks():
        channels = block.samples.shape[0]
        if kept is None:
            kept, starts, waiting = block.samples[:, :0], [0] * channels, [[] for _ in range(channels)]
        read += block.samples.shape[1]
        for channel in range(channels):
            waiting[channel].append(block.samples[channel])
        yield _cut(waiting, starts), read * 1000 // HEARING_RATE
    rest = [_Stretch(i, _ms(starts[i]), np.concatenate(parts)) for i, parts in enumerate(waiting) if parts]
    yield rest, read * 1000 // HEARING_RATE


def _cut(waiting: list[list[Samples]], starts: list[int]) -> list[_Stretch]:
    """Take from each channel that holds enough what lies before its quietest late moment."""
    stretches = []
    for channel, parts in enumerate(waiting):
        if sum(len(part) for part in parts) < LONGEST_STRETCH_S * HEARING_RATE:
            continue
        samples = np.concatenate(parts)
        at = quietest_cut(samples, SHORTEST_STRETCH_S * HEARING_RATE)
        stretches.append(_Stretch(channel, _ms(starts[channel]), samples[:at].copy()))
        waiting[channel] = [samples[at:].copy()]
        starts[channel] += at
    return stretches


def _ms(samples: int) -> int:
    return samples * 1000 // HEARING_RATE


def _share(done_ms: int, duration_ms: int | None) -> float:
    return min(1.0, done_ms / duration_ms) if duration_ms else 0.0


def _segments(heard: Sequence[_Heard], roles: Sequence[Role], duration_ms: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for channel, role in enumerate(roles):
        words: list[Word] = []
        for each in sorted((h for h in heard if h.channel == channel), key=lambda h: h.stretch_start_ms):
            for passage in each.passages:
                if not is_invented(passage):
                    words.extend(_moved(passage.words, each.stretch_start_ms))
        segments.extend(as_segments(channel, role, in_order(words, duration_ms)))
    return tuple(sorted(segments, key=lambda segment: (segment.start_ms, segment.channel)))


def _moved(words: Sequence[Word], by_ms: int) -> Iterator[Word]:
    for word in words:
        yield Word(word.start_ms + by_ms, word.end_ms + by_ms, word.text, word.confidence)
