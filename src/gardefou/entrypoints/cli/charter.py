"""`gardefou charter`: checks, compares and shows what employer and representatives negotiate."""

import json
import sys
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any

import typer

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.entrypoints.cli.charter_text import changes_document, lacking_keys, show_changes, show_charter
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.governance.charter import Charter
from gardefou.governance.hindrances import Hindrance, both_name, hindrances, remarks
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

charter = group("Charters: check, compare, show.")
LanguageOption = Annotated[Language, typer.Option("--language", help="The language of the sentences.")]
OF_LAW = {
    "draw.rate": "S5",
    "retention.recordings_days": "S14",
    "retention.analyses_days": "S14",
    "review.smallest_group": "S10",
    "experiment.days": "S19",
    "purposes": "S1",
}
"""Fields whose bounds no signature lifts, with their clause."""


@charter.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(help="Charters in YAML.")],
    site: Annotated[str | None, typer.Option("--site", help="A site that one of them must name.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong in charters, and whose keys are missing; exit code 1 when one can never be signed as it is."""
    read = {file: _read(file) for file in files}
    charters = {file: found for file, found in read.items() if isinstance(found, Charter)}
    faults = {file: [] if file in charters else [str(found)] for file, found in read.items()}
    for file, each in charters.items():
        faults[file] += [f"{file}: {found.field}: {found.cause}" for found in _hindrances(each)]
    for (one, first), (other, second) in combinations(charters.items(), 2):
        for name in both_name(first, second):
            faults[other].append(
                f"{other}: sites.{name}: stands in {one} for the same days; one charter holds there (S17)"
            )
    if site is not None and not any(site in each.sites for each in charters.values()):
        faults[files[-1]].append(f"{files[-1]}: sites: the site {shown(site)} is not named; add it to open it (S17)")
    documents = [_document(file, charters.get(file), faults[file]) for file in files]
    if as_json:
        print(json.dumps(documents, ensure_ascii=False))
    else:
        for each in documents:
            _print_checked(each)
    if any(faults.values()):
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


def _read(file: Path) -> Charter | InputRefused:
    """The charter, or what is wrong with the file; of a bound that the law sets, that nobody can lift it."""
    try:
        return read_yaml(file, Charter)
    except InputRefused as refused:
        for field, clause in OF_LAW.items():
            if f" {field}: Input should be" in refused.cause or f" {field}.0: Input should be" in refused.cause:
                return InputRefused(refused.source, f"{refused.cause}; no signature lifts this ({clause})")
        return refused


def _hindrances(found: Charter) -> list[Hindrance]:
    causes = list(hindrances(found, datetime.now(UTC).date()))
    try:
        PublicHolidays().worked_days(found.review.holidays)
    except InputRefused as refused:
        causes.append(Hindrance(refused.source, refused.cause))
    return causes


def _document(file: Path, found: Charter | None, faults: list[str]) -> dict[str, Any]:
    if found is None:
        return {"file": str(file), "faults": faults}
    return {
        "file": str(file),
        "faults": faults,
        "version": found.version,
        "digest": found.digest,
        "simulated": found.simulated,
        "sites": sorted(found.sites),
        "lacking_keys": lacking_keys(found),
        "remarks": [f"{each.field}: {each.cause}" for each in remarks(found)],
    }


def _print_checked(document: dict[str, Any]) -> None:
    for fault in document["faults"]:
        print(f"gardefou: {fault}", file=sys.stderr)
    if "digest" not in document:
        return
    file, kind = document["file"], " of simulated calls" if document["simulated"] else ""
    print(
        f"{file}: charter {document['version']}{kind}, sites {', '.join(document['sites'])}, {document['digest'][:12]}"
    )
    for each in document["remarks"]:
        print(f"{file}: note: {shown(each)}")
    for side, names in document["lacking_keys"].items():
        print(f"{file}: no key yet for {side}: {shown(', '.join(names))}")
    if document["lacking_keys"]:
        print(f"{file}: cannot be signed yet; each makes a key with gardefou key make, and its public part goes here")
    elif not document["faults"]:
        print(f"{file}: can be signed")
