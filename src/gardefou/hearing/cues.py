"""A transcript cut into subtitles that can be read while they are heard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gardefou.hearing.turns import turns_of
from gardefou.hearing.written import Written, written_form
from gardefou.hearing.written.figures import NARROW, NO_BREAK
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript

LONGEST_LINE = 42
LONGEST_CUE_MS = 7_000
SHORTEST_CUE_MS = 1_000
"""Shown that long at least, unless the same speaker says something else."""
_LONGEST_PAUSE_MS = 1_500
UNHEARD = {"fr": "[passage non transcrit]", "en": "[not transcribed]"}
_SPACE = re.compile(rf"[^\S{NO_BREAK}{NARROW}]+|[\x00-\x1f]+")
_LEAST_SHARE = 0.4
"""A subtitle is not cut before this share of its text, however well a mark would divide it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle of at most two lines."""

    role: Role
    span: Span
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bit:
    text: str
    span: Span

    @property
    def ends_sentence(self) -> bool:
        return self.text.rstrip('»”"’)').endswith((".", "?", "!", "…"))

    @property
    def ends_clause(self) -> bool:
        return self.ends_sentence or self.text.endswith((",", ";", ":"))


def cues(transcript: Transcript, names: Mapping[Role, str] | None = None) -> tuple[Cue, ...]:
    """The subtitles of a call in order of time; with names, each turn begins with the speaker's."""
    found: dict[Role, list[Cue]] = {}
    for turn in turns_of(transcript.segments):
        words = [word for each in turn.segments for word in each.words_or_whole]
        bits = [bit for piece in written_form(words, transcript.language) for bit in _bits(piece)]
        if names and bits:
            bits = [_Bit(f"{names[turn.role]}{NO_BREAK}:", replace(bits[0].span, end_ms=bits[0].span.start_ms)), *bits]
        for group in _groups(bits):
            found.setdefault(turn.role, []).append(Cue(turn.role, _time(group), _lines(group)))
    for each in transcript.unheard:
        role = transcript.speaker_of(each.channel, each.span)
        text = UNHEARD["en" if transcript.language == "en" else "fr"]
        found.setdefault(role, []).append(Cue(role, each.span, (text,)))
    shown = [cue for of_role in found.values() for cue in _long_enough(sorted(of_role, key=lambda each: each.span))]
    return tuple(sorted(shown, key=lambda cue: cue.span))


def _bits(piece: Written) -> Iterator[_Bit]:
    """What must stay on one line; what is longer than a line is cut anywhere."""
    texts = [
        text[start : start + LONGEST_LINE]
        for text in _SPACE.split(piece.text)
        for start in range(0, len(text), LONGEST_LINE)
    ]
    total, done, length = sum(map(len, texts)), 0, piece.span.duration_ms
    for text in texts:
        start_ms = piece.span.start_ms + length * done // total
        done += len(text)
        yield _Bit(text, Span(start_ms, piece.span.start_ms + length * done // total))


def _groups(bits: Sequence[_Bit]) -> Iterator[list[_Bit]]:
    group: list[_Bit] = []
    for bit in bits:
        while group and not _fits([*group, bit]):
            cut = _cut(group)
            yield group[:cut]
            group = group[cut:]
        if group and (_is_full(group) or bit.span.start_ms - group[-1].span.end_ms > _LONGEST_PAUSE_MS):
            yield group
            group = []
        group.append(bit)
    if group:
        yield group


def _fits(group: Sequence[_Bit]) -> bool:
    is_short = group[-1].span.end_ms - group[0].span.start_ms <= LONGEST_CUE_MS
    return is_short and (len(_text(group)) <= LONGEST_LINE or bool(_breaks(group)))


def _is_full(group: Sequence[_Bit]) -> bool:
    return group[-1].ends_sentence and len(_text(group)) > LONGEST_LINE


def _cut(group: Sequence[_Bit]) -> int:
    """Where a full subtitle ends best: after a sentence, else after a clause, else after all of it."""
    least = _LEAST_SHARE * len(_text(group))
    late = [at for at in range(1, len(group) + 1) if len(_text(group[:at])) >= least]
    sentences = [at for at in late if group[at - 1].ends_sentence]
    clauses = [at for at in late if group[at - 1].ends_clause]
    return max(sentences or clauses or late)


def _breaks(group: Sequence[_Bit]) -> list[int]:
    """Where a line break leaves two lines that are short enough."""
    return [
        at
        for at in range(1, len(group))
        if len(_text(group[:at])) <= LONGEST_LINE and len(_text(group[at:])) <= LONGEST_LINE
    ]


def _lines(group: Sequence[_Bit]) -> tuple[str, ...]:
    text = _text(group)
    if len(text) <= LONGEST_LINE:
        return (text,)
    at = min(_breaks(group), key=lambda place: _unevenness(group, place))
    return _text(group[:at]), _text(group[at:])


def _unevenness(group: Sequence[_Bit], at: int) -> float:
    """How badly a line break divides the text; one after a mark is worth ten characters."""
    return abs(len(_text(group[:at])) - len(_text(group[at:]))) - 10 * group[at - 1].ends_clause


def _text(group: Sequence[_Bit]) -> str:
    return " ".join(bit.text for bit in group)


def _time(group: Sequence[_Bit]) -> Span:
    start_ms = group[0].span.start_ms
    return Span(start_ms, min(group[-1].span.end_ms, start_ms + LONGEST_CUE_MS))


def _long_enough(shown: Sequence[Cue]) -> Iterator[Cue]:
    """Each subtitle long enough to be read where the next of the speaker leaves time, and never without time."""
    nexts = [*(following.span.start_ms for _, following in pairwise(shown)), None]
    for cue, following in zip(shown, nexts, strict=True):
        wished = cue.span.start_ms + SHORTEST_CUE_MS
        end_ms = max(cue.span.end_ms, wished if following is None else min(wished, following), cue.span.start_ms + 1)
        yield replace(cue, span=Span(cue.span.start_ms, end_ms))
