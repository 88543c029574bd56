"""`gardefou key`: the key with which one person signs charters; `gardefou keys` is about the vault's."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.signing.ed25519 import SigningKey, fingerprint
from gardefou.adapters.signing.recovery_rows import ROWS, read_row, read_rows
from gardefou.adapters.signing.recovery_sheet import name_on, sheet_text
from gardefou.adapters.signing.signing_key_document import unfit_name
from gardefou.adapters.signing.signing_key_file import (
    read_key_document,
    read_signing_key,
    rewrite_signing_key,
    write_signing_key,
)
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.new_file import check_new
from gardefou.entrypoints.cli.passphrase import PassphraseFile, known_passphrase, new_passphrase
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

LARGEST_SHEET = 100_000
LONGEST_ROW = 200
NewFile = Annotated[Path, typer.Argument(help="The key file to write; it must not be there yet.")]
KeyFile = Annotated[Path, typer.Argument(help="A key file.")]
Bare = Annotated[
    bool, typer.Option("--without-passphrase", help="Whoever reads the file can sign: only where a disk protects it.")
]

key = group("Your own key, to sign charters with (the vault's key is under `gardefou keys`).")


@key.command("make")
def make(
    file: NewFile,
    name: Annotated[str, typer.Option("--name", help="Whose key it is, as the charter names them.")],
    passphrase_file: PassphraseFile = None,
    without_passphrase: Bare = False,
) -> None:
    """Make a key for one person; print its recovery sheet next, with gardefou key sheet."""
    _write(file, SigningKey.generate(_fit(name)), passphrase_file, without_passphrase)
    print(f"gardefou: print its recovery sheet next: gardefou key sheet {file}", file=sys.stderr)


@key.command("show")
def show(file: KeyFile) -> None:
    """Show name, public key and fingerprint; nothing secret, and no passphrase is needed."""
    document = read_key_document(file)
    _show(document.name, document.public)


@key.command("sheet")
def sheet(
    file: KeyFile,
    language: Annotated[Language, typer.Option("--language", help="The language of the sheet.")] = Language.FRENCH,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Print the recovery sheet, which holds the secret: on paper only, in a sealed envelope, away from the file."""
    opened = read_signing_key(file, lambda: known_passphrase(passphrase_file))
    print(sheet_text(opened, date.today(), language), end="")


@key.command("restore")
def restore(
    file: NewFile,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="The sheet as text; typed row by row without it.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Whose key it is, where --sheet does not say it.")] = None,
    passphrase_file: PassphraseFile = None,
    without_passphrase: Bare = False,
) -> None:
    """Make a new key file of a recovery sheet: the same key, under a passphrase of your choice."""
    check_new(file)
    text = read_text(sheet, LARGEST_SHEET) if sheet else ""
    named = name if name is not None else name_on(text)
    if named is None:
        raise InputRefused("--name", "whose key it is was not said; give their name here")
    name = _fit(named)
    restored = read_rows(sheet or "the rows", text if sheet else "\n".join(_typed_rows()), name)
    _write(file, restored, passphrase_file, without_passphrase)


@key.command("passphrase")
def passphrase(
    file: KeyFile,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None, typer.Option("--new-passphrase-file", help="Read the new passphrase from its first line.")
    ] = None,
) -> None:
    """Put a key under another passphrase; copies of the file keep the former one."""
    opened = read_signing_key(file, lambda: known_passphrase(passphrase_file))
    rewrite_signing_key(file, opened, new_passphrase(new_passphrase_file))
    print(f"{file}: opens by the new passphrase; destroy copies that open by the former one")


def _write(file: Path, made: SigningKey, passphrase_file: Path | None, is_bare: bool) -> None:
    if is_bare and passphrase_file:
        raise typer.BadParameter("goes not with --passphrase-file", param_hint="--without-passphrase")
    check_new(file)
    write_signing_key(file, made, None if is_bare else new_passphrase(passphrase_file))
    _show(made.name, made.public)


def _show(name: str, public: str) -> None:
    print(f"name         {name}\npublic       {public}\nfingerprint  {fingerprint(public)}")


def _fit(name: str) -> str:
    cause = unfit_name(name)
    if cause:
        raise InputRefused("the name of the key", cause)
    return name


def _typed_rows() -> Iterator[str]:
    """The rows, each asked for again until it is as it was printed."""
    for number in range(1, ROWS + 1):
        while True:
            print(f"Row {number} of {ROWS}: ", end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline(LONGEST_ROW)
            if not line:
                raise InputRefused("the recovery sheet", f"row {number} was not typed; nothing was written")
            try:
                read_row(number, line)
            except InputRefused as error:
                print(f"gardefou: {error}; type it again", file=sys.stderr)
            else:
                yield f"{number} {line.strip()}"
                break
