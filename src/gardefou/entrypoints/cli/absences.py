"""`gardefou absences`: when people are absent, so that their time to answer stops."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.absences_file import read_absences
from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings


def absences(
    file: Annotated[Path, typer.Argument(help="CSV: number, first_day, last_day; days as 2026-03-01 or 01/03/2026.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
) -> None:
    """Write down when people are absent, and never why: the days that they have to answer stop meanwhile."""
    with administering(read_settings()) as (_, administration):
        known = {person.number for person in administration.people()}
        read = read_absences(file, known, lambda line: print(f"gardefou: {line}", file=sys.stderr))
        if not dry_run:
            administration.put_absences(list(read))
    people = len({number for number, _ in read})
    print(f"{'would be ' if dry_run else ''}written: {len(read)}, people: {people}")
