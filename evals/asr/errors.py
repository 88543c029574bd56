"""Errors of what was heard against what was said, kept by recording so that they can be compared in pairs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import jiwer

from evals.asr.material import Item, MaterialSet, Run, Said, Turn
from evals.word_errors import character_counts, comparable
from gardefou.kernel.span import Span

REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)")
"""What some systems write of sound that is no speech, as [Musique]: no word, invented or other."""
SILENCE_MARGIN_MS = 1_000
"""A stretch this far from all speech of its channel is heard where nobody speaks."""
Counts = dict[str, tuple[int, int]]
"""Word errors and words said, by source."""


@dataclass(slots=True)
class Score:
    """One run against the truth; `invented` are words heard where nobody speaks."""

    by_source: Counts = field(default_factory=dict)
    character_errors: int = 0
    characters: int = 0
    invented: int = 0

    @property
    def word_error_rate(self) -> float | None:
        """Errors by words said; None where nothing was said."""
        said = sum(words for _, words in self.by_source.values())
        return sum(errors for errors, _ in self.by_source.values()) / said if said else None

    @property
    def character_error_rate(self) -> float | None:
        """Errors by characters said; None where nothing was said."""
        return self.character_errors / self.characters if self.characters else None


def scored(material: MaterialSet, run: Run) -> Score | None:
    """The score of a run; None where nobody knows what was said."""
    score = Score()
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for item, heard in zip(material.items, run.heard, strict=True):
        if item.turns is None:
            return None
        score.invented += invented_words(item, heard)
        for channel in range(item.channels):
            turns = sorted((turn for turn in item.turns if turn.channel == channel), key=lambda turn: turn.start_ms)
            text = _text(each for each in heard if each.channel == channel)
            if turns:
                for source, (errors, words) in errors_by_source(turns, text, item.language).items():
                    totals[source][0] += errors
                    totals[source][1] += words
                wrong, said = character_counts(" ".join(turn.text for turn in turns), text, item.language)
                score.character_errors += wrong
                score.characters += said
    score.by_source = {source: (errors, words) for source, (errors, words) in totals.items()}
    return score


def errors_by_source(turns: Sequence[Turn], heard: str, language: str) -> Counts:
    """Errors of one channel, each put down to the recording of the word it stands at; an insertion to the one before.

    The whole channel is aligned at once, because systems cut it elsewhere than people do.
    """
    said = [(word, turn.source) for turn in turns for word in comparable(turn.text, language).split()]
    totals = {turn.source: [0, 0] for turn in turns}
    for _, source in said:
        totals[source][1] += 1
    words = [word for word, _ in said]
    for chunk in jiwer.process_words(" ".join(words), comparable(heard, language)).alignments[0]:
        if chunk.type == "insert":
            before = said[max(0, chunk.ref_start_idx - 1)][1]
            totals[before][0] += chunk.hyp_end_idx - chunk.hyp_start_idx
        elif chunk.type != "equal":
            for _, source in said[chunk.ref_start_idx : chunk.ref_end_idx]:
                totals[source][0] += 1
    return {source: (errors, count) for source, (errors, count) in totals.items()}


def invented_words(item: Item, heard: Iterable[Said]) -> int:
    """Words of stretches that lie where nobody speaks on their channel."""
    spoken: dict[int, list[Span]] = defaultdict(list)
    for turn in item.turns or ():
        margin = SILENCE_MARGIN_MS
        spoken[turn.channel].append(Span(max(0, turn.start_ms - margin), turn.end_ms + margin))
    return sum(
        len(comparable(_text([each]), item.language).split())
        for each in heard
        if not any(span.start_ms < each.end_ms and each.start_ms < span.end_ms for span in spoken[each.channel])
    )


def _text(heard: Iterable[Said]) -> str:
    return " ".join(REMARK.sub(" ", each.text) for each in sorted(heard, key=lambda each: each.start_ms))
