"""The table that is printed."""

from collections.abc import Iterable, Sequence

from evals.live.excerpts import Excerpt
from evals.live.figures import spread, word_errors
from evals.live_others.exchange import Heard
from evals.live_others.figures import invented, sentence_waits, shown_waits, text_of

COLUMNS = (
    "system",
    "final p50 / p95",
    "sentences",
    "shown p50 / p95",
    "core per channel",
    "WER",
    "invented",
)


def head() -> str:
    """Its first two lines."""
    return f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def row(name: str, calls: Sequence[Excerpt], heard: Sequence[Heard]) -> str:
    """One system."""
    pairs = list(zip(calls, heard, strict=True))
    waits = [wait for call, each in pairs for wait in sentence_waits(call, each)]
    known = [wait for wait in waits if wait is not None]
    wrong, said = word_errors(calls, [{0: text_of(each)} for each in heard])
    cells = (
        name,
        _two(known),
        f"{len(known)} of {len(waits)}",
        _two(wait for each in heard for wait in shown_waits(each)),
        f"{sum(each.processor_s for each in heard) / sum(call.seconds for call in calls):.3f}",
        f"{wrong / said:.3f}" if said else "-",
        str(sum(invented(call, each) for call, each in pairs)),
    )
    return f"| {' | '.join(cells)} |"


def _two(waits: Iterable[float]) -> str:
    known = list(waits)
    found = spread(known)
    return f"{found.p50:.2f} / {found.p95:.2f}" if known else "-"
