"""How the command line writes a charter, what changes in it, and what a check says."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from gardefou.adapters.pages.charter_effects import BY_SUCCESSION, is_agreed, verdict
from gardefou.adapters.pages.charter_sentences import changed_parties, changed_sentence, charter_text
from gardefou.adapters.pages.marked_text import Kind, Segment
from gardefou.adapters.pages.wording import wording
from gardefou.entrypoints.cli.charter_check import Checked
from gardefou.governance.charter import Charter
from gardefou.governance.hindrances import remarks
from gardefou.governance.tightness import Change, changes, needed
from gardefou.intake.rules import shown

MARKS = {Kind.KEPT: ("", "", ""), Kind.DELETED: ("[-", "-]", "red strike"), Kind.INSERTED: ("{+", "+}", "bold green")}
AGREED = "agreed by both"


def show_charter(console: Console, charter: Charter, language: str) -> None:
    """The charter in sentences, under headings."""
    for section in charter_text(charter, language):
        _print(console, Text(f"\n{section.title}", "bold"))
        for _, sentence in section.sentences:
            _print(console, Text(shown(sentence)))
    _print(console, Text(f"\nSHA-256 {charter.digest}", "dim"))


def show_changes(console: Console, before: Charter, after: Charter, language: str) -> None:
    """Every change in its sentence, then who signs."""
    found = changes(before, after)
    for each in found:
        _print(console, _marked(f"{direction(each):<16}", changed_sentence(each, language)))
    parties = changed_parties(before.parties, after.parties, language)
    for _, segments in parties:
        _print(console, _marked(f"{'by succession':<16}", segments))
    _print(console, Text(verdict(found, language), "bold"))
    if parties:
        _print(console, Text(wording(language).gettext(BY_SUCCESSION)))


def changes_document(before: Charter, after: Charter, language: str) -> dict[str, Any]:
    """The same for programs."""
    found = changes(before, after)
    old, new = before.document, after.document
    return {
        "before": {"version": before.version, "digest": before.digest},
        "after": {"version": after.version, "digest": after.digest},
        "changes": [
            {
                "path": each.path,
                "direction": each.direction.value,
                "agreed_by_both": is_agreed(each),
                "before": _at(old, each.path),
                "after": _at(new, each.path),
                "text": _segments(changed_sentence(each, language)),
            }
            for each in found
        ],
        "parties": {
            side.value: _segments(segments)
            for side, segments in changed_parties(before.parties, after.parties, language)
        },
        "needed": needed(found).value,
        "verdict": verdict(found, language),
    }


def check_lines(checked: Checked) -> Iterator[str]:
    """What is known of a charter that can be read, and what is still missing."""
    file, charter = checked.file, checked.charter
    if charter is None:
        return
    kind = " of simulated calls" if charter.simulated else ""
    yield f"{file}: {charter.title}{kind}, sites {', '.join(sorted(charter.sites))}, {charter.digest[:12]}"
    for each in remarks(charter):
        yield f"{file}: note: {each.field}: {each.cause}"
    for side, names in checked.lacking.items():
        yield f"{file}: no key yet for {side}: {shown(', '.join(names))}"
    if checked.lacking and charter.simulated:
        yield f"{file}: each gets a key when a site is opened, as calls are simulated"
    elif checked.lacking:
        yield f"{file}: cannot be signed yet; each makes a key with gardefou key make, and its public part goes here"
    elif not checked.faults:
        yield f"{file}: can be signed"


def direction(change: Change) -> str:
    """A word or two for what a change does."""
    return AGREED if is_agreed(change) else change.direction.value


def _marked(label: str, segments: tuple[Segment, ...]) -> Text:
    line = Text(label, "dim")
    for each in segments:
        before, after, style = MARKS[each.kind]
        line.append(f"{before}{shown(each.text)}{after}", style or "not dim")
    return line


def _segments(segments: tuple[Segment, ...]) -> list[dict[str, str]]:
    return [{"text": each.text, "kind": each.kind.value} for each in segments]


def _at(document: Any, path: str) -> Any:
    """What a path leads to; None where nothing is."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _print(console: Console, line: Text) -> None:
    console.print(line, soft_wrap=True)
