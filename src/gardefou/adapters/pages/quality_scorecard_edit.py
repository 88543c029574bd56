"""Changes to a scorecard as a whole: a criterion written, moved or removed; its title, its version, its sections."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from gardefou.adapters.pages.quality_scorecard_faults import Fault, told
from gardefou.adapters.pages.quality_scorecard_typed import number_of
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard

Criteria = list[dict[str, Any]]
Edited = tuple[Scorecard | None, tuple[Fault, ...]]
"""A scorecard, or what is wrong with it."""


def with_criterion(scorecard: Scorecard, criterion: Criterion, section: str = "") -> Edited:
    """The scorecard with that criterion in place of the one of its id, or at the end of a section."""
    document = criterion.model_dump(mode="json")

    def put(of: str, criteria: Criteria) -> Criteria:
        if of == section:
            return [*criteria, document]
        return [document if each["id"] == criterion.id else each for each in criteria]

    return _with(scorecard, put)


def without_criterion(scorecard: Scorecard, criterion: str) -> Edited:
    """The scorecard without that criterion; a section that would be empty goes too."""
    return _with(scorecard, lambda of, criteria: [each for each in criteria if each["id"] != criterion])


def moved(scorecard: Scorecard, criterion: str, by: int) -> Edited:
    """The scorecard with that criterion one place up or down; at the edge of its section it goes to the next one."""
    document = scorecard.model_dump(mode="json")
    places = [(s, c) for s, each in enumerate(document["sections"]) for c in range(len(each["criteria"]))]
    ids = [each.id for each in scorecard.criteria()]
    at = ids.index(criterion)
    section, place = places[at]
    criteria: Criteria = document["sections"][section]["criteria"]
    target = place + by
    if 0 <= target < len(criteria):
        criteria[place], criteria[target] = criteria[target], criteria[place]
    elif 0 <= section + by < len(document["sections"]) and len(criteria) > 1:
        there: Criteria = document["sections"][section + by]["criteria"]
        there.insert(len(there) if by < 0 else 0, criteria.pop(place))
    return _checked(document)


def whole_values(scorecard: Scorecard) -> dict[str, str]:
    """What stands in the fields about the whole."""
    values = {"title-fr": scorecard.title.fr, "title-en": scorecard.title.en, "version": scorecard.version}
    for section in scorecard.sections:
        values[f"section-weight-{section.id}"] = "" if section.weight is None else f"{section.weight:g}"
    return values


def with_whole(scorecard: Scorecard, values: Mapping[str, str]) -> Edited:
    """The scorecard with another title and version, and other weights of its sections."""
    document = scorecard.model_dump(mode="json")
    document["title"] = {code: values[f"title-{code}"].strip() for code in ("fr", "en")}
    document["version"] = values["version"].strip()
    for section in document["sections"]:
        weight = values[f"section-weight-{section['id']}"].strip()
        section["weight"] = number_of(weight) if weight else None
    return _checked(document)


def _with(scorecard: Scorecard, change: Callable[[str, Criteria], Criteria]) -> Edited:
    document = scorecard.model_dump(mode="json")
    for section in document["sections"]:
        section["criteria"] = change(section["id"], section["criteria"])
    document["sections"] = [section for section in document["sections"] if section["criteria"]]
    return _checked(document)


def _checked(document: Mapping[str, Any]) -> Edited:
    try:
        return Scorecard.model_validate(document), ()
    except ValidationError as error:
        return None, told(error)
