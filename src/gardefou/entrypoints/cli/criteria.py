"""`gardefou criteria`: what criteria learn from people's decisions."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.scorecard_table import scorecard_text
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.training import labelled_calls, reviewed_calls, teach
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.new_file import check_new, write_new
from gardefou.entrypoints.cli.progress import CountProgress
from gardefou.evaluation.decided import DecidedCall
from gardefou.evaluation.learning.scorecard import Lesson

LEAST_RIGHT = 0.6
"""Of decided calls that a criterion did not learn from; below it, what it learned misleads."""

criteria = group("What criteria of meaning learn from people's decisions.")


@criteria.callback()
def _criteria() -> None:
    """Keep `train` a word of its own while it is the only one."""


@criteria.command("train")
def train(
    scorecard: Annotated[Path, typer.Argument(help="The scorecard whose criteria of meaning learn, in YAML.")],
    version: Annotated[str, typer.Option("--version", help="What the scorecard that learned is called.")],
    out: Annotated[Path, typer.Option("--out", help="Where it is written; the file must not be there.")],
    site: Annotated[str | None, typer.Option("--site", help="Learn from the reviewed calls of this site.")] = None,
    labelled: Annotated[Path | None, typer.Option("--labelled", help="Or from a folder of labelled calls.")] = None,
    exemplars_suffice: Annotated[
        bool, typer.Option("--exemplars-suffice", help="Criteria with too few calls learn from exemplars alone.")
    ] = False,
) -> None:
    """Teach criteria from calls that people decided about, and write the scorecard with what they learned.

    Reviewed calls are read by way of the gate: the charter must allow it (S15), and every reading is logged.
    """
    if (site is None) == (labelled is None):
        raise typer.BadParameter("give either --site or --labelled")
    check_new(out)
    settings = read_settings()
    laboratory = Laboratory(settings)
    card = laboratory.scorecard(scorecard)
    source = reviewed_calls(settings, site) if site else nullcontext(labelled_calls(labelled or Path()))
    with source as (total, calls), CountProgress("calls", total) as progress:
        learned = teach(laboratory, card, version, _counted(calls, progress), exemplars_suffice)
    document = learned.scorecard.model_dump(mode="json", exclude_defaults=True)
    write_new(out, scorecard_text(document))
    for lesson in learned.lessons:
        print(_told(lesson))
    print(f"{out}: {learned.scorecard.id} {version}, {total} calls read")


def _counted(calls: Iterator[DecidedCall], progress: CountProgress) -> Iterator[DecidedCall]:
    for call in calls:
        progress.step()
        yield call


def _told(lesson: Lesson) -> str:
    if lesson.head is None:
        lacking = lesson.missing
        parts = ((lacking.calls, "calls"), (lacking.met, "met"), (lacking.not_met, "not met"))
        wanted = ", ".join(f"{number} {what}" for number, what in parts if number)
        return f"{lesson.criterion:24}{lesson.calls:5} calls  stays as it was; missing: {wanted}"
    curve = "  ".join(
        f"{point.calls}: {'-' if point.right is None else format(point.right, '.2f')} of {point.decided:.0%}"
        for point in lesson.head.curve
    )
    told = f"{lesson.criterion:24}{lesson.calls:5} calls  right of decided, by calls learned from: {curve or 'unknown'}"
    last = lesson.head.curve[-1].right if lesson.head.curve else None
    return told if last is None or last >= LEAST_RIGHT else f"{told}  (mostly wrong: do not use it as it is)"
