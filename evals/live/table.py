"""The table that is printed."""

from collections.abc import Sequence

from evals.live.excerpts import Excerpt
from evals.live.figures import final_segments, spread, texts_of, until_final, until_shown, word_errors
from evals.live.told import Heard

COLUMNS = (
    "channels",
    "final p50 / p95 / p99",
    "shown p50 / p95 / p99",
    "shown as it stays",
    "core per channel",
    "hidden",
    "WER live",
    "WER files",
)


def head() -> str:
    """Its first two lines."""
    return f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def row(calls: Sequence[Excerpt], heard: Heard, as_files: Sequence[tuple[int, int]]) -> str:
    """One measurement; `as_files` are the errors of the same calls heard as files, or nothing."""
    channels = sum(len(call.samples) for call in calls)
    live = word_errors(calls, [texts_of(final_segments(told)) for told in heard.told])
    cells = (
        str(channels),
        str(spread(until_final(calls, heard))),
        str(spread(until_shown(calls, heard, as_it_stays=False))),
        str(spread(until_shown(calls, heard, as_it_stays=True))),
        f"{heard.processor_s / heard.seconds / channels:.3f}",
        f"{_hidden_share(heard):.0%}",
        _rate([live]),
        _rate(as_files),
    )
    return f"| {' | '.join(cells)} |"


def _rate(counts: Sequence[tuple[int, int]]) -> str:
    said = sum(words for _, words in counts)
    return f"{sum(errors for errors, _ in counts) / said:.3f}" if said else "-"


def _hidden_share(heard: Heard) -> float:
    """Of the time, for how much words were shown once final only."""
    hidden, since = 0.0, None
    for at, pace in heard.told[0].paces:
        if since is not None:
            hidden += at - since
        since = None if pace.shows_hypotheses else at
    left = max(0.0, heard.seconds - since) if since is not None else 0.0
    return (hidden + left) / heard.seconds
