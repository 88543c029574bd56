"""S3: whatever people and dates do, no review is final before its adviser could answer and a person decided."""

from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.unit.review.reviews import ADVISER, CRITERIA, MANAGER, REVIEWERS, ReviewOnPaper, draft

from gardefou.kernel.review import ANSWERABLE, DECIDED_BY_A_PERSON, ENDS, UNDER_WAY, WAITING, ReviewState, Round
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Decision, Ruling, Statement, StatementKind
from gardefou.review.rules import contested
from gardefou.review.transitions import TRANSITIONS, Act, ActImpossible, When, Whose, after

verdicts = st.sampled_from(Verdict)
criteria = st.sampled_from(CRITERIA)
drafts = st.fixed_dictionaries(dict.fromkeys(CRITERIA, verdicts))
reviewers = st.sampled_from(REVIEWERS)
people = st.sampled_from((*REVIEWERS, ADVISER, MANAGER))
EVIDENCE = [each.evidence[0].span for each in draft(dict.fromkeys(CRITERIA, Verdict.MET)).criteria]


def standing_in(*states: ReviewState) -> object:
    return precondition(lambda self: self.review.state in states)


class ReviewMachine(RuleBasedStateMachine):
    @initialize(drafted=drafts, sampled=st.booleans())
    def offer(self, drafted: dict[str, Verdict], sampled: bool) -> None:
        self.review = ReviewOnPaper(drafted, sampled)
        self.drafted = dict(drafted)
        self.seen: tuple[list[Statement], list[Decision], frozenset[str]] = ([], [], frozenset())

    @standing_in(*ANSWERABLE)
    @rule(criterion=criteria)
    def comment(self, criterion: str) -> None:
        self.review.state_that(StatementKind.COMMENT, criterion, None)

    @standing_in(*ANSWERABLE)
    @rule(contests=st.dictionaries(criteria, verdicts), act=st.sampled_from((Act.ANSWER, Act.CLOSE)))
    def leave_window(self, contests: dict[str, Verdict], act: Act) -> None:
        for criterion, wanted in contests.items():
            self.review.state_that(StatementKind.CONTEST, criterion, wanted)
        self.review.leave_window(act)

    @rule(who=people)
    def try_to_take(self, who: UUID) -> None:
        before = self.review.state
        assert not self.review.take(who) or before in WAITING

    @standing_in(*WAITING)
    @rule(who=reviewers)
    def take(self, who: UUID) -> None:
        self.review.take(who)

    @standing_in(*UNDER_WAY)
    @precondition(lambda self: not self.review.stood_aside)
    @rule()
    def hand_back(self) -> None:
        self.review.hand_back()

    @standing_in(*UNDER_WAY)
    @rule(who=people, places=st.lists(st.integers(0, len(CRITERIA) - 1), unique=True))
    def serve(self, who: UUID, places: list[int]) -> None:
        self.review.served[who].extend(EVIDENCE[place] for place in places)

    @rule(who=people, given=drafts, reason=st.sampled_from(("", "heard")))
    def try_to_decide(self, who: UUID, given: dict[str, Verdict], reason: str) -> None:
        before = self.review.state
        rulings = [Ruling(each, given[each], reason) for each in self.review.to_decide()]
        if self.review.decide(who, rulings):
            assert before in UNDER_WAY
            self.assert_heard_and_reasoned(who, rulings)

    @standing_in(*UNDER_WAY)
    @rule(given=drafts, grants=st.booleans())
    def decide(self, given: dict[str, Verdict], grants: bool) -> None:
        who = self.review.takers[self.review.round]
        self.review.served[who].extend(EVIDENCE)
        wanted = contested(self.review.statements, self.review.round) if grants else {}
        named = {each: wanted[each].wanted if each in wanted else given[each] for each in self.review.to_decide()}
        assert self.review.decide(who, [Ruling(each, verdict, "heard") for each, verdict in named.items()])

    def assert_heard_and_reasoned(self, who: UUID, rulings: list[Ruling]) -> None:
        """Nothing is found not met, by the draft or by a person, without its sound and a reason."""
        for ruling in rulings:
            place = CRITERIA.index(ruling.criterion)
            if Verdict.NOT_MET in {self.drafted[ruling.criterion], ruling.verdict}:
                assert EVIDENCE[place] in self.review.served[who]
            if ruling.verdict is Verdict.NOT_MET:
                assert ruling.reason

    @precondition(lambda self: self.review.state in WAITING | UNDER_WAY)
    @rule(is_late=st.sampled_from((False, False, True)))
    def lapse(self, is_late: bool) -> None:
        if not is_late:
            return
        before = self.review.state
        try:
            self.review.lapse()
        except ActImpossible:
            assert self.review.state is before
            assert self.review.round is Round.FIRST and not contested(self.review.statements, Round.FIRST)

    @invariant()
    def final_needs_the_adviser_and_a_person(self) -> None:
        if self.review.state is ReviewState.FINAL:
            assert self.review.acts[0][0] in {Act.ANSWER, Act.CLOSE}
            assert {each.criterion for each in self.review.decisions if each.round is Round.FIRST} == set(CRITERIA)
            assert all(each.reviewer in REVIEWERS for each in self.review.decisions)

    @invariant()
    def no_change_that_nobody_asked_for_is_final_without_a_window_to_answer_it(self) -> None:
        if self.review.state is ReviewState.FINAL:
            first = [each for each in self.review.decisions if each.round is Round.FIRST]
            asked = contested(self.review.statements, Round.FIRST)
            if any(each.after is not each.before and each.criterion not in asked for each in first):
                assert (Act.DECIDE, ReviewState.DECIDED) in self.review.acts

    @invariant()
    def nothing_is_decided_before_the_first_window_is_over(self) -> None:
        if self.review.decisions or self.review.takers:
            assert self.review.acts[0] in {(Act.ANSWER, ReviewState.QUEUED), (Act.CLOSE, ReviewState.QUEUED)}

    @invariant()
    def a_contest_is_decided_by_somebody_else(self) -> None:
        first = {each.reviewer for each in self.review.decisions if each.round is Round.FIRST}
        second = {each.reviewer for each in self.review.decisions if each.round is Round.SECOND}
        assert len(first) <= 1 and len(second) <= 1 and not first & second

    @invariant()
    def originals_stay(self) -> None:
        statements, decisions, voided = self.seen
        assert self.review.statements[: len(statements)] == statements
        assert self.review.decisions[: len(decisions)] == decisions
        assert voided <= self.review.voided
        self.seen = (list(self.review.statements), list(self.review.decisions), self.review.voided)
        standing = self.review.standings
        assert {each: found.draft for each, found in standing.items()} == self.drafted
        assert sorted(map(id, self.review.decisions)) == sorted(
            id(each) for s in standing.values() for each in s.decisions
        )
        for found in standing.values():
            befores = [each.before for each in found.decisions]
            assert befores == [found.draft, *(each.after for each in found.decisions)][: len(befores)]

    @invariant()
    def a_state_says_whether_a_person_decided(self) -> None:
        assert (self.review.state in DECIDED_BY_A_PERSON) == bool(self.review.decisions)
        if self.review.state in {ReviewState.LAPSED, ReviewState.UNREVIEWED}:
            assert not any(found.is_decided for found in self.review.standings.values())

    @invariant()
    def what_is_void_has_no_verdict(self) -> None:
        standing = self.review.standings
        assert all(standing[each].verdict is None and not standing[each].is_decided for each in self.review.voided)
        if self.review.voided:
            assert self.review.state in ENDS

    @invariant()
    def no_contest_is_forgotten(self) -> None:
        if self.review.state not in ENDS:
            return
        answered = {(each.criterion, each.round) for each in self.review.decisions}
        for round_ in Round:
            for criterion in contested(self.review.statements, round_):
                assert criterion in self.review.voided or (criterion, round_) in answered


TestReviewMachine = ReviewMachine.TestCase
TestReviewMachine.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)


def ways(without: frozenset[Act] = frozenset(), *starts: ReviewState) -> set[ReviewState]:
    """Every state that is reached from the starts when some acts never happen."""
    reached = set(starts or {ReviewState.OFFERED})
    while True:
        more = {line.after for line in TRANSITIONS if line.before in reached and line.act not in without} - reached
        if not more:
            return reached
        reached |= more


def test_every_state_and_every_act_is_reached() -> None:
    assert ways() == set(ReviewState)
    assert {line.act for line in TRANSITIONS} == set(Act)
    assert {line.when for line in TRANSITIONS} == set(When)


def test_every_state_but_the_ends_has_a_way_out_and_no_end_has() -> None:
    assert {line.before for line in TRANSITIONS} == set(ReviewState) - ENDS
    for state in ReviewState:
        assert ways(frozenset(), state) & ENDS


def test_no_person_has_to_act_for_a_contest_to_end() -> None:
    of_people = frozenset({Act.ANSWER, Act.TAKE, Act.HAND_BACK, Act.DECIDE})
    for state in set(ReviewState) - ENDS:
        assert ways(of_people, state) & ENDS


def test_final_is_not_reached_without_a_decision_nor_before_the_adviser() -> None:
    assert ReviewState.FINAL not in ways(frozenset({Act.DECIDE}))
    assert ways(frozenset({Act.ANSWER, Act.CLOSE})) == {ReviewState.OFFERED}


def test_only_reviewers_decide_and_only_the_program_lets_dates_pass() -> None:
    by = {Act.ANSWER: Whose.ADVISER, Act.CLOSE: Whose.PROGRAM, Act.LAPSE: Whose.PROGRAM}
    assert all(line.by is by.get(line.act, Whose.REVIEWER) for line in TRANSITIONS)


def test_no_two_lines_contradict_each_other() -> None:
    opposite = [
        {When.ALWAYS},
        {When.SELECTED, When.NOT_SELECTED},
        {When.CONTESTED, When.NOT_CONTESTED},
        {When.UNSETTLED, When.SETTLED},
    ]
    found: dict[tuple[Act, ReviewState], list[When]] = {}
    for line in TRANSITIONS:
        found.setdefault((line.act, line.before), []).append(line.when)
    for (act, _), whens in found.items():
        assert set(whens) in opposite or (act is Act.LAPSE and whens == [When.CONTESTED])
        assert len(set(whens)) == len(whens)


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("act", Act)
def test_what_the_table_does_not_say_cannot_happen(state: ReviewState, act: Act) -> None:
    lines = [line for line in TRANSITIONS if line.act is act and line.before is state]
    if not lines:
        with pytest.raises(ActImpossible):
            after(state, act, frozenset(When))
    for line in lines:
        assert after(state, act, frozenset({line.when})) is line.after


def test_what_nobody_contested_does_not_lapse() -> None:
    with pytest.raises(ActImpossible):
        after(ReviewState.QUEUED, Act.LAPSE)
