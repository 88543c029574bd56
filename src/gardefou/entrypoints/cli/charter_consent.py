"""What somebody reads before they sign on the command line, and that they confirm it."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gardefou.entrypoints.cli.charter_table import missing, told
from gardefou.entrypoints.cli.charter_text import show_changes, show_charter
from gardefou.entrypoints.cli.wording import WIDTH_WITHOUT_TERMINAL
from gardefou.governance.acts import Act, ActKind
from gardefou.governance.lacking import lacking
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import Standing, charter_of
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")]
READ_ALOUD = (
    "no earlier signature vouches for the keys of a first charter: in a meeting, each side reads its fingerprints "
    "aloud, and the other compares them with the charter, before anybody signs"
)
STDIN = Path("-")


def check_can_answer(passphrase_file: Path | None, yes: bool) -> None:
    """Refuse to read a passphrase where the answer would be read."""
    if passphrase_file == STDIN and not yes:
        raise typer.BadParameter("with --passphrase-file - nobody can answer; add --yes", param_hint="--yes")


def consent(act: Act, standing: Standing | None, yes: bool) -> None:
    """Show on stderr what would be signed, and have it confirmed.

    Raises InputRefused when it is not.
    """
    show_act(act, standing)
    if yes:
        return
    print("Sign this? [y/N] ", end="", file=sys.stderr, flush=True)  # stdout may be a file that gets the signature
    answer = sys.stdin.readline()
    if not answer:
        raise InputRefused("nothing is signed", "nobody answered; add --yes where nobody can")
    if answer.strip().lower() not in {"y", "yes"}:
        raise InputRefused("nothing is signed", "it was not confirmed")


def show_act(act: Act, standing: Standing | None) -> None:
    """What an act is about, whole; a charter beside the one in force where there is one."""
    print(f"gardefou: you sign {told(act)}", file=sys.stderr)
    if act.kind is not ActKind.CHARTER:
        for name, value in act.document.items():
            print(f"  {shown(name)}: {shown(str(value))}", file=sys.stderr)
        return
    console = _console()
    before = standing.charter if standing else None
    if before is None:
        show_charter(console, charter_of(act), Language.ENGLISH)
        print(f"gardefou: {READ_ALOUD}", file=sys.stderr)
        return
    parties = standing.parties if standing else None
    show_changes(
        console, before.model_copy(update={"parties": parties or before.parties}), charter_of(act), Language.ENGLISH
    )


def not_yet(proposed: ProposedAct, standing: Standing) -> str:
    """That a site is not stopped, or does not go on, and whose signatures that takes."""
    keys = frozenset(each.key for each in proposed.signatures)
    what = "NOT stopped yet" if proposed.act.kind is ActKind.SUSPENSION else "NOT resumed yet"
    still = lacking(standing, proposed.act, keys)
    counts = [count for count in still.of_sides.values() if count]
    most = (min(counts) if still.one_suffices else sum(counts)) if counts else 0
    more = f"{most} more signature{'s' if most > 1 else ''}"
    return f"{what}: {more} ({missing(still)}); each with {command(proposed.act)}"


def command(act: Act) -> str:
    """How somebody signs an act."""
    return f"gardefou charter sign {act.id} --site {shown(act.site)} --key FILE"


def _console() -> Console:
    console = Console(stderr=True, highlight=False)
    return console if console.is_terminal else Console(stderr=True, highlight=False, width=WIDTH_WITHOUT_TERMINAL)
