from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.pages.quality_agreement import agreements
from gardefou.adapters.pages.quality_queue import PAGE_SIZE, queue
from gardefou.adapters.pages.quality_ruling import rulings_of, typed_of
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.review import ReviewState
from gardefou.kernel.verdict import Verdict
from gardefou.review.bounds import Trials
from gardefou.review.model import AgreementPair, Cause, QueuedReview

SCORECARD = read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard)
TAXONOMY = read_yaml(resource("taxonomy.yaml"), Taxonomy)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def waiting(
    number: int, cause: Cause = Cause.SAMPLE, *, is_hidden: bool = False, is_mine: bool = False
) -> QueuedReview:
    due_on = START.date() + timedelta(days=10) if cause is Cause.CONTEST else None
    return QueuedReview(
        call=UUID(int=number),
        started_at=START,
        sound_ms=60_000,
        reason="no_longer_known",
        state=ReviewState.QUEUED,
        causes=frozenset({cause}),
        closes_on=START.date(),
        due_on=due_on,
        is_mine=is_mine,
        is_hidden=is_hidden,
        statements=0,
        contests=0,
        has_self_evaluation=False,
        opened=False,
    )


def days(due: date) -> int:
    return (due - START.date()).days


@pytest.mark.parametrize(("page", "shown"), [(1, PAGE_SIZE), (2, 3), (99, 3), (0, PAGE_SIZE), (-4, PAGE_SIZE)])
def test_a_page_that_there_is_not_gives_the_nearest(page: int, shown: int) -> None:
    view = queue([waiting(n) for n in range(PAGE_SIZE + 3)], (), TAXONOMY, days, None, page)
    assert len(view.rows) == shown and view.pages == 2 and view.total == PAGE_SIZE + 3


def test_what_is_kept_from_a_reviewer_is_counted_and_not_shown() -> None:
    reviews = [waiting(1, Cause.CONTEST), waiting(2, Cause.CONTEST, is_hidden=True), waiting(3, is_mine=True)]
    view = queue(reviews, (), TAXONOMY, days, "contest", 1)
    assert [row.review.call for row in view.rows] == [UUID(int=1)]
    assert (view.total, view.hidden, view.rows[0].days_left, view.rows[0].label) == (2, 1, 10, None)
    assert dict(view.counts) == {"contest": 1, "critical": 0, "sample": 1, "mine": 1}
    assert queue(reviews, (), TAXONOMY, days, "invented", 1).wanted is None


def test_a_verdict_that_there_is_not_is_no_ruling_and_its_reason_stays() -> None:
    typed = typed_of({"verdict-greeting": "great", "reason-greeting": "a\r\nb", "verdict-closing": "met", "csrf": "x"})
    assert [each.criterion for each in rulings_of(typed)] == ["closing"]
    assert typed["greeting"].reason == "a\nb"


def pairs(criterion: str, draft: Verdict, decided: Verdict, n: int) -> AgreementPair:
    return AgreementPair(SCORECARD.digest, criterion, draft, decided, n)


def test_few_reviews_that_agree_establish_nothing_and_many_do() -> None:
    met, not_met = Verdict.MET, Verdict.NOT_MET
    for n, is_established in ((3, False), (120, True)):
        found = [pairs("greeting", met, met, n), pairs("greeting", not_met, not_met, n)]
        [view] = agreements(found, {SCORECARD.digest: SCORECARD})
        row = next(row for row in view.rows if row.criterion.id == "greeting")
        assert (row.found.n, row.same, row.is_established) == (2 * n, 2 * n, is_established)
        assert 0 <= float(view.at(row.found.kappa.low).rstrip("%")) <= float(view.at(1.0).rstrip("%")) == 100  # type: ignore[union-attr]


def test_a_criterion_with_one_answer_only_has_no_kappa_and_differences_are_counted() -> None:
    found = [pairs("greeting", Verdict.NOT_MET, Verdict.MET, 4), pairs("closing", Verdict.MET, Verdict.MET, 2)]
    [view] = agreements(found, {SCORECARD.digest: SCORECARD})
    assert all(row.found.kappa is None for row in view.rows)
    assert [(each.criterion.id, each.count) for each in view.differences] == [("greeting", 4)]
    assert agreements([], {SCORECARD.digest: SCORECARD}) == ()


def test_what_is_on_trial_is_told_first_with_its_bound_against_the_floor() -> None:
    met, not_met = Verdict.MET, Verdict.NOT_MET
    another = "1" * 64
    found = [AgreementPair(another, "greeting", met, met, 99), pairs("closing", not_met, met, 4)]
    trials = Trials(SCORECARD.digest, 0.7, {"greeting": 0.7, "closing": 0.69, "solution": None})
    first, second = agreements(found, {SCORECARD.digest: SCORECARD, another: SCORECARD}, trials)
    assert first.in_force and not second.in_force
    assert [(row.criterion.id, row.lower) for row in first.on_trial] == [("solution", None), ("closing", 0.69)]
    assert [row.criterion.id for row in first.rows if row.is_established] == ["greeting"]
    assert not second.on_trial and {row.floor for row in second.rows} == {0.7}
    [alone] = agreements([], {SCORECARD.digest: SCORECARD}, trials)
    assert len(alone.on_trial) == 2, "told before anybody has decided anything"
