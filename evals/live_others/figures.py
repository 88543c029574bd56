"""How late the words of any system are, told alike for all by what was truly said."""

from collections.abc import Iterator
from pathlib import Path

import jiwer

from evals.asr.errors import invented_words
from evals.asr.material import Item, Said, Turn
from evals.live.excerpts import Excerpt
from evals.live_others.exchange import FinalWord, Heard
from evals.word_errors import comparable

LAST_S = 5
"""A sentence that ends so near to the end of an excerpt is left out: the end of the sound makes words final."""


def sentence_waits(call: Excerpt, heard: Heard) -> list[float | None]:
    """Seconds from the end of each sentence until its last word was final; None where that word was not heard."""
    turns = sorted(call.turns, key=lambda turn: turn.start_ms)
    last = _last_words(turns, heard.words, call.language.value)
    return [
        word.final_s - turn.end_ms / 1000 if word else None
        for turn, word in zip(turns, last, strict=True)
        if turn.end_ms / 1000 <= call.seconds - LAST_S
    ]


def shown_waits(heard: Heard) -> Iterator[float]:
    """Seconds from the end of each final word until a word was to be seen at its place."""
    for place, word in enumerate(heard.words):
        yield min(word.final_s, next((at_s for at_s, count in heard.seen if count > place), word.final_s)) - word.end_s


def invented(call: Excerpt, heard: Heard) -> int:
    """Words where nobody speaks."""
    said = [Said(0, round(word.end_s * 1000) - 1, round(word.end_s * 1000), word.text) for word in heard.words]
    item = Item(call.name, Path(), call.language.value, 1, round(call.seconds * 1000), call.turns)
    return invented_words(item, said)


def text_of(heard: Heard) -> str:
    """What is final."""
    return " ".join(word.text for word in heard.words)


def _last_words(turns: list[Turn], words: tuple[FinalWord, ...], language: str) -> list[FinalWord | None]:
    """The heard word that stands for the last one of each turn, where all are aligned at once."""
    said: list[str] = []
    ends = []
    for turn in turns:
        said += comparable(turn.text, language).split()
        ends.append(len(said) - 1)
    parts = [(part, word) for word in words for part in comparable(word.text, language).split()]
    if not said or not parts:
        return [None for _ in turns]
    stands: dict[int, FinalWord] = {}
    for chunk in jiwer.process_words(" ".join(said), " ".join(part for part, _ in parts)).alignments[0]:
        if chunk.type in {"equal", "substitute"}:
            for offset in range(chunk.ref_end_idx - chunk.ref_start_idx):
                stands[chunk.ref_start_idx + offset] = parts[chunk.hyp_start_idx + offset][1]
    return [stands.get(end) for end in ends]
