"""Figures as tables of text."""

from collections.abc import Iterable

from evals.dispatch.scores import FEWEST_LABELLED, Scores, SetScores


def show(name: str, figures: SetScores) -> None:
    """Print the table of one set."""
    print(f"\n{name}: {figures.calls} calls")
    print(f"{'':20}{'met':^26}{'not met':^26}{'':9}{'':8}{'decided':>8}{'evidence':>9}")
    print(
        f"{'criterion':20}"
        + 2 * f"{'n':>5}{'P':>7}{'R':>7}{'F1':>7}"
        + f"{'disputed':>9}{'kappa':>8}{'share':>8}{'hit':>9}"
    )
    for each in figures.criteria:
        line = "".join(_shown(part) for part in (each.met, each.not_met))
        print(
            f"{each.criterion:20}{line}{each.disputed:9}{_two(each.kappa, 8)}{_two(each.automated, 8)}"
            f"{_two(each.evidence_hits, 9)}"
        )
    low, high = figures.interval
    print(f"macro-F1 {figures.macro_f1:.3f}, 95 % interval {low:.3f} to {high:.3f} by bootstrap over calls,")
    print(f"  over {figures.classes} classes with at least {FEWEST_LABELLED} labelled calls;")
    print(f"  {figures.macro_f1_undecided_missed:.3f} when undecided counts as missed")
    print(f"decided share {figures.automated:.3f}, evidence hit {_two(figures.evidence_hits, 0)}")


def compare(title: str, rows: Iterable[tuple[str, SetScores]]) -> None:
    """Print one line a way of answering, as each is known."""
    print(f"\n{title:76}{'macro-F1':>9}{'95 % interval':>18}{'decided':>9}{'least decided':>28}{'evidence':>9}")
    for name, figures in rows:
        low, high = figures.interval
        least = min(figures.criteria, key=lambda each: 1.0 if each.automated is None else each.automated)
        decided = f"{_two(least.automated, 5)} {least.criterion}"
        print(
            f"{name:76}{figures.macro_f1:9.3f}{f'{low:.3f} to {high:.3f}':>18}{figures.automated:9.2f}{decided:>28}"
            f"{_two(figures.evidence_hits, 9)}",
            flush=True,
        )


def _shown(part: Scores) -> str:
    return f"{part.labelled:5}{_two(part.precision, 7)}{_two(part.recall, 7)}{_two(part.f1, 7)}"


def _two(figure: float | None, width: int) -> str:
    return f"{'-' if figure is None else format(figure, '.2f'):>{width}}"
