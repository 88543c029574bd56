"""Reads call guides, their shared steps and the statements of the checklist, and tells what cannot be followed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from gardefou.adapters.documents.yaml_document import Marked, read_marked
from gardefou.assist.checklist.model import MOST_STATEMENTS, StatementRule
from gardefou.assist.guides.model import SHARED_STEPS, Guide, GuideStep
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon
from gardefou.query.written import LEXICON

STEPS_FILE = "steps.yaml"
STATEMENTS_FILE = "statements.yaml"
MOST_GUIDES = 50
Place = tuple[str | int, ...]
Fault = tuple[Place, str]


class _Steps(BaseModel):
    model_config = ConfigDict(extra="forbid")

    steps: tuple[GuideStep, ...] = Field(max_length=MOST_STATEMENTS)


class _Statements(BaseModel):
    model_config = ConfigDict(extra="forbid")

    statements: tuple[StatementRule, ...] = Field(max_length=MOST_STATEMENTS)


def read_guides(folder: Path, lexicon: Lexicon) -> tuple[Guide, ...]:
    """The guides of a folder, in order of their files' names.

    Raises InputRefused naming the file, line, column and field of the first fault.
    """
    steps = _shared_steps(folder / STEPS_FILE, lexicon)
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name not in {STEPS_FILE, STATEMENTS_FILE}]
    if not paths:
        raise InputRefused(folder, "holds no guide; expected one file of the form fault.yaml for each kind of call")
    if len(paths) > MOST_GUIDES:
        raise InputRefused(folder, f"holds {len(paths)} guides; at most {MOST_GUIDES} may be")
    guides: dict[str, Guide] = {}
    for path in paths:
        guide = read_guide(path, lexicon, steps)
        if guide.id in guides:
            raise InputRefused(path, f"id: another guide is called {guide.id}; give this one another name")
        guides[guide.id] = guide
    return tuple(guides.values())


def read_guide(path: Path, lexicon: Lexicon, steps: Sequence[GuideStep] = ()) -> Guide:
    """One guide, whose states may name `steps` by their id.

    Raises InputRefused.
    """
    marked = read_marked(path, Guide, {LEXICON: lexicon, SHARED_STEPS: {each.id: each for each in steps}})
    _refuse_first(path, marked, guide_faults(marked.content))
    return marked.content


def read_statements(folder: Path, lexicon: Lexicon, guides: Sequence[Guide]) -> tuple[StatementRule, ...]:
    """The statements of the checklist, of calls that these guides are for.

    Raises InputRefused.
    """
    path = folder / STATEMENTS_FILE
    marked = read_marked(path, _Statements, {LEXICON: lexicon})
    rules = marked.content.statements
    _refuse_first(path, marked, _statement_faults(rules, {each.id for each in guides}))
    return rules


def guide_faults(guide: Guide) -> Iterator[Fault]:
    """What of a guide cannot be followed, with its place."""
    states = [state.id for state in guide.states]
    yield from _twice(states, ("states",))
    for number, state in enumerate(guide.states):
        place: Place = ("states", number)
        yield from _twice([step.id for step in state.steps], (*place, "steps"))
        for way, transition in enumerate(state.next):
            if transition.to not in states:
                cause = f"no state is called {transition.to}; the guide has {', '.join(states)}"
                yield (*place, "next", way, "to"), cause
        if not state.steps and any(each.heard is None for each in state.next):
            yield (*place, "steps"), "a state that is left once its steps are done needs a step"
    reached = _reached(guide)
    for number, state in enumerate(guide.states):
        if state.id not in reached:
            cause = f"no state leads to {state.id}; name it in the `next` of another, or leave it out"
            yield ("states", number, "id"), cause


def _reached(guide: Guide) -> set[str]:
    ways = {state.id: [each.to for each in state.next] for state in guide.states}
    reached, waiting = set[str](), [guide.states[0].id]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(ways.get(here, ()))
    return reached


def _statement_faults(rules: Sequence[StatementRule], guides: set[str]) -> Iterator[Fault]:
    yield from _twice([rule.id for rule in rules], ("statements",))
    for number, rule in enumerate(rules):
        for index, guide in enumerate(rule.guides):
            if guide not in guides:
                cause = f"no guide is called {guide}; there are {', '.join(sorted(guides))}"
                yield ("statements", number, "guides", index), cause


def _twice(ids: Sequence[str], place: Place) -> Iterator[Fault]:
    for number, each in enumerate(ids):
        if each in ids[:number]:
            yield (*place, number, "id"), f"{each} stands twice; give one of them another name"


def _shared_steps(path: Path, lexicon: Lexicon) -> tuple[GuideStep, ...]:
    if not path.exists():
        return ()
    marked = read_marked(path, _Steps, {LEXICON: lexicon})
    _refuse_first(path, marked, _twice([each.id for each in marked.content.steps], ("steps",)))
    return marked.content.steps


def _refuse_first(path: Path, marked: Marked[Any], faults: Iterator[Fault]) -> None:
    for place, cause in faults:
        line, column = marked.position(place)
        field = ".".join(str(part) for part in place)
        raise InputRefused(path, f"line {line}, column {column}: {field}: {cause}")
