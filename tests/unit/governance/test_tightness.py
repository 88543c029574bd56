"""What one side may change alone: each field against a table written by hand, then any two charters."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.unit.governance.example_charters import EXPERIMENT, PARTIES, charter_with, charters

from gardefou.governance.charter import Charter
from gardefou.governance.terms.part import Tighter
from gardefou.governance.tightness import Change, Direction, Needed, changes, mark_of, needed, only_tightens

RATES = {"draw__necessity": "peak season", "draw__rate": 0.3}
IN_EXPERIMENT = {"experiment": EXPERIMENT}
AGREED = [
    ("valid_from", "2027-01-04", "2027-01-05", {}),
    ("valid_until", "2028-01-03", "2028-01-02", {}),
    ("purposes", ["quality", "coaching"], ["quality"], {}),
    ("sites.niort.features", ["recording", "evaluation"], ["recording"], {}),
    ("draw.rate", 0.05, 0.03, {}),
    ("draw.weekly_cap", 3, 2, {}),
    ("original_audio", "keep", "quarantine", {}),
    ("original_audio", "quarantine", "never", {}),
    ("original_audio", "keep", "never", {}),
    ("retention.quarantine_minutes", 60, 30, {}),
    ("review.window_days", 10, 15, {}),
    ("review.answer_days", 10, 9, {}),
    ("review.released_to_managers", True, False, {}),
    ("agreement_floor", 0.6, 0.7, {}),
    ("alerts", "reviewed", "aggregates", {}),
    ("alerts", "aggregates", "none", {}),
    ("training.hours", 14.0, 15.0, {}),
    ("training.in_person_share", 0.5, 0.75, {}),
    ("training.personal_support", False, True, {}),
    ("records.opinions", ["CSE"], ["CSE", "CSEC"], {}),
    ("records.impact_assessment_days", 365, 180, {}),
    ("records.risk_register_days", 365, 180, {}),
    ("records.notice_days", 15, 30, {}),
    ("records.answer_days", 21, 10, {}),
    ("experiment.days", 200, 100, IN_EXPERIMENT),
    ("suspension.signatures", 2, 1, {}),
    ("suspension.answer_days", 8, 5, {}),
    ("erasure_by_adviser", False, True, {}),
    ("learning_from_reviews", True, False, {}),
]
"""The path, a looser value, a tighter one, and what has to stand beside them."""
OF_BOTH_SIDES = [
    ("simulated", False, True, {}),
    ("draw.necessity", "peak season", "a new product", RATES),
    ("retention.recordings_days", 92, 91, {}),
    ("retention.analyses_days", 183, 182, {}),
    ("review.smallest_group", 10, 12, {}),
    ("review.sample_per_month", 4, 5, {}),
    ("review.holidays", "FR", "BE", {}),
    ("experiment.starts_on", "2027-02-01", "2027-02-02", IN_EXPERIMENT),
    ("experiment.criteria", ["fewer transfers"], ["fewer transfers", "calmer days"], IN_EXPERIMENT),
    ("experiment.means", ["a day a month"], ["two days a month"], IN_EXPERIMENT),
    ("experiment", None, EXPERIMENT, {}),
    ("records.opinions", ["CSE"], ["CSEC"], {}),
    ("name", "Accord", "Accord de mai", {}),
    ("purposes", ["quality"], ["coaching"], {}),
]
"""What neither side may change alone, whichever way it goes."""
LIMITS_NOTHING = [
    ("version", "1", "2", {}),
    ("purposes", ["quality", "coaching"], ["coaching", "quality"], {}),
    ("sites.niort.features", ["recording", "evaluation"], ["evaluation", "recording"], {}),
    ("records.opinions", ["CSE", "CSEC"], ["CSEC", "CSE"], {}),
]


def only_change(path: str, before: object, after: object, beside: dict[str, Any]) -> Change:
    field = path.replace(".", "__")
    (found,) = changes(charter_with(**{**beside, field: before}), charter_with(**{**beside, field: after}))
    assert found.path == path
    return found


@pytest.mark.parametrize(("path", "looser", "tighter", "beside"), AGREED)
def test_one_way_tightens_and_the_other_loosens(path: str, looser: Any, tighter: Any, beside: Any) -> None:
    assert only_change(path, looser, tighter, beside).direction is Direction.TIGHTENS
    assert only_change(path, tighter, looser, beside).direction is Direction.LOOSENS


@pytest.mark.parametrize(("path", "one", "other", "beside"), OF_BOTH_SIDES)
def test_what_cannot_be_called_tighter_needs_both_sides(path: str, one: Any, other: Any, beside: Any) -> None:
    for before, after in ((one, other), (other, one)):
        assert needed((only_change(path, before, after, beside),)) is Needed.BOTH_SIDES


@pytest.mark.parametrize(("path", "one", "other", "beside"), LIMITS_NOTHING)
def test_what_limits_nothing_neither_tightens_nor_loosens(path: str, one: Any, other: Any, beside: Any) -> None:
    for before, after in ((one, other), (other, one)):
        assert only_change(path, before, after, beside).direction is Direction.NEUTRAL


def paths(part: type[BaseModel], above: str = "") -> Iterator[tuple[str, Tighter]]:
    for name, field in part.model_fields.items():
        inner = [each for each in getattr(field.annotation, "__args__", (field.annotation,)) if isinstance(each, type)]
        models = [each for each in inner if issubclass(each, BaseModel)]
        if mark_of(field) is Tighter.APART:
            continue
        if name == "sites":
            yield from paths(models[0], "sites.niort.")
        elif models:
            yield from paths(models[0], f"{above}{name}.")
        else:
            yield f"{above}{name}", mark_of(field)


def test_every_field_stands_in_the_tables_above() -> None:
    written = {path for path, *_ in (*AGREED, *OF_BOTH_SIDES, *LIMITS_NOTHING)} - {"experiment"}
    assert {path for path, _ in paths(Charter)} == written


def test_the_reason_of_a_rate_goes_with_the_rate_that_asked_for_it() -> None:
    often = charter_with(**RATES)
    assert needed(changes(often, charter_with(draw__rate=0.08))) is Needed.ONE_SIDE
    assert needed(changes(charter_with(draw__rate=0.08), often)) is Needed.BOTH_SIDES
    (gone,) = changes(charter_with(draw__necessity="peak season"), charter_with())
    assert gone.direction is Direction.NEUTRAL and needed((gone,)) is Needed.BOTH_SIDES


def test_a_site_that_goes_tightens_and_one_that_comes_loosens() -> None:
    both = charter_with()
    one = charter_with(sites={"niort": {"features": ["recording", "evaluation"]}})
    (gone,), (come,) = changes(both, one), changes(one, both)
    assert (gone.path, gone.direction) == ("sites.valence", Direction.TIGHTENS)
    assert (come.path, come.direction) == ("sites.valence", Direction.LOOSENS)


def test_a_tighter_limit_beside_a_looser_one_needs_both_sides() -> None:
    found = changes(charter_with(), charter_with(draw__rate=0.03, draw__weekly_cap=4))
    assert {each.direction for each in found} == {Direction.TIGHTENS, Direction.LOOSENS}
    assert needed(found) is Needed.BOTH_SIDES


def test_a_name_is_changed_by_both_sides_and_a_version_beside_a_tighter_limit_by_one() -> None:
    assert needed(changes(charter_with(), charter_with(name="Autre", draw__rate=0.01))) is Needed.BOTH_SIDES
    assert needed(changes(charter_with(), charter_with(version="2"))) is Needed.BOTH_SIDES
    assert needed(changes(charter_with(), charter_with(version="2", draw__rate=0.01))) is Needed.ONE_SIDE


def test_signatories_are_no_change_of_the_limits() -> None:
    other = {**PARTIES, "employer": {"required": 1, "signatories": [{"name": "Paul", "organisation": "DRH"}]}}
    assert needed(changes(charter_with(), charter_with(parties=other))) is Needed.NOBODY


def test_an_experiment_is_not_prolonged_by_moving_its_first_day() -> None:
    before = charter_with(experiment=EXPERIMENT)
    later = charter_with(experiment={**EXPERIMENT, "starts_on": "2027-08-01"})
    assert not only_tightens(changes(before, later))


@settings(max_examples=60, deadline=None)
@given(charters(), charters())
def test_no_change_tightens_both_ways(one: Charter, other: Charter) -> None:
    there, back = changes(one, other), changes(other, one)
    assert [each.path for each in there] == [each.path for each in back]
    for forth, reverse in zip(there, back, strict=True):
        assert {forth.direction, reverse.direction} != {Direction.TIGHTENS}
        assert (forth.direction is Direction.NEUTRAL) == (reverse.direction is Direction.NEUTRAL)
        assert (forth.before, forth.after) == (reverse.after, reverse.before)
    assert not (only_tightens(there) and only_tightens(back))
    assert bool(there) == (one.model_copy(update={"parties": other.parties}) != other)


LOOSEST_FIRST = {
    path: [looser, tighter] for path, looser, tighter, _ in AGREED if path not in {"original_audio", "alerts"}
}
LOOSEST_FIRST |= {"original_audio": ["keep", "quarantine", "never"], "alerts": ["reviewed", "aggregates", "none"]}
levels = st.fixed_dictionaries({path: st.integers(0, len(values) - 1) for path, values in LOOSEST_FIRST.items()})


def at(level: dict[str, int]) -> Charter:
    fields = {path.replace(".", "__"): LOOSEST_FIRST[path][number] for path, number in level.items()}
    return charter_with(**{**IN_EXPERIMENT, **fields})


@settings(max_examples=60, deadline=None)
@given(levels, levels, levels)
def test_tightenings_of_any_fields_make_a_tightening_together(first: Any, second: Any, third: Any) -> None:
    second = {path: max(number, first[path]) for path, number in second.items()}
    third = {path: max(number, second[path]) for path, number in third.items()}
    assume(first != second != third)
    steps = [changes(at(first), at(second)), changes(at(second), at(third)), changes(at(first), at(third))]
    assert [needed(each) for each in steps] == [Needed.ONE_SIDE] * 3
    assert {each.path for each in steps[2]} == {each.path for step in steps[:2] for each in step}
