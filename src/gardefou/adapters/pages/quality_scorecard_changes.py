"""What somebody changed in a scorecard, criterion by criterion."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gardefou.adapters.report.language import message
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard

PARTS = {
    "question": message("question"),
    "guidance": message("règle"),
    "weight": message("poids"),
    "points": message("points"),
    "levels": message("niveaux"),
    "critical": message("critique ou non"),
    "automation": message("rôle du programme"),
    "exemplars": message("phrases qui satisfont"),
    "counter_exemplars": message("phrases qui ne satisfont pas"),
    "asked_if": message("condition"),
    "applies_if": message("mots sans lesquels il est sans objet"),
    "applies_when": message("mesure sans laquelle il est sans objet"),
    "kind": message("méthode"),
    "find": message("recherche"),
    "phrases": message("recherche"),
    "measure": message("mesure"),
    "at_least": message("limite"),
    "at_most": message("limite"),
    "met_from": message("seuils"),
    "not_met_below": message("seuils"),
    "learned": message("apprentissage"),
}
OTHER_PART = message("réglages")


class Change(StrEnum):
    """What became of a criterion."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One criterion, and what is other than it was; `parts` are French words."""

    criterion: Criterion
    change: Change
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScorecardChange:
    """All changes: sections with their criteria in the new order, what was removed, and what is about the whole."""

    criteria: dict[str, CriterionChange]
    removed: tuple[Criterion, ...]
    is_whole_changed: bool

    @property
    def count(self) -> int:
        """How many criteria are new, other, elsewhere or gone."""
        return len(self.removed) + sum(each.change is not Change.SAME for each in self.criteria.values())


def changes(before: Scorecard | None, after: Scorecard) -> ScorecardChange:
    """What changed since the scorecard that was begun with; without one, nothing is told to be new."""
    if before is None:
        return ScorecardChange({each.id: CriterionChange(each, Change.SAME) for each in after.criteria()}, (), True)
    old = {each.id: each for each in before.criteria()}
    moved = _moved(before, after)
    found = {each.id: _of(old.get(each.id), each, each.id in moved) for each in after.criteria()}
    removed = tuple(each for name, each in old.items() if name not in found)
    return ScorecardChange(found, removed, _whole(before) != _whole(after))


def _of(before: Criterion | None, after: Criterion, is_moved: bool) -> CriterionChange:
    if before is None:
        return CriterionChange(after, Change.NEW)
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if names:
        parts = tuple(dict.fromkeys(PARTS.get(name, OTHER_PART) for name in names))
        return CriterionChange(after, Change.CHANGED, parts)
    return CriterionChange(after, Change.MOVED if is_moved else Change.SAME)


def _moved(before: Scorecard, after: Scorecard) -> set[str]:
    """Criteria of both in another section, and as few others as need another place for the order to be so."""
    old, new = _places(before), _places(after)
    elsewhere = {name for name in new if name in old and old[name] != new[name]}
    stayed = (old.keys() & new.keys()) - elsewhere
    old_order, new_order = ([name for name in each if name in stayed] for each in (old, new))
    blocks = SequenceMatcher(None, old_order, new_order, autojunk=False).get_matching_blocks()
    in_order = {name for block in blocks for name in new_order[block.b : block.b + block.size]}
    return elsewhere | (stayed - in_order)


def _places(scorecard: Scorecard) -> dict[str, str]:
    return {each.id: section.id for section in scorecard.sections for each in section.criteria}


def _whole(scorecard: Scorecard) -> object:
    return scorecard.model_dump(mode="json", exclude={"sections": {"__all__": {"criteria"}}})
