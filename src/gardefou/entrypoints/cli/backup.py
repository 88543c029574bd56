"""`gardefou backup`: copies that open for seven days, and how they come back."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.backup.keys import LIFE, BackupKeyFolder
from gardefou.adapters.backup.noted_again import NotedAgain
from gardefou.adapters.vault.tombstones import NAME, latest_of
from gardefou.bootstrap.backups import make_backup
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.restoring import restore_backup
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.status import moment

backup = group(f"Backups, which open for {LIFE.days} days.")


@backup.command("make")
def make(directory: Annotated[Path, typer.Argument(help="Where; it gets a folder of its own there.")]) -> None:
    """Back up database and vault; its key lies in the folder keys, and is destroyed after seven days."""
    with Installation(read_settings(), connections=2) as installation:
        done = make_backup(installation, directory, _tell)
    print(f"{done.folder}: {done.rows} rows, {done.keys} keys, {done.objects} objects, {done.object_bytes} bytes")
    print("keep a current copy of the folder keys elsewhere: without it, nothing opens the backup")


@backup.command("list")
def list_backups() -> None:
    """List the backups that still open: id, when it was made, until when it opens, and where it was written."""
    settings = read_settings()
    folder = BackupKeyFolder(settings.data_directory / "keys")
    found = list(folder.all())
    for each in found:
        place = Path(each.directory) / f"gardefou-{each.id}"
        missing = "" if place.is_dir() else "  not there any more"
        print(f"{each.id}  made {moment(each.made_at)}  opens until {moment(each.ends_at)}  {place}{missing}")
    for path in folder.unreadable():
        print(f"gardefou: {path}: is no key of a backup, and is destroyed in time all the same", file=sys.stderr)
    if not found:
        print("gardefou: no backup opens; make one with gardefou backup make DIR", file=sys.stderr)


@backup.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(help="The folder of one backup.")],
    keys: Annotated[Path, typer.Option("--keys", help="The folder keys of the installation, as it was last.")],
    tombstones: Annotated[
        Path | None, typer.Option("--tombstones", help="Which calls were erased; else the file in --keys.")
    ] = None,
    without_tombstones: Annotated[
        bool, typer.Option("--without-tombstones", help="Restore what was erased since, too; the law may forbid it.")
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", help="What was signed, refused, frozen and revoked; else that in --keys."),
    ] = None,
    without_journal: Annotated[
        bool, typer.Option("--without-journal", help="Restore what was signed, refused or revoked as it was then.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="The tombstones are the latest.")] = False,
) -> None:
    """Restore a backup into GARDEFOU_DATA_DIRECTORY, which is empty; what was erased since is erased again."""
    if without_tombstones and tombstones:
        raise typer.BadParameter("name tombstones, or say --without-tombstones")
    if without_journal and journal:
        raise typer.BadParameter("name a journal, or say --without-journal")
    settings = read_settings()
    graves = None if without_tombstones else tombstones or latest_of(keys / NAME, settings.tombstones_copy)
    sure: Callable[[str], bool] = lambda question: yes or _is_sure(question)  # noqa: E731
    done = restore_backup(settings, folder, keys, graves, _tell, sure, journal=journal, without_journal=without_journal)
    print(f"restored: {done.backup.rows} rows, {done.backup.objects} objects; erased again: {done.erased} calls")
    if done.waiting:
        print(f"frozen, as an objection to them waits: {done.waiting} calls; they go when the freeze is lifted")
    print("every site is suspended, as one may have been since: both sides sign a resumption (gardefou charter resume)")
    _show_noted(done.noted)


def _show_noted(noted: NotedAgain | None) -> None:
    if noted is None:
        print("what was signed, frozen, refused or revoked since the backup was made has to be done again")
        return
    again = ", ".join(f"{what}: {number}" for what, number in noted.done.items())
    print(f"from the journal: {again or 'nothing that the backup did not hold'}")
    for line in noted.left:
        print(f"gardefou: {line}", file=sys.stderr)
    print("people, their roles and registers are those of the backup: import people again, look at the registers")


def _is_sure(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, default=False)


def _tell(line: str) -> None:
    print(f"gardefou: {line}", file=sys.stderr)
