"""What is found on a criterion on trial leaves no trace in the draft."""

from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.criteria import Automation, Condition
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.score import summed
from gardefou.evaluation.trial import is_answered, shown, unshown
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Reason
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict

SHIPPED = read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard)


def asked_if(first: str, second: str, third: str) -> Scorecard:
    """The scorecard for customer relation where the second is asked if the first is met, the third if the second is."""
    conditions = {
        second: Condition(criterion=first),
        third: Condition(criterion=second, verdict=Verdict.NOT_MET, reasons=("billing",)),
    }
    sections = tuple(
        section.model_copy(
            update={
                "criteria": tuple(
                    each.model_copy(update={"asked_if": conditions.get(each.id)}) for each in section.criteria
                )
            }
        )
        for section in SHIPPED.sections
    )
    return Scorecard.model_validate(SHIPPED.model_copy(update={"sections": sections}).model_dump(mode="json"))


FIRST, SECOND, THIRD, ALONE = "greeting", "closing", "empathy", "solution"
CHAINED = asked_if(FIRST, SECOND, THIRD)
verdicts = st.lists(st.sampled_from(Verdict), min_size=15, max_size=15)
reasons = st.none() | st.builds(Reason, st.sampled_from(("billing", "fault")), st.sampled_from((0.1, 0.9)))


def found(given_: list[Verdict]) -> Evaluation:
    why = Message("found")
    criteria = zip(CHAINED.criteria(), given_, strict=True)
    return summed(CHAINED, [CriterionResult(each.id, verdict, 0.9, (), why) for each, verdict in criteria])


def without(evaluation: Evaluation, *names: str) -> list[CriterionResult]:
    return [each for each in evaluation.criteria if each.id not in names]


@given(verdicts, verdicts, reasons)
def test_two_calls_that_differ_in_what_is_on_trial_have_the_same_draft(
    one: list[Verdict], other: list[Verdict], reason: Reason | None
) -> None:
    names = [each.id for each in CHAINED.criteria()]
    hidden = (FIRST, SECOND, THIRD)
    alike = [theirs if name in hidden else mine for name, mine, theirs in zip(names, one, other, strict=True)]
    assert shown(CHAINED, found(one), {FIRST}, reason) == shown(CHAINED, found(alike), {FIRST}, reason)


@given(verdicts, reasons)
def test_the_rest_of_the_draft_is_what_was_found(given_: list[Verdict], reason: Reason | None) -> None:
    whole = found(given_)
    draft = shown(CHAINED, whole, {FIRST, ALONE}, reason)
    assert without(draft, FIRST, SECOND, THIRD, ALONE) == without(whole, FIRST, SECOND, THIRD, ALONE)
    told = {each.id: each for each in draft.criteria}
    assert all(told[name].verdict is Verdict.CANNOT_TELL and told[name].on_trial for name in (FIRST, ALONE))
    assert told[SECOND].verdict is Verdict.CANNOT_TELL and not told[SECOND].on_trial
    assert shown(CHAINED, whole, set(), reason) is whole


def test_what_is_kept_apart_is_what_was_found_and_no_more() -> None:
    whole = found([Verdict.MET] * 15)
    assert [(each.id, each.verdict) for each in unshown(whole, {ALONE}).criteria] == [(ALONE, Verdict.MET)]


def test_the_score_counts_nothing_on_trial() -> None:
    given_ = [Verdict.NOT_MET if each.id == ALONE else Verdict.MET for each in CHAINED.criteria()]
    whole = found(given_)
    assert whole.score is not None and whole.score < 100
    assert shown(CHAINED, whole, {ALONE}, None).score == 100
    assert shown(CHAINED, whole, {each.id for each in CHAINED.criteria()}, None).score is None


def test_what_people_answer_is_never_tested() -> None:
    criterion = next(iter(SHIPPED.criteria()))
    assert is_answered(criterion)
    assert not is_answered(criterion.model_copy(update={"automation": Automation.OFF}))


def test_a_call_for_another_reason_is_still_told_not_to_apply() -> None:
    draft = shown(CHAINED, found([Verdict.MET] * 15), {FIRST}, Reason("fault", 0.9))
    told = {each.id: each.verdict for each in draft.criteria}
    assert told[THIRD] is Verdict.NOT_APPLICABLE
