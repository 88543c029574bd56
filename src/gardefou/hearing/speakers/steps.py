"""Divides what was heard on one channel between two people, and names the adviser."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from gardefou.hearing.rules import segment as segment_of
from gardefou.hearing.speakers.adviser import LEAST_SURE, find_adviser
from gardefou.hearing.speakers.listening import Voices, listen
from gardefou.hearing.speakers.ports import SpeakerEmbeddings
from gardefou.hearing.speakers.turns import voices_of
from gardefou.hearing.speakers.two_voices import FEWEST_WINDOWS, halves, is_split, line_between, separation, spread_out
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import ESTIMATED, Role, Segment, Transcript, Word

ROUNDS = 3
"""Voices are learned, words given to them, voices learned again from these words."""
LEAST_SEPARATION = 2.0
"""Groups closer than this are one voice in several moods."""
LEAST_SHARE = 0.02
"""A second voice with less of the words is taken for chance."""

_Labels = npt.NDArray[np.bool_]


def divide(transcript: Transcript, sound: Sound, embeddings: SpeakerEmbeddings) -> Transcript:
    """The transcript of a one-channel recording with each word given to adviser or customer, as an estimate.

    Where only one voice is found, or words do not tell which is the adviser's, everything stays with the first role. A
    recording of several channels stays as it is. Raises InputRefused when the sound cannot be read to its end.
    """
    if len(transcript.roles) > 1 or sound.properties.channels > 1:
        return transcript
    alone = replace(transcript, speakers=ESTIMATED)
    units = [unit for segment in transcript.segments for unit in segment.words_or_whole]
    by_time = sorted(range(len(units)), key=lambda number: units[number].start_ms)
    voices = _voices(sound, [units[number] for number in by_time], embeddings)
    if voices is None:
        return alone
    is_first = np.zeros(len(units), np.bool_)
    is_first[by_time] = voices
    said = [" ".join(u.text for u, own in zip(units, is_first, strict=True) if own == voice) for voice in (True, False)]
    found = find_adviser(said, first=0 if voices[0] else 1)
    if found.confidence < LEAST_SURE:
        return alone
    advises = is_first if found.speaker == 0 else ~is_first
    roles = iter([Role.ADVISER if each else Role.CUSTOMER for each in advises])
    divided = (part for segment in transcript.segments for part in _parts(segment, roles))
    segments = tuple(sorted(divided, key=lambda each: each.start_ms))
    return replace(alone, segments=segments, roles=(Role.ADVISER, Role.CUSTOMER))


def undivided(transcript: Transcript, _: Sound) -> Transcript:
    """The transcript of a channel that two people share where nothing tells them apart: all is the first role's."""
    return replace(transcript, speakers=ESTIMATED)


def _parts(segment: Segment, roles: Iterator[Role]) -> Iterator[Segment]:
    own = [(next(roles), word) for word in segment.words_or_whole]
    groups = [(role, [word for _, word in said]) for role, said in groupby(own, key=lambda each: each[0])]
    if len(groups) == 1:
        yield replace(segment, role=groups[0][0])
        return
    for role, words in groups:
        yield segment_of(segment.channel, role, words)


def _voices(sound: Sound, words: Sequence[Word], embeddings: SpeakerEmbeddings) -> _Labels | None:
    """For each word whether the first voice says it; None where one voice is all that can be told."""
    heard = listen(sound, [word.span for word in words], embeddings)
    teaching = spread_out(heard.is_full)
    if len(teaching) < FEWEST_WINDOWS:
        return None
    vectors = heard.vectors[teaching]
    labels = halves(vectors)
    said = np.zeros(len(words), np.bool_)
    for _ in range(ROUNDS):
        if not is_split(labels):
            return None
        said = voices_of(words, heard.middles_ms, line_between(vectors, labels).sides(heard.vectors))
        labels = _labels(words, said, heard, teaching)
    is_chance = min(said.mean(), 1 - said.mean()) < LEAST_SHARE or separation(vectors, labels) < LEAST_SEPARATION
    return None if is_chance else said


def _labels(words: Sequence[Word], said: _Labels, heard: Voices, teaching: npt.NDArray[np.intp]) -> _Labels:
    """Whose word is said in the middle of each window that teaches, or next before it."""
    starts = np.asarray([word.start_ms for word in words])
    at = np.searchsorted(starts, heard.middles_ms[teaching], side="right") - 1
    return said[np.maximum(at, 0)]
