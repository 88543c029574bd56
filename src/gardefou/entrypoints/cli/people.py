"""`gardefou people`: who works where."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gardefou.adapters.documents.people_file import read_people
from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.flows.people_import import people_change

people = group("Who works where.")


@people.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV: number, name, site, roles, and team, email, language.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Write down the people of a CSV file, new or changed; nobody who is not in it is touched."""
    notices = read_people(file, lambda line: print(f"gardefou: {line}", file=sys.stderr))
    with administering(read_settings()) as (_, administration):
        change = people_change(file, notices, administration.people(), administration.site_codes())
        for word, persons in (("new", change.new), ("changed", change.changed)):
            for person in persons if dry_run else ():
                print(f"{word:<8} {person.number}  {person.site}  {', '.join(sorted(person.roles))}")
        if not dry_run:
            administration.put_people(change.to_write)
    what = "would be " if dry_run else ""
    print(f"{what}new: {len(change.new)}, {what}changed: {len(change.changed)}, unchanged: {change.unchanged}")


@people.command()
def changes(
    number: Annotated[str | None, typer.Option(help="Only of the person of this number.")] = None,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="The most lines.")] = 100,
) -> None:
    """Say who changed the roles, the site or the team of whom, the latest first."""
    with administering(read_settings()) as (_, administration):
        for row in administration.changes_of_people(number, most):
            who = f"{row['actor_kind']} {row['actor']}"
            print(f"{row['at']:%Y-%m-%d %H:%M:%S}  {row['number']}  {_told(row['change'])}  by {who}")


def _told(change: dict[str, list[Any]]) -> str:
    return "; ".join(f"{what}: {_value(before)} -> {_value(after)}" for what, (before, after) in sorted(change.items()))


def _value(value: list[str] | str | None) -> str:
    return ", ".join(value) if isinstance(value, list) else value or "none"
