"""The passphrase of a signing key: typed unseen, or from a file; never an argument, which every process could see."""

import getpass
import os
import stat
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.signing.key_sealing import LONGEST, SHORTEST, unfit_passphrase
from gardefou.kernel.errors import InputRefused

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="Read the passphrase from the first line of this file (- for stdin, or /dev/fd/N) instead of asking.",
    ),
]
MOST_BYTES = 4 * LONGEST + 2


def known_passphrase(file: Path | None, asked: str = "Passphrase: ") -> str:
    """The passphrase that a key has; raises InputRefused when it cannot be had."""
    return _typed(asked) if file is None else _read(file)


def new_passphrase(file: Path | None, asked: str = "New passphrase") -> str:
    """A passphrase that a key is to have, typed twice.

    Raises InputRefused when it cannot be had, is not fit or was not typed the same twice.
    """
    passphrase = _typed(f"{asked}, at least {SHORTEST} characters: ") if file is None else _read(file)
    cause = unfit_passphrase(passphrase)
    if cause:
        raise InputRefused("the passphrase", cause)
    if file is None and _typed("Again: ") != passphrase:
        raise InputRefused("the passphrase", "was not typed the same twice; nothing was written")
    return passphrase


def _typed(asked: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(asked, stream=sys.stderr)
    except (getpass.GetPassWarning, EOFError):
        raise InputRefused("the passphrase", "cannot be asked for without a terminal; give --passphrase-file") from None


def _read(file: Path) -> str:
    if str(file) == "-":
        return _filled(file, sys.stdin.readline(MOST_BYTES))
    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise InputRefused(file, f"other users may read this passphrase; run chmod 600 {file}")
            return _filled(file, opened.readline(MOST_BYTES).decode())
    except UnicodeDecodeError:
        raise InputRefused(file, "the passphrase is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise InputRefused(file, f"the passphrase cannot be read ({error.strerror}); check the path") from None


def _filled(file: Path, line: str) -> str:
    text = line.removesuffix("\n").removesuffix("\r")
    if not text:
        raise InputRefused(file, "its first line is empty; write the passphrase there")
    return text
