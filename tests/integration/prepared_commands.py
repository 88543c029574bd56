"""Commands of gardefou in processes of their own that need not import it first."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.integration.postgres import server_users

from gardefou.entrypoints.cli.main import COMMANDS

MAIN = "gardefou.entrypoints.cli.main"
LONGEST_S = 60

_PREPARED = multiprocessing.get_context("forkserver")
_PREPARED.set_forkserver_preload(
    [server_users.__name__, MAIN, *(f"gardefou.entrypoints.cli.{name}" for name in COMMANDS)]
)


def run_command(arguments: Sequence[str], environment: Mapping[str, str], typed: str = "") -> tuple[int, str, str]:
    """Exit status, output and errors of a command."""
    with tempfile.TemporaryDirectory() as directory:
        streams = [Path(directory) / name for name in ("typed", "out", "err")]
        streams[0].write_text(typed, "utf-8")
        process = _PREPARED.Process(target=_command, args=(list(arguments), dict(environment), streams))
        process.start()
        process.join(LONGEST_S)
        assert process.exitcode is not None, f"{arguments} does not end"
        return process.exitcode, streams[1].read_text("utf-8"), streams[2].read_text("utf-8")


def _command(arguments: list[str], environment: dict[str, str], streams: list[Path]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(streams):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["gardefou", *arguments]
    from gardefou.entrypoints.cli.main import main

    main()
