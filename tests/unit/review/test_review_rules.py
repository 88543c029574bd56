"""What a reviewer must hear, what a ruling lacks, what another reviewer decides, and how each verdict stands."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from tests.unit.review.reviews import REVIEWERS, START, draft

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.review import Round
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import LONGEST_TEXT, Cause, Decision, Ruling, Statement, StatementKind
from gardefou.review.rules import (
    Lack,
    contested,
    holding,
    is_critical_failure,
    lacks,
    standings,
    to_hear,
    unheard,
    unsettled,
)
from gardefou.review.transitions import When

MET, NOT_MET, UNSURE, NA = Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE


def contest(criterion: str, wanted: Verdict, round_: Round = Round.FIRST, minute: int = 0) -> Statement:
    return Statement(StatementKind.CONTEST, round_, criterion, "why", wanted, START + timedelta(minutes=minute))


def decision(criterion: str, before: Verdict, after: Verdict, round_: Round = Round.FIRST) -> Decision:
    return Decision(criterion, round_, REVIEWERS[round_ - 1], before, after, "heard", START)


def quote(start_ms: int, end_ms: int) -> Evidence:
    return Evidence(EvidenceKind.QUOTE, 0, start_ms, end_ms, "said")


@pytest.mark.parametrize(
    ("drafted", "contests", "given", "heard"),
    [
        ({"a": MET, "b": MET}, (), {"a": MET, "b": MET}, []),
        ({"a": NOT_MET, "b": MET}, (), {"a": MET, "b": MET}, ["a"]),
        ({"a": MET, "b": MET}, (), {"a": MET, "b": NOT_MET}, ["b"]),
        ({"a": MET, "b": UNSURE}, ("b",), {"a": MET, "b": MET}, ["b"]),
        ({"a": NOT_MET, "b": NOT_MET}, ("b",), {"b": NOT_MET}, ["b"]),
        ({"a": NOT_MET, "b": NA}, (), {}, []),
    ],
)
def test_what_is_contested_or_not_met_is_heard(
    drafted: Mapping[str, Verdict], contests: tuple[str, ...], given: Mapping[str, Verdict], heard: list[str]
) -> None:
    evaluation = draft(drafted)
    expected = [each.evidence[0] for each in evaluation.criteria if each.id in heard]
    assert list(to_hear(evaluation, contests, given)) == expected


@pytest.mark.parametrize(
    ("served", "missing"),
    [
        ([], [Span(1_000, 2_000), Span(5_000, 9_000)]),
        ([Span(0, 3_000)], [Span(5_000, 9_000)]),
        ([Span(1_000, 2_000), Span(5_000, 9_000)], []),
        ([Span(1_001, 9_000)], [Span(1_000, 2_000)]),
        ([Span(1_000, 2_000), Span(5_000, 8_999)], [Span(5_000, 9_000)]),
        ([Span(4_000, 6_000), Span(0, 4_000), Span(6_000, 9_000)], []),
        ([Span(0, 6_000), Span(6_001, 9_000)], [Span(5_000, 9_000)]),
    ],
)
def test_a_passage_is_heard_when_all_of_it_was_served(served: list[Span], missing: list[Span]) -> None:
    evidence = [quote(5_000, 9_000), quote(1_000, 2_000), quote(1_000, 2_000)]
    assert list(unheard(evidence, served)) == missing


@pytest.mark.parametrize(
    ("before", "after", "is_contested", "reason", "lack"),
    [
        (MET, MET, False, "", None),
        (MET, MET, True, " \n", Lack.REASON),
        (MET, NOT_MET, False, "", Lack.REASON),
        (NOT_MET, NOT_MET, False, "", Lack.REASON),
        (UNSURE, UNSURE, False, "", None),
        (UNSURE, MET, False, "\t", Lack.REASON),
        (NOT_MET, MET, True, "heard it again", None),
        (MET, MET, False, "x" * LONGEST_TEXT, None),
        (MET, MET, False, "x" * (LONGEST_TEXT + 1), Lack.TOO_LONG),
    ],
)
def test_a_reason_is_owed_for_a_change_a_failure_and_a_contest(
    before: Verdict, after: Verdict, is_contested: bool, reason: str, lack: Lack | None
) -> None:
    found = lacks({"a": before}, {"a"} if is_contested else (), [Ruling("a", after, reason)])
    assert found == ({"a": lack} if lack else {})


def test_every_criterion_needs_a_verdict_and_no_other_counts() -> None:
    assert lacks({"a": MET, "b": MET}, (), [Ruling("a", MET, ""), Ruling("z", NOT_MET, "")]) == {"b": Lack.VERDICT}


@pytest.mark.parametrize(
    ("statements", "decisions", "expected"),
    [
        ([], [decision("a", NOT_MET, NOT_MET)], set()),
        ([contest("a", MET)], [decision("a", NOT_MET, MET)], set()),
        ([contest("a", MET)], [decision("a", NOT_MET, NOT_MET)], {"a"}),
        ([contest("a", MET)], [decision("a", NOT_MET, NA)], {"a"}),
        ([contest("a", MET), contest("a", NA, minute=1)], [decision("a", NOT_MET, NA)], set()),
        ([contest("a", NA, minute=1), contest("a", MET)], [decision("a", NOT_MET, MET)], {"a"}),
        ([contest("a", MET), contest("b", MET, Round.SECOND)], [decision("a", NOT_MET, MET)], {"b"}),
        ([contest("a", MET), contest("a", NA, Round.SECOND)], [decision("a", NOT_MET, MET)], {"a"}),
        ([Statement(StatementKind.COMMENT, Round.FIRST, "a", "x", None, START)], [decision("a", MET, MET)], set()),
    ],
)
def test_another_reviewer_decides_what_was_not_granted(
    statements: list[Statement], decisions: list[Decision], expected: set[str]
) -> None:
    assert unsettled(statements, decisions) == expected


def test_the_latest_contest_of_a_round_counts() -> None:
    made = [contest("a", NA, minute=2), contest("a", MET, minute=1), contest("a", UNSURE, Round.SECOND, minute=3)]
    assert contested(made, Round.FIRST)["a"].wanted is NA
    assert contested(made, Round.SECOND)["a"].wanted is UNSURE


def test_a_verdict_stands_with_all_that_came_before_it() -> None:
    second, first = decision("a", MET, NA, Round.SECOND), decision("a", NOT_MET, MET)
    stands = standings({"c": MET, "a": NOT_MET, "b": MET}, [second, first, decision("b", MET, MET)], {"b"})
    assert list(stands) == ["c", "a", "b"]
    assert (stands["a"].draft, stands["a"].decisions, stands["a"].verdict) == (NOT_MET, (first, second), NA)
    assert (stands["c"].verdict, stands["c"].is_decided) == (MET, False)
    assert (stands["b"].draft, stands["b"].verdict, stands["b"].is_decided) == (MET, None, False)
    assert stands["b"].decisions


@pytest.mark.parametrize(("verdict", "fails"), [(NOT_MET, True), (MET, False), (UNSURE, False), (NA, False)])
def test_only_a_critical_criterion_that_is_not_met_is_a_critical_failure(verdict: Verdict, fails: bool) -> None:
    assert is_critical_failure({"a": verdict, "b": NOT_MET}, {"a", "gone"}) is fails


def test_any_cause_selects_a_draft() -> None:
    assert holding(()) == {When.NOT_SELECTED}
    assert all(holding({cause}) == {When.SELECTED} for cause in Cause)
