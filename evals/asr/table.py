"""The table of one set."""

import statistics
from collections.abc import Iterable, Mapping, Sequence

from evals.asr.bootstrap import paired_difference
from evals.asr.errors import Score, scored
from evals.asr.material import Measured, Run
from evals.asr.systems import Entry

TARGETS = {"fw-batched": (1.6, 2.5), "fw-vad": (2.5, 4.0), "fw-default": (3.5, 6.0)}
"""How many times less processor time ours should take than each: at least, and hoped for."""
JUDGED_SET = "calls"
"""The targets are for calls: where nobody speaks, or one sentence is said, another thing is measured."""
MOST_WORSE = 0.005
"""What the upper bound of the difference of word error rates may be."""
COLUMNS = (
    f"{'system':<20}{'words':>6}{'CPU s/h':>9}{'least':>8}{'most':>8}{'wall s/h':>9}{'peak MB':>9}{'WER':>8}{'CER':>8}"
    f"{'invented':>9}{'frames/s':>9}{'of limit':>9}{'load s':>8}"
)


def print_set(measured: Measured, every: Mapping[str, Entry], peak: float) -> None:
    """Cost and errors of each system, then what ours differ by."""
    material = measured.material
    print(f"\n{material.name}: {material.title}")
    if material.missing:
        print(f"skipped: {material.missing}")
        return
    said = sum(item.duration_ms * item.channels for item in material.items) / 60_000
    print(f"{len(material.items)} sounds, {60 * material.hours:.1f} minutes ({said:.1f} minutes of channels)")
    print(COLUMNS)
    for name, runs in measured.runs.items():
        print(_row(every[name], runs, scored(material, runs[0]), material.hours, peak, said * 60))
    for skipped in measured.skipped:
        print(f"{skipped.system:<20}skipped: {skipped.reason}")
    for line in (*_unsteady(measured), *_errors_compared(measured, every), *_costs_compared(measured, every)):
        print(line)


def _row(entry: Entry, runs: Sequence[Run], score: Score | None, hours: float, peak: float, seconds: float) -> str:
    used = [run.work.processor_s / hours for run in runs]
    wall = statistics.median(run.work.wall_s / hours for run in runs)
    memory = statistics.median(run.work.peak_mb for run in runs)
    loading = statistics.median(run.loading.processor_s for run in runs)
    limit = statistics.median(run.operations / run.work.processor_s / peak for run in runs)
    counted = f"{runs[0].frames / seconds:>9.1f}{limit:>9.1%}" if runs[0].frames else f"{'-':>9}{'-':>9}"
    invented = "-" if score is None else score.invented
    return (
        f"{entry.name:<20}{'timed' if entry.word_times else '-':>6}{statistics.median(used):>9.1f}{min(used):>8.1f}"
        f"{max(used):>8.1f}{wall:>9.1f}{memory:>9.0f}{_rate(score.word_error_rate if score else None)}"
        f"{_rate(score.character_error_rate if score else None)}{invented:>9}{counted}{loading:>8.1f}"
    )


def _rate(rate: float | None) -> str:
    return f"{'-':>8}" if rate is None else f"{rate:>8.3f}"


def _unsteady(measured: Measured) -> Iterable[str]:
    for name, runs in measured.runs.items():
        if differing := sum(len({run.heard[i] for run in runs}) > 1 for i in range(len(runs[0].heard))):
            yield f"{name} did not hear the same in every round: {differing} of {len(runs[0].heard)} sounds"


def _errors_compared(measured: Measured, every: Mapping[str, Entry]) -> Iterable[str]:
    """Ours against whichever other system has the fewest errors."""
    scores = {name: scored(measured.material, runs[0]) for name, runs in measured.runs.items()}
    rates = {
        name: score.word_error_rate
        for name, score in scores.items()
        if score and score.word_error_rate is not None and not every[name].is_ours
    }
    if not rates:
        return
    best = min(rates, key=lambda name: rates[name] or 0.0)
    for name, score in scores.items():
        other = scores[best]
        if every[name].is_ours and score and other:
            found = paired_difference(score.by_source, other.by_source)
            verdict = "kept" if found.upper <= MOST_WORSE else "missed"
            yield (
                f"{name} less {best}: WER {100 * found.rate:+.2f} points, upper 95 % bound {100 * found.upper:+.2f} "
                f"(target {100 * MOST_WORSE:+.1f}: {verdict})"
            )


def _costs_compared(measured: Measured, every: Mapping[str, Entry]) -> Iterable[str]:
    if measured.material.name != JUDGED_SET:
        return
    for name, runs in measured.runs.items():
        for other, (floor, aim) in TARGETS.items():
            if every[name].is_ours and other in measured.runs:
                times = ratios(runs, measured.runs[other])
                reached = "aim" if statistics.median(times) >= aim else "floor"
                verdict = reached if statistics.median(times) >= floor else "missed"
                yield (
                    f"{name}: {statistics.median(times):.2f} times less processor time than {other} "
                    f"({min(times):.2f} to {max(times):.2f}; floor {floor}, aim {aim}: {verdict})"
                )


def ratios(ours: Sequence[Run], others: Sequence[Run]) -> list[float]:
    """How many times less processor time ours took, round by round."""
    return [other.work.processor_s / our.work.processor_s for our, other in zip(ours, others, strict=True)]
