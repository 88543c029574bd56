"""Measure who is said to speak on one channel: share of words given right, diarisation errors, adviser named right.

Run: python -m evals.speakers

Calls of two channels are mixed to one and heard anew; the truth comes from the two channels. Settings were chosen on
sample calls of part "development" alone. The voices of the samples are synthetic: real ones are less far apart.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evals.machine import Cost, heading
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.speaker_embeddings import PackagedSpeakerEmbeddings
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.hearing.speakers.adviser import LEAST_SURE, find_adviser
from gardefou.hearing.speakers.steps import divide
from gardefou.kernel.sound import HEARING_RATE, Sound, SoundBlock, SoundProperties
from gardefou.kernel.span import Span, merged
from gardefou.kernel.transcript import Role, Segment, Transcript, Word

SHARED = Path("../shared/data")
REAL_CALL = SHARED / "aws-call-en" / "auto_repairs_40.wav"
DIALOGUES = SHARED / "simsamu-fr" / "dialogues.jsonl"
COLLAR_MS, TICK_MS, SPEECH_GAP_MS = 250, 10, 300
Truth = dict[Role, tuple[Span, ...]]


@dataclass(frozen=True)
class OneChannel:
    """A sound of two channels as one: both mixed, or one of them alone."""

    whole: Sound
    channel: int | None = None

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return self.whole.name

    @property
    def properties(self) -> SoundProperties:
        """Those of the whole, with one channel."""
        return replace(self.whole.properties, channels=1)

    def blocks(self) -> Iterator[SoundBlock]:
        """Its samples in blocks."""
        for block in self.whole.blocks():
            samples = block.samples.mean(axis=0) if self.channel is None else block.samples[self.channel]
            yield SoundBlock(block.start_ms, samples[None].astype(np.float32))


def main() -> None:
    """Print a line for each call, then shares by part."""
    laboratory, embeddings = Laboratory(read_settings()), PackagedSpeakerEmbeddings()
    print(heading("python -m evals.speakers"))
    print("two channels mixed to one; samples: simulated calls, synthetic voices; DER with a collar of 250 ms")
    print(f"{'call':<26}{'part':<13}{'words':>6}{'right':>7}{'DER':>7}{'wrong speaker':>15}{'adviser':>9}{'alone':>7}")
    rows = [
        _measured(call.id, call.part, open_sound(call.sound), _of_labels(call.labels), laboratory, embeddings)
        for call in sample_calls()
    ]
    if REAL_CALL.exists():
        sound = open_sound(REAL_CALL)
        rows.append(_measured("acted call, English", "real voices", sound, _of_voices(sound), laboratory, embeddings))
    else:
        print(f"skipped: {REAL_CALL} is not here")
    for part in dict.fromkeys(row.part for row in rows):
        _print_sum(part, [row for row in rows if row.part == part])
    minutes, spent = sum(row.minutes for row in rows), sum(row.spent_s for row in rows)
    print(f"dividing took {spent / minutes:.2f} s of processor time per minute of sound, hearing not counted")
    _print_named()


@dataclass(frozen=True)
class Row:
    """What was measured on one call; `alone` counts the channels that by themselves stay one speaker."""

    part: str
    words: int
    right: int
    der: float
    is_named: bool
    alone: int
    minutes: float
    spent_s: float


def _measured(
    name: str, part: str, sound: Sound, truth: Truth, laboratory: Laboratory, embeddings: PackagedSpeakerEmbeddings
) -> Row:
    mixed = OneChannel(sound)
    heard = _undivided(laboratory.hearing.hear_raw(mixed, (Role.ADVISER,), None))
    cost = Cost()
    divided = divide(heard, mixed, embeddings)
    _, spent_s, _ = cost.spent()
    words = [(segment.role, word) for segment, word in divided.words()]
    right = sum(role is _speaker(truth, word) for role, word in words)
    der, confusion = _errors(divided, truth)
    alone = sum(_stays_one(heard, OneChannel(sound, channel), truth, embeddings) for channel in (0, 1))
    is_named = len(divided.roles) > 1 and 2 * right > len(words)
    print(
        f"{name:<26}{part:<13}{len(words):>6}{right / len(words):>7.3f}{der:>7.3f}{confusion:>15.3f}"
        f"{'right' if is_named else 'wrong' if len(divided.roles) > 1 else 'none':>9}{alone:>5}/2",
        flush=True,
    )
    return Row(part, len(words), right, der, is_named, alone, heard.duration_ms / 60_000, spent_s)


def _undivided(heard: Transcript) -> Transcript:
    segments = tuple(replace(segment, role=Role.ADVISER) for segment in heard.segments)
    return replace(heard, segments=segments, roles=(Role.ADVISER,), speakers="channels")


def _stays_one(heard: Transcript, sound: Sound, truth: Truth, embeddings: PackagedSpeakerEmbeddings) -> bool:
    own = tuple(Role)[sound.channel or 0] if isinstance(sound, OneChannel) else Role.ADVISER
    said = [word for _, word in heard.words() if _speaker(truth, word) is own]
    text = " ".join(word.text for word in said)
    segment = Segment(0, Role.ADVISER, said[0].start_ms, said[-1].end_ms, text, None, tuple(said))
    return len(divide(replace(heard, segments=(segment,)), sound, embeddings).roles) == 1


def _of_labels(labels: Path) -> Truth:
    turns = [turn for turn in json.loads(labels.read_text("utf-8"))["turns"] if "role" in turn]
    return {
        role: tuple(Span(turn["start_ms"], turn["end_ms"]) for turn in turns if turn["role"] == role) for role in Role
    }


def _of_voices(sound: Sound) -> Truth:
    """Voice activity of each channel, the adviser's first."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    samples = np.concatenate([block.samples for block in sound.blocks()], axis=1)
    options = VadOptions(min_silence_duration_ms=300, speech_pad_ms=50)
    per_ms = HEARING_RATE // 1000
    return {
        role: tuple(Span(v["start"] // per_ms, v["end"] // per_ms) for v in get_speech_timestamps(channel, options))
        for role, channel in zip((Role.ADVISER, Role.CUSTOMER), samples, strict=True)
    }


def _speaker(truth: Truth, word: Word) -> Role:
    """Who speaks most of the time of a word, or nearest to it."""

    def apart(role: Role) -> int:
        return min((max(s.start_ms, word.start_ms) - min(s.end_ms, word.end_ms) for s in truth[role]), default=10**9)

    return min(Role, key=apart)


def _errors(heard: Transcript, truth: Truth) -> tuple[float, float]:
    """The diarisation error rate, and the part of it where somebody speaks and the other is named."""
    ticks = heard.duration_ms // TICK_MS + 1
    true = np.stack([_ticks(truth[role], ticks) for role in Role])
    words = {role: merged((w.span for s, w in heard.words() if s.role is role), SPEECH_GAP_MS) for role in Role}
    said = np.stack([_ticks(words[role], ticks) for role in Role])
    edges = [Span(max(0, at - COLLAR_MS), at + COLLAR_MS) for role in Role for s in truth[role] for at in _ends(s)]
    counted = ~_ticks(edges, ticks)
    both, of_truth, of_said = (true & said).sum(0), true.sum(0), said.sum(0)
    total = of_truth[counted].sum()
    wrong = (np.maximum(of_truth, of_said) - both)[counted].sum()
    return float(wrong / total), float((np.minimum(of_truth, of_said) - both)[counted].sum() / total)


def _ends(span: Span) -> tuple[int, int]:
    return span.start_ms, span.end_ms


def _ticks(spans: Sequence[Span], ticks: int) -> np.ndarray:
    marked = np.zeros(ticks, np.bool_)
    for span in spans:
        marked[span.start_ms // TICK_MS : span.end_ms // TICK_MS] = True
    return marked


def _print_sum(part: str, rows: Sequence[Row]) -> None:
    words, named, alone = sum(r.words for r in rows), sum(r.is_named for r in rows), sum(r.alone for r in rows)
    print(
        f"{part}: {sum(r.right for r in rows) / words:.3f} of {words} words right, lowest call "
        f"{min(r.right / r.words for r in rows):.3f}; DER {sum(r.der for r in rows) / len(rows):.3f}; "
        f"adviser named right {named}/{len(rows)}; one voice alone stays one {alone}/{2 * len(rows)}"
    )


def _print_named() -> None:
    """The adviser named from words alone, speakers known, on real spontaneous speech of another trade."""
    if not DIALOGUES.exists():
        print(f"skipped: {DIALOGUES} is not here")
        return
    found = []
    for line in DIALOGUES.read_text("utf-8").splitlines():
        turns = json.loads(line)["turns"]
        said = [" ".join(turn["text"] for turn in turns if turn["role"] == role) for role in Role]
        found.append(find_adviser(said, list(Role).index(Role(turns[0]["role"]))))
    sure = [each for each in found if each.confidence >= LEAST_SURE]
    print(
        f"emergency calls, given text: adviser named in {len(sure)} of {len(found)}, "
        f"right {sum(each.speaker == 0 for each in sure)}; "
        f"had the unsure ones been named, right {sum(each.speaker == 0 for each in found)}"
    )


if __name__ == "__main__":
    main()
