"""The fields of a scorecard, the rules of the linter, and the columns of a table, from the code."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from gardefou.adapters.documents.scorecard_columns import COLUMNS
from gardefou.evaluation import criteria
from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.limits import MeasureLimits
from gardefou.evaluation.lint.linter import MOST_FINDINGS
from gardefou.evaluation.lint.rules import RULES
from gardefou.evaluation.model import MOST_CRITERIA, MOST_SECTIONS, Scorecard, Section
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.wording import Sentences, Wording

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
KINDS = (
    criteria.PhraseCriterion,
    criteria.MeasureCriterion,
    criteria.MeaningCriterion,
    criteria.CombinationCriterion,
    criteria.JudgeCriterion,
    criteria.ManualCriterion,
)
OF_EVERY_CRITERION = tuple(criteria.ManualCriterion.model_fields)
VALUES = {
    Wording: "text in `fr` and in `en`",
    Sentences: "lists of sentences under `fr` and `en`",
    MeasureLimits: "`measure` with `at_most`, `at_least` or both",
    criteria.Condition: "see below",
    LearnedHead: "written by the program",
    bool: "`true` or `false`",
    MeasureName: "a measure",
}
NAMED_VALUES = {"kind": "the kind", "at_most": "a limit", "at_least": "a limit"}
MEANINGS = {
    "sections": "the parts of the grid",
    "criteria": "the questions of the section",
    "id": "small letters, digits and `_`",
    "version": "another one for every change",
    "title": "what people read",
    "lowest_confidence": "evidence heard with less mean confidence of words gives “cannot tell”",
    "weight": "its part in the section; of a section, its percent of the whole",
    "question": "what people and the program answer",
    "guidance": "what counts and what does not suffice",
    "points": "instead of a weight; a combination earns them by the parts that hold",
    "levels": "instead of points: several answers, from best to worst",
    "critical": "a draft that finds it not met is reviewed by a person",
    "automation": "what the program's answer is for: nothing, a suggestion, a form filled in beforehand",
    "exemplars": "sentences that satisfy",
    "counter_exemplars": "sentences that look alike and do not satisfy",
    "asked_if": "asked only where this holds",
    "applies_if": "asked only where this is said",
    "applies_when": "asked only where this measure keeps these limits",
    "kind": "how it is answered",
    "find": "met when the query finds something",
    "measure": "which measure of the conversation",
    "at_most": "as `20s`, `500ms`, `40%`, `1`",
    "at_least": "as `20s`, `500ms`, `40%`, `1`",
    "phrases": "words that are met whatever the meaning says",
    "met_from": "likeness from which it is met",
    "not_met_below": "likeness below which it is not met; between the two the program cannot tell",
    "first_s": "only what is said in the first seconds is compared",
    "last_s": "only what is said in the last seconds is compared",
    "learned": "what was learned from exemplars and reviewed calls, with its own limits",
    "needs": "how many parts have to hold",
    "parts": "each answered by itself: an id, a title, and the fields of phrase, measure or meaning",
    "samples": "how often the language model is asked",
    "agreement": "the share of answers that must agree",
    "met": "whether this level counts as met",
    "at_least_parts": "the level holds where that many parts hold",
    "keeps": "the level holds where this measure keeps these limits",
    "criterion": "the criterion whose verdict decides",
    "verdict": "the verdict that it needs",
    "reasons": "the reasons for calling for which it is asked",
}


def scorecard_reference(table: Table) -> Iterator[str]:
    """The parts of the page."""
    yield (
        "A scorecard is one YAML file; `scorecards/` has three. `gardefou scorecard lint FILE` says what is wrong or "
        "may mislead, `show` what each question counts for, `import` makes a scorecard of a table. At most "
        f"{MOST_SECTIONS} sections and {MOST_CRITERIA} criteria. Queries are written as in [query.md](query.md)."
    )
    yield from _fields(table, "Scorecard", Scorecard, Scorecard.model_fields)
    yield from _fields(table, "Section", Section, Section.model_fields)
    yield from _fields(table, "Every criterion", criteria.JudgeCriterion, OF_EVERY_CRITERION, "")
    for kind in KINDS:
        own = [name for name in kind.model_fields if name not in OF_EVERY_CRITERION]
        name = get_args(kind.model_fields["kind"].annotation)[0]
        yield from _fields(table, f"Kind `{name}`", kind, own)
    yield from _fields(table, "Level", criteria.Level, criteria.Level.model_fields)
    yield from _fields(table, "`asked_if`", criteria.Condition, criteria.Condition.model_fields)
    yield "Measures: " + ", ".join(f"`{each}`" for each in MeasureName) + "."
    yield "## What the linter finds"
    yield (
        "An error keeps a scorecard from being used at all. A warning is for its authors; `--strict` fails on it. "
        f"At most {MOST_FINDINGS} findings are told, errors before warnings; `more` then counts the rest. In the "
        "question, guidance, titles and exemplars of a `judge` quotation marks hide nothing: all of it goes to a "
        "language model."
    )
    yield table(["rule", "", "why", "way out"], [[f"`{r.code}`", r.severity, r.why, f"{r.mend}."] for r in RULES])
    yield "## The columns of a table"
    yield (
        "`gardefou scorecard import` reads CSV with a header, whatever its encoding and separator, titles in French or "
        "English. One language is enough: the other is the same text, and the linter says so. A section holds for the "
        "rows below that leave it empty. A question without query, measure or kind is left to people (`manual`). "
        "Sentences of one field are separated by `|`. A combination cannot be written in a table."
    )
    yield table(["column", "also"], [[f"`{each.name}`", ", ".join(each.synonyms)] for each in COLUMNS])


def _fields(
    table: Table, title: str, model: type[BaseModel], names: Iterable[str], about: str | None = None
) -> Iterator[str]:
    yield f"## {title}"
    told = (model.__doc__ or "") if about is None else about
    if told:
        yield " ".join(told.split())
    rows = [[f"`{name}`", _value(model, name), _default(model, name), MEANINGS[name]] for name in names]
    if rows:
        yield table(["field", "value", "default", "meaning"], rows)


def _default(model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    if field.is_required():
        return "required"
    if field.default in (None, (), Sentences()):
        return ""
    return f"`{str(field.default).lower()}`"


def _value(model: type[BaseModel], name: str) -> str:
    if name in NAMED_VALUES:
        return NAMED_VALUES[name]
    field = model.model_fields[name]
    bounds = {key: getattr(each, key) for each in field.metadata for key in ("ge", "gt", "le") if hasattr(each, key)}
    return _named(field.annotation, bounds)


def _named(annotation: Any, bounds: dict[str, Any]) -> str:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _named(get_args(annotation)[0], bounds)
    if origin is tuple:
        return "a list"
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in get_args(annotation))
    if origin in (Union, UnionType):
        return _of_several([each for each in get_args(annotation) if each is not type(None)], bounds)
    if annotation in VALUES:
        return VALUES[annotation]
    if annotation in (int, float):
        lowest = f"above {bounds['gt']}" if "gt" in bounds else f"from {bounds.get('ge', 0)}"
        highest = f" to {bounds['le']:,}" if "le" in bounds else ""
        return f"{'whole number' if annotation is int else 'number'} {lowest}{highest}"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{each}`" for each in annotation)
    return "text"


def _of_several(kinds: list[Any], bounds: dict[str, Any]) -> str:
    if any(getattr(each, "__module__", "") == "gardefou.query.model" for each in _inside(kinds)):
        return "a query"
    return " or ".join(_named(each, bounds) for each in kinds)


def _inside(kinds: Iterable[Any]) -> Iterator[Any]:
    for each in kinds:
        yield each
        yield from _inside(get_args(each))
