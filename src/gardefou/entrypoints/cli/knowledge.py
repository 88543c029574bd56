"""`gardefou knowledge`: the cards that live assist suggests."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from gardefou.adapters.documents.knowledge_card import CardFile
from gardefou.adapters.documents.knowledge_folder import read_card_files
from gardefou.assist.knowledge.check import Finding, Severity, check_cards, spoken_like
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Role, Segment, Transcript

MOST_OF_A_KIND = 5
"""Warnings of one kind beyond which they share a line: what is so common is no slip of the pen."""

knowledge = group("The knowledge cards that live assist suggests.")


@knowledge.callback()
def _knowledge() -> None:
    """Keep `check` a word of its own while it is the only one."""


@knowledge.command("check")
def check(
    folder: Annotated[Path, typer.Argument(help="A folder of cards in Markdown; docs/knowledge.md tells how.")],
    strict: Annotated[bool, typer.Option("--strict", help="Leave with exit code 1 on warnings too.")] = False,
    every: Annotated[bool, typer.Option("--all", help="A line for each warning, however many are alike.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong, or may mislead, in a folder of cards; exit code 1 when a card cannot be shown."""
    laboratory = Laboratory(read_settings())
    read = list(read_card_files(folder, laboratory.lexicon))
    refused = [each for each in read if isinstance(each, InputRefused)]
    files = {each.card.id: each for each in read if isinstance(each, CardFile)}
    cards = [each.card for each in files.values()]
    embeddings = laboratory.embeddings_if_installed
    found = check_cards(cards, list(_sentences()), datetime.now(UTC).date(), embeddings)
    found.sort(key=lambda each: (str(files[each.card].path), files[each.card].line(each.place)))
    if as_json:
        documents = [*map(_refusal_document, refused), *(_document(each, files[each.card]) for each in found)]
        print(json.dumps({"cards": len(cards), "findings": documents}, ensure_ascii=False))
    else:
        _print(folder, refused, found, files, MOST_OF_A_KIND if not (every or strict) else len(found))
    if refused or any(each.severity is Severity.ERROR for each in found) or (strict and found):
        sys.exit(1)


def _sentences() -> Iterator[Transcript]:
    """What is said in the sample calls of part development, a turn in each."""
    for call in sample_calls():
        labels = json.loads(call.labels.read_text(encoding="utf-8"))
        for turn in labels["turns"] if call.part == "development" else ():
            if "text" in turn:
                role = Role(turn["role"])
                empty = Segment(0, role, 0, 0, "")
                whole = Transcript(0, labels["language"], "labels", (empty,), roles=(role,))
                yield spoken_like(whole, turn["text"])


def _print(
    folder: Path, refused: list[InputRefused], found: list[Finding], files: dict[str, CardFile], most: int
) -> None:
    for fault in refused:
        print(f"gardefou: {fault}", file=sys.stderr)
    alike = _alike(found, most)
    for each in found:
        if each.code not in alike:
            file = files[each.card]
            print(f"{file.path}:{file.line(each.place)}: {each.severity} {each.code}: {each.cause}")
    for code, those in sorted(alike.items()):
        number = len({each.card for each in those})
        print(f"{folder}: {len(those)} warnings {code} in {number} cards: {those[0].cause}; --all names each")
    errors = len(refused) + sum(each.severity is Severity.ERROR for each in found)
    warnings = sum(each.severity is Severity.WARNING for each in found)
    print(f"{folder}: {len(files)} cards, {errors} errors, {warnings} warnings")


def _alike(found: Sequence[Finding], most: int) -> dict[str, list[Finding]]:
    """The warnings of which there are more than `most` of a kind."""
    kinds: defaultdict[str, list[Finding]] = defaultdict(list)
    for each in found:
        if each.severity is Severity.WARNING:
            kinds[each.code].append(each)
    return {code: those for code, those in kinds.items() if len(those) > most}


def _document(finding: Finding, file: CardFile) -> dict[str, Any]:
    return {
        "file": str(file.path),
        "line": file.line(finding.place),
        "card": finding.card,
        "severity": finding.severity.value,
        "code": finding.code,
        "cause": finding.cause,
    }


def _refusal_document(fault: InputRefused) -> dict[str, Any]:
    return {"file": fault.source, "severity": "error", "code": "unusable", "cause": fault.cause}
