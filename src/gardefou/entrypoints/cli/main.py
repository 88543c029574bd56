"""The command `gardefou`.

Exit codes: 0 done, 1 some input refused, 2 usage or settings, 70 an unforeseen error, 130 stopped by the person.
"""

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from gardefou.adapters.host.memory import protect_memory
from gardefou.bootstrap.logs import set_up_logs, told
from gardefou.intake.rules import shown
from gardefou.kernel.errors import GardefouError, InputRefused, Refused, Stop

UNFORESEEN = 70
INTERRUPTED = 130
COMMANDS = (
    "demo",
    "init",
    "charter",
    "site",
    "people",
    "absences",
    "register",
    "account",
    "token",
    "serve",
    "worker",
    "assist",
    "live",
    "knowledge",
    "ingest",
    "watch",
    "status",
    "call",
    "retention",
    "backup",
    "upgrade",
    "keys",
    "key",
    "transcribe",
    "evaluate",
    "scorecard",
    "rescore",
    "criteria",
    "redact",
    "doctor",
)


class Commands(TyperGroup):
    """Commands and groups by the name of their module, imported when one is asked for, so that each starts quickly."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command or group of that name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        named = getattr(import_module(f"gardefou.entrypoints.cli.{cmd_name}"), cmd_name)
        if isinstance(named, typer.Typer):
            found = typer.main.get_group(named)
            found.name = cmd_name
            return found
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(cmd_name)(named)
        return typer.main.get_command(single)


application = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@application.callback()
def gardefou() -> None:
    """Listen to calls, evaluate them with quoted evidence, and keep the safeguards of the charter."""


def main() -> None:
    """Run the command; a foreseen failure is one line on stderr, another is told by its kind and place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    set_up_logs()
    protect_memory()
    if any(map(_is_not_text, sys.argv)):
        print("gardefou: an argument is not UTF-8; type it again, in a terminal that writes UTF-8", file=sys.stderr)
        sys.exit(2)
    try:
        typer.main.get_command(application)()  # calling a Typer sets a hook that prints errors with their words
    except GardefouError as error:
        print(f"gardefou: {error}", file=sys.stderr)
        if isinstance(error, Refused) and error.stop:
            print(f"gardefou: {_stopped(error.stop)}", file=sys.stderr)
        sys.exit(1 if isinstance(error, InputRefused) else 2)
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _interrupted()
        raise
    except Exception as error:
        print(f"gardefou: an error that was not foreseen; its kind and place follow\n{told(error)}", file=sys.stderr)
        sys.exit(UNFORESEEN)


def _interrupted() -> NoReturn:
    """End at once, and with it what other threads compute: speech would go on for seconds."""
    with suppress(OSError):
        print("gardefou: stopped", file=sys.stderr, flush=True)
        sys.stdout.flush()
    os._exit(INTERRUPTED)


def _stopped(stop: Stop) -> str:
    """Who stopped the site, when and why, on one line."""
    return f"stopped by {' and '.join(stop.sides)} on {stop.at:%Y-%m-%d %H:%M} UTC: {shown(stop.reason)}"


def _is_not_text(argument: str) -> bool:
    """Bytes that are no UTF-8 come as halves of characters, which nothing behind here can write down."""
    return any("\ud800" <= each <= "\udfff" for each in argument)


if __name__ == "__main__":
    main()
