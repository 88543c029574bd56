"""`gardefou charter`: checks, compares and shows what employer and representatives negotiate."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.entrypoints.cli.charter_check import checked
from gardefou.entrypoints.cli.charter_signing import signing
from gardefou.entrypoints.cli.charter_text import changes_document, check_lines, show_changes, show_charter
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.governance.charter import Charter
from gardefou.kernel.transcript import Language

charter = group("Charters: check, compare, show, sign, suspend.")
LanguageOption = Annotated[Language, typer.Option("--language", help="The language of the sentences.")]


@charter.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(help="Charters in YAML.")],
    site: Annotated[str | None, typer.Option("--site", help="A site that one of them must name.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong in charters, and whose keys are missing; exit code 1 when one can never be signed as it is."""
    found = checked(files, datetime.now(UTC).date(), site)
    if as_json:
        print(json.dumps([each.document for each in found], ensure_ascii=False))
    else:
        for fault in (fault for each in found for fault in each.faults):
            print(f"gardefou: {fault}", file=sys.stderr)
        for line in (line for each in found for line in check_lines(each)):
            print(line)
    if any(each.faults for each in found):
        sys.exit(1)


@charter.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="The charter as it is.")],
    new: Annotated[Path, typer.Argument(help="The charter as it is proposed.")],
    language: LanguageOption = Language.ENGLISH,
    as_json: JsonOption = False,
) -> None:
    """Say in words what a charter loosens and tightens of another, and who has to sign."""
    before, after = read_yaml(old, Charter), read_yaml(new, Charter)
    if as_json:
        print(json.dumps(changes_document(before, after, language), ensure_ascii=False))
        return
    show_changes(console_for_text(), before, after, language)
    if before.digest != after.digest and before.version == after.version:
        print(f"gardefou: both call themselves version {after.version}; give the new one another", file=sys.stderr)


@charter.command("show")
def show(
    file: Annotated[Path, typer.Argument(help="A charter in YAML.")],
    language: LanguageOption = Language.ENGLISH,
) -> None:
    """Show a charter as sentences."""
    show_charter(console_for_text(), read_yaml(file, Charter), language)


charter.registered_commands += signing.registered_commands
