"""Show what differs between two transcripts of the same call, word by word, with times.

Run: python -m evals.transcript_diff A B [--language fr]

A and B are files of `gardefou transcribe --json`, or plain text. [-words-] are in A only, {+words+} in B only; figures
are compared as people write them, punctuation and case not at all. A is the reference of the rate of word errors.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
from rich.console import Console
from rich.text import Text

from evals.word_errors import comparable, counts
from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.documents.transcript_file import LARGEST_FILE, read_transcript
from gardefou.hearing.written import written_form
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Word

CONTEXT = 3
"""Equal words shown around a difference."""
ALL = "call"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or figure as written, as it is compared, and when it starts if that is known."""

    text: str
    key: str
    start_ms: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Successive units of A and B that are not the same; either may be empty."""

    before: tuple[Unit, ...]
    only_a: tuple[Unit, ...]
    only_b: tuple[Unit, ...]
    after: tuple[Unit, ...]

    @property
    def start_ms(self) -> int | None:
        """When it is."""
        return next((each.start_ms for each in (*self.only_a, *self.only_b) if each.start_ms is not None), None)


def main() -> int:
    """Print the differences of two files; 1 when one cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a", type=Path)
    parser.add_argument("b", type=Path)
    parser.add_argument("--language", default="fr", choices=("fr", "en"), help="of plain text")
    options = parser.parse_args()
    try:
        a, b = (read(path, options.language) for path in (options.a, options.b))
    except InputRefused as error:
        print(f"transcript_diff: {error}", file=sys.stderr)
        return 1
    console = Console(highlight=False, soft_wrap=True)
    for speaker, ours, theirs in paired(a.by_speaker, b.by_speaker):
        show(console, speaker, ours, theirs, a.language)
    return 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of each speaker; plain text has one speaker, the whole call."""

    language: str
    by_speaker: dict[str, tuple[Word, ...]]


def read(path: Path, language: str) -> Spoken:
    """A transcript as JSON, or else plain text.

    Raises InputRefused when it cannot be read.
    """
    if path.suffix.lower() not in {".json", ".jsonl"}:
        words = tuple(Word(0, 0, text) for text in read_text(path, LARGEST_FILE).split())
        return Spoken(language, {ALL: words})
    transcript = read_transcript(path)
    speakers = dict.fromkeys(f"{each.channel} {each.role.value}" for each in transcript.segments)
    return Spoken(
        transcript.language,
        {
            speaker: tuple(word for each, word in transcript.words() if f"{each.channel} {each.role.value}" == speaker)
            for speaker in speakers
        },
    )


def paired(
    a: dict[str, tuple[Word, ...]], b: dict[str, tuple[Word, ...]]
) -> Iterator[tuple[str, tuple[Word, ...], tuple[Word, ...]]]:
    """The words of each speaker in both; all together when one of both does not tell speakers apart."""
    if ALL in a or ALL in b:
        yield ALL, _together(a), _together(b)
        return
    for speaker in sorted({*a, *b}):
        yield speaker, a.get(speaker, ()), b.get(speaker, ())


def _together(by_speaker: dict[str, tuple[Word, ...]]) -> tuple[Word, ...]:
    return tuple(sorted((word for words in by_speaker.values() for word in words), key=lambda word: word.start_ms))


def units(words: Sequence[Word], language: str) -> list[Unit]:
    """What is compared; punctuation alone is nothing."""
    found = []
    for piece in written_form(words, language):
        key = comparable(piece.text, language).replace(" ", "_")
        if key:
            is_timed = words[-1].end_ms > 0
            found.append(Unit(piece.text, key, piece.span.start_ms if is_timed else None))
    return found


def differences(a: Sequence[Unit], b: Sequence[Unit]) -> list[Difference]:
    """All that is not the same, in order."""
    if not a or not b:
        return [Difference((), tuple(a), tuple(b), ())] if a or b else []
    aligned = jiwer.process_words(" ".join(each.key for each in a), " ".join(each.key for each in b))
    joined: list[list[int]] = []
    for chunk in aligned.alignments[0]:
        if chunk.type == "equal":
            continue
        if joined and (joined[-1][1], joined[-1][3]) == (chunk.ref_start_idx, chunk.hyp_start_idx):
            joined[-1][1], joined[-1][3] = chunk.ref_end_idx, chunk.hyp_end_idx
        else:
            joined.append([chunk.ref_start_idx, chunk.ref_end_idx, chunk.hyp_start_idx, chunk.hyp_end_idx])
    return [
        Difference(
            tuple(a[max(0, first - CONTEXT) : first]),
            tuple(a[first:after]),
            tuple(b[start:end]),
            tuple(a[after : after + CONTEXT]),
        )
        for first, after, start, end in joined
    ]


def show(console: Console, speaker: str, a: Sequence[Word], b: Sequence[Word], language: str) -> None:
    """The differences of one speaker, then their number and the rate of word errors."""
    console.print(Text(speaker, style="bold"))
    found = differences(units(a, language), units(b, language))
    for each in found:
        console.print(line(each))
    reference, heard = (" ".join(word.text for word in words) for words in (a, b))
    wrong, said = counts(reference, heard, language)
    rate = f"{wrong / said:.3f}" if said else "-"
    lost, new = sum(not each.only_b for each in found), sum(not each.only_a for each in found)
    changed = len(found) - lost - new
    console.print(f"{changed} changed, {lost} only in A, {new} only in B; WER {rate} ({wrong} of {said} words)\n")


def line(difference: Difference) -> Text:
    """A difference in its context, marked by signs and by colour."""
    at = difference.start_ms
    text = Text(f"{_clock(at):>9}  " if at is not None else "  ")
    text.append(" ".join(each.text for each in difference.before) + " ", style="dim")
    if difference.only_a:
        text.append(f"[-{' '.join(each.text for each in difference.only_a)}-]", style="red")
    if difference.only_b:
        text.append(f"{{+{' '.join(each.text for each in difference.only_b)}+}}", style="green")
    return text.append(" " + " ".join(each.text for each in difference.after), style="dim")


def _clock(milliseconds: int) -> str:
    return f"{milliseconds // 60_000}:{milliseconds // 1000 % 60:02}.{milliseconds // 100 % 10}"


if __name__ == "__main__":
    sys.exit(main())
