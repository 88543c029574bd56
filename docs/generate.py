"""Write what docs/reference/ says of the code from the code itself.

Run: python docs/generate.py   (a test fails when what is there is stale)
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from gardefou.governance.actions import Verb
from gardefou.governance.actors import Person
from gardefou.governance.decision import CLAUSES
from gardefou.governance.subjects import SUBJECTS
from gardefou.governance.table import actors, conditions, what_stops, who_may
from gardefou.kernel.review import ENDS
from gardefou.review.transitions import TRANSITIONS, Act, Transition, When

sys.path.insert(0, str(Path(__file__).parent))
from charter_reference import charter_reference, charter_schema
from query_reference import query_reference
from review_picture import review_picture
from roles_reference import roles_reference
from safeguards_reference import COLUMNS, safeguards_rows
from scorecard_reference import scorecard_reference

REFERENCE = Path(__file__).parent / "reference"
STAMP = "<!-- Written by python docs/generate.py from the code; a test fails when it is stale. -->"
SUBJECT_WORDS = {
    "Installation": "the installation",
    "ArrivingCall": "a call that arrives",
    "KeptCall": "a call",
    "OwnFile": "what is kept about a person",
    "SiteWork": "the work of a site",
}


def gate() -> str:
    """Return who may do what, and what stops it."""
    clauses = [f"- **{each.CLAUSE}**: {(each.__doc__ or '').partition(': ')[2].strip()}" for each in CLAUSES]
    allowed = [
        [f"`{row.verb}`", *(answer if answer != "yes" else "**yes**" for answer in row.answers)] for row in who_may()
    ]
    stopped = [[f"`{row.verb}`", _names(row.who), *row.answers] for row in what_stops()]
    subjects = [[f"`{verb}`", " or ".join(SUBJECT_WORDS[kind.__name__] for kind in SUBJECTS[verb])] for verb in Verb]
    return _page(
        "Who may do what",
        "Every access to data about people goes through the gate, which asks every clause in this order; the first "
        "that refuses is named, and the refusal is logged. What no clause names is refused by S10.",
        "\n".join(clauses),
        "## Under the best conditions",
        "A simulated call at an open site, drawn, not expired, its charter in force, offered to its adviser once it "
        "can be. The charter lets line managers see what is final, and advisers erase. The review stands where the "
        "thing can be done: open for an answer, contested for taking, under way for deciding, else final. Everybody "
        "works at the site and asks for their own file; `yes`, or the clause that refuses.",
        _table(["verb", *actors()], allowed),
        "## What stops it",
        "One thing is worse, for those who may do it under the best conditions. A strict charter releases nothing to "
        "managers and leaves no erasure to advisers.",
        _table(["verb", "asked by", *conditions()], stopped),
        "## What it may be asked about",
        _table(["verb", "about"], subjects),
    )


def _names(who: Iterable[str]) -> str:
    names = list(who)
    everybody = [name for name, actor in actors().items() if isinstance(actor, Person)]
    return "everybody, of themselves" if names == everybody else ", ".join(names)


def charter() -> str:
    """Return the fields of a charter file."""
    return _page("The charter file", *charter_reference(_table))


def review() -> str:
    """Return every way a review may go."""
    lines = [
        [f"`{line.act}`", line.by, f"`{line.before}`", f"`{line.after}`", line.when if line.when != When.ALWAYS else ""]
        for line in TRANSITIONS
    ]
    return _page(
        "How a review goes",
        "The adviser hears and answers first, then a named person decides, and another one where the adviser contests "
        "(S3, S4). What is not in this table cannot happen.",
        "![The states of a review and the ways between them, as in the table below](review.svg)",
        _table(["act", "who", "from", "to", "when"], lines),
        f"{', '.join(f'`{each}`' for each in sorted(ENDS))} are ends. `{Act.LAPSE}` comes when a contest was not "
        "answered by its last day: what is contested is void, and stays readable, struck through.",
        "## The same as a diagram that can be edited",
        _diagram(TRANSITIONS),
    )


def _diagram(lines: Sequence[Transition]) -> str:
    """The lines as Mermaid draws them."""
    said = (f": {line.act}" + (f" ({line.when})" if line.when != When.ALWAYS else "") for line in lines)
    ways = [f"    {line.before} --> {line.after}{words}" for line, words in zip(lines, said, strict=True)]
    ends = [f"    {end} --> [*]" for end in sorted(ENDS)]
    start = f"    [*] --> {lines[0].before}"
    return "\n".join(["```mermaid", "stateDiagram-v2", start, *ways, *ends, "```"])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", STAMP, *parts]) + "\n"


def query() -> str:
    """Return the query language by its examples."""
    return _page("The query language", *query_reference(_table))


def scorecard() -> str:
    """Return the fields of a scorecard, and what the linter finds."""
    return _page("The scorecard file", *scorecard_reference(_table))


def safeguards() -> str:
    """Return every safeguard with who asked for it and what proves it."""
    return _page(
        "The safeguards, one by one",
        "Each clause keeps its number everywhere: in the charter, in a refusal, in the log, in the tests. *Enforced* means that "
        "the program refuses and that a file of tests tries to get around it; `tests/architecture/test_clauses_bite.py` takes "
        "each rule away in turn and demands that its tests then fail. Software can record and block: it creates no legal "
        "veto, and forces no employer to hire.",
        _table(COLUMNS, safeguards_rows()),
    )


def roles() -> str:
    """Return what each role opens: verbs, pages, and rows of the database."""
    return _page("Roles", *roles_reference(_table))


PAGES = {
    "../safeguards.md": safeguards,
    "gate.md": gate,
    "roles.md": roles,
    "charter.md": charter,
    "charter.schema.json": charter_schema,
    "review.md": review,
    "review.svg": review_picture,
    "query.md": query,
    "scorecard.md": scorecard,
}


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
