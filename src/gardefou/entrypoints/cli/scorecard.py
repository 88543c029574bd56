"""`gardefou scorecard`: checks, shows and imports evaluation grids, and puts them to signature."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.scorecard_file import read_any_scorecard
from gardefou.adapters.documents.scorecard_table import TableOptions, read_scorecard_table, scorecard_text
from gardefou.adapters.documents.yaml_document import Marked, read_yaml
from gardefou.bootstrap.installation import Installation, operator
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.new_file import write_new
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.entrypoints.cli.scorecard_text import finding_document, finding_line, show_scorecard
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.evaluation.lint.findings import Finding, Surroundings
from gardefou.evaluation.lint.linter import has_errors, lint
from gardefou.evaluation.model import Scorecard
from gardefou.flows.signed_scorecard import Measured, scorecard_document
from gardefou.governance.acts import ActKind
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

scorecard = group("Evaluation grids: check, show, import, put to signature.")
Linted = tuple[Path, Marked[Scorecard], list[Finding]]


@scorecard.command("lint")
def lint_files(
    files: Annotated[list[Path], typer.Argument(help="Scorecards in YAML.")],
    strict: Annotated[bool, typer.Option("--strict", help="Leave with exit code 1 on warnings too.")] = False,
    by_meaning: Annotated[bool, typer.Option("--by-meaning", help="Compare exemplars by meaning too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong, or may mislead, in scorecards; exit code 1 when one cannot be used."""
    laboratory = Laboratory(read_settings())
    surroundings = Surroundings(
        reasons=frozenset(reason.id for reason in laboratory.taxonomy.reasons),
        embeddings=laboratory.embeddings if by_meaning else None,
    )
    linted: list[Linted] = []
    refused = False
    for file in files:
        try:
            marked = read_any_scorecard(file, laboratory.lexicon)
        except InputRefused as error:
            refused = True
            print(f"gardefou: {error}", file=sys.stderr)
            continue
        linted.append((file, marked, _from_top(lint(marked.content, surroundings), marked)))
    _print_json(linted) if as_json else _print_lines(linted)
    findings = [finding for _, _, found in linted for finding in found]
    if refused or has_errors(findings) or (strict and findings):
        sys.exit(1)


def _from_top(findings: Iterable[Finding], marked: Marked[Scorecard]) -> list[Finding]:
    return sorted(findings, key=lambda finding: marked.position(finding.place))


def _print_json(linted: list[Linted]) -> None:
    documents = [
        {"file": str(file), "findings": [finding_document(each, marked) for each in found]}
        for file, marked, found in linted
    ]
    print(json.dumps(documents, ensure_ascii=False))


def _print_lines(linted: list[Linted]) -> None:
    for file, marked, found in linted:
        for finding in found:
            print(finding_line(file, finding, marked))
        errors = sum(finding.severity == "error" for finding in found)
        print(f"{file}: {errors} errors, {len(found) - errors} warnings")


@scorecard.command("import")
def import_table(
    table: Annotated[Path, typer.Argument(help="CSV with a row for each question; docs/reference/scorecard.md.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write here instead of printing.")] = None,
    language: Annotated[Language, typer.Option("--language", help="The language of columns that do not say.")] = (
        Language.FRENCH
    ),
    title: Annotated[str | None, typer.Option("--title", help="The title; the file's name without it.")] = None,
) -> None:
    """Make a scorecard of a table; a question without a rule is left to people."""
    options = TableOptions(language, title or table.stem)
    made, document = read_scorecard_table(table, options, lambda line: print(f"gardefou: {line}", file=sys.stderr))
    text = scorecard_text(document)
    if out is None:
        print(text, end="")
    else:
        write_new(out, text)
        print(f"{out}: {sum(1 for _ in made.criteria())} criteria in {len(made.sections)} sections")
    warnings = len(lint(made))
    if warnings:
        print(f"gardefou: {warnings} warnings; see them with gardefou scorecard lint", file=sys.stderr)


@scorecard.command("propose")
def propose(
    file: Annotated[Path, typer.Argument(help="A scorecard in YAML.")],
    site: Annotated[str, typer.Option("--site", help="The site whose drafts are to answer it.")],
    model: Annotated[
        list[str] | None, typer.Option("--model", help="A model it is signed for; this machine's if none.")
    ] = None,
    measured: Annotated[Path | None, typer.Option("--measured", help="What was measured of it, in YAML.")] = None,
) -> None:
    """Put a scorecard before both sides of a site; it is in force there once both have signed."""
    settings = read_settings()
    laboratory = Laboratory(settings)
    card = laboratory.scorecard(file)
    if has_errors(lint(card)):
        raise InputRefused(file, "cannot be used; see what is wrong with gardefou scorecard lint")
    found = read_yaml(measured, Measured) if measured else None
    document = scorecard_document(card, model or laboratory.models(card), found)
    with Installation(settings, connections=2) as installation:
        act = consultation_of(installation).propose(operator(), site, ActKind.SCORECARD, document)
    print(f"{card.id} {card.version} ({card.digest[:12]}) waits for both sides as act {act}")
    print(f"each signs with: gardefou charter sign {act} --site {site} --key FILE, or on the pages")


@scorecard.command("show")
def show(
    file: Annotated[Path, typer.Argument(help="A scorecard in YAML.")],
    language: Annotated[Language, typer.Option("--language", help="The language shown.")] = Language.FRENCH,
) -> None:
    """Show sections and questions with what they count for, and how each is answered."""
    show_scorecard(console_for_text(), Laboratory(read_settings()).scorecard(file), language)
