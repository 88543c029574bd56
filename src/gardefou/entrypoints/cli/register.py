"""`gardefou register`: what has to be on record before anything starts at a site, and who was trained."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from gardefou.adapters.documents.register_files import read_entry, read_trainings
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.flows.registers import Kept, RegisterKeeping
from gardefou.flows.trainings import Training, TrainingKeeping
from gardefou.governance.actors import Person
from gardefou.governance.register_entries import Entry
from gardefou.governance.register_state import Light
from gardefou.intake.rules import shown

register = group("What has to be on record before anything starts at a site, and who was trained.")

Site = Annotated[str, typer.Option("--site", help="The site's code.")]
By = Annotated[str, typer.Option("--by", help="The number of whoever says this; you only bring it, which is noted.")]


@register.command("list")
def list_registers(site: Site) -> None:
    """Say what a site's clauses wait for, and list its documents and questions."""
    with Installation(read_settings(), connections=1) as installation:
        kept = RegisterKeeping(installation.gate("owner")).read(operator(), site)
    if not kept.is_needed:
        print("a simulated installation needs no registers; this is what real calls would lack")
    for line in (*_clauses(kept), *_entries(kept), *_questions(kept)):
        print(line)


@register.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="YAML: kind, on, and the fields of that kind of document.")],
    site: Site,
    by: By,
) -> None:
    """Write a document down in the name of whom it is for; it never changes, and the last one of its kind counts.

    Opinions are not brought: representatives write them down themselves, on the page of registers.
    """
    entry = read_entry(file)
    with Installation(read_settings(), connections=1) as installation:
        keeping = RegisterKeeping(installation.gate("owner"))
        speaker = _speaker(installation, by)
        made = keeping.record(operator(), site, entry.kind, entry.document, entry.on, speaker)
    print(f"{entry.kind} {made} is on record at site {shown(site)}")


@register.command("withdraw")
def withdraw(
    entry: Annotated[UUID, typer.Argument(help="The document, as gardefou register list names it.")], site: Site, by: By
) -> None:
    """Have a document that was a mistake count no more; what it had taken the place of counts again."""
    with Installation(read_settings(), connections=1) as installation:
        keeping = RegisterKeeping(installation.gate("owner"))
        keeping.withdraw(operator(), site, entry, _speaker(installation, by))
    print(f"{entry} counts no more at site {shown(site)}")


@register.command("import")
def import_trainings(
    file: Annotated[Path, typer.Argument(help="CSV: number, day, minutes, in_person, what, and at choice support.")],
    site: Site,
) -> None:
    """Write down who was trained, all rows or none; a row that is here already changes nothing."""
    rows = read_trainings(file, lambda line: print(f"gardefou: {line}", file=sys.stderr))
    with Installation(read_settings(), connections=1) as installation:
        keeping = TrainingKeeping(installation.gate("owner"))
        new, known = keeping.train(operator(), site, [Training(*row) for row in rows])
    print(f"new: {new}, here already: {known}")


@register.command("untrain")
def untrain(
    number: Annotated[str, typer.Argument(help="The number of whoever was trained.")],
    day: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the training.")],
    what: Annotated[str, typer.Option("--what", help="What was learned, word for word as it is on record.")],
    site: Site,
) -> None:
    """Have a training that was a mistake count no more."""
    with Installation(read_settings(), connections=1) as installation:
        TrainingKeeping(installation.gate("owner")).untrain(operator(), site, number, day.date(), what.strip())
    print(f"the training of {shown(number)} on {day:%Y-%m-%d} counts no more at site {shown(site)}")


def _speaker(installation: Installation, number: str) -> Person:
    with administration_of(installation) as administration:
        return Person(*administration.person(number))


def _clauses(kept: Kept) -> list[str]:
    if kept.state is None:
        return ["no charter is in force at this site"]
    lines = []
    for clause in kept.state.clauses:
        lines += [f"{clause.clause:<4} waits: {each.text}{_closed(each.features)}" for each in clause.lacks]
        lines += [f"{clause.clause:<4} waits: {clause.untrained} without the training"] if clause.untrained else []
        trial = f"{clause.on_trial} of {clause.criteria} criteria, which show no automatic verdict"
        lines += [f"{clause.clause:<4} on trial: {trial}"] if clause.on_trial else []
        lines += [f"{clause.clause:<4} in force"] if clause.light is Light.IN_FORCE else []
    return [*lines, f"trained: {kept.state.ready} of {kept.state.people}"]


def _closed(features: tuple[str, ...]) -> str:
    return f" ({', '.join(features)})" if features else ""


def _entries(kept: Kept) -> list[str]:
    return [
        f"{each.id}  {each.on_day}  {each.kind}  {shown(each.document.get('body', '-'))}"
        f"  {_by(each.name, each.brought_by)}{_withdrawn(each)}"
        for each in kept.entries
    ]


def _by(name: str, brought_by: str | None) -> str:
    how = f"brought on the machine by {shown(brought_by)}" if brought_by else "on the page"
    return f"by {shown(name)}, {how}"


def _withdrawn(entry: Entry) -> str:
    if entry.withdrawn_at is None:
        return ""
    return f"  withdrawn {_by(entry.withdrawn_name or '-', entry.withdrawal_brought_by)}"


def _questions(kept: Kept) -> list[str]:
    return [f"{each.id}  question of {each.asked_on}, due {each.due_on}" for each in kept.questions if each.is_open]
