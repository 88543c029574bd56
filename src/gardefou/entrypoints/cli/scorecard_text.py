"""How the command line writes a scorecard, and what a rule says of it."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gardefou.adapters.documents.yaml_document import Marked
from gardefou.evaluation.criteria import Automation, Criterion
from gardefou.evaluation.lint.findings import Finding
from gardefou.evaluation.lint.weights import shares
from gardefou.evaluation.model import Scorecard


def finding_line(file: Path, finding: Finding, marked: Marked[Scorecard]) -> str:
    """One line, with the place as compilers write it."""
    line, column = marked.position(finding.place)
    told = f"{finding.severity} {finding.code}: {finding.subject}: {finding.cause}; {finding.mend}"
    return f"{file}:{line}:{column}: {told}"


def finding_document(finding: Finding, marked: Marked[Scorecard]) -> dict[str, Any]:
    """The same for programs."""
    line, column = marked.position(finding.place)
    return {
        "line": line,
        "column": column,
        "place": ".".join(str(part) for part in finding.place),
        "severity": finding.severity.value,
        "code": finding.code,
        "subject": finding.subject,
        "cause": finding.cause,
        "mend": finding.mend,
    }


def show_scorecard(console: Console, scorecard: Scorecard, language: str) -> None:
    """Every section with its questions and their share of the whole."""
    console.print(f"{scorecard.title.into(language)} ({scorecard.id} {scorecard.version})", style="bold", markup=False)
    counted = shares(scorecard)
    for section in scorecard.sections:
        total = sum(counted[criterion.id] for criterion in section.criteria)
        console.print(f"\n{section.title.into(language)}  {total:.0%}", style="bold", markup=False)
        table = Table(box=None, pad_edge=False, show_header=False)
        for criterion in section.criteria:
            asked = Text(criterion.question.into(language))
            table.add_row(criterion.id, f"{counted[criterion.id]:.1%}", _how(criterion), asked)
        console.print(table)


def _how(criterion: Criterion) -> str:
    by_people = criterion.automation is Automation.OFF and criterion.kind != "manual"
    marks = ["critical"] * criterion.critical + ["by people"] * by_people + ["if"] * bool(criterion.asked_if)
    return ", ".join([criterion.kind, *marks])
