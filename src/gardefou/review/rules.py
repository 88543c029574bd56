"""Pure decisions: what a reviewer must have heard, what a ruling lacks, and how each verdict stands at last."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.review import Round
from gardefou.kernel.span import Span, merged
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import LONGEST_TEXT, Cause, Decision, Ruling, Statement, StatementKind
from gardefou.review.transitions import When


class Lack(StrEnum):
    """What a ruling lacks."""

    VERDICT = "verdict"
    REASON = "reason"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one verdict stands: what the draft said, who decided otherwise or the same, and whether it is void."""

    criterion: str
    draft: Verdict
    decisions: tuple[Decision, ...] = ()
    is_void: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """The verdict in force, None when it is void."""
        if self.is_void:
            return None
        return self.decisions[-1].after if self.decisions else self.draft

    @property
    def is_decided(self) -> bool:
        """Whether a named person decided it."""
        return bool(self.decisions) and not self.is_void


def holding(causes: Collection[Cause]) -> frozenset[When]:
    """The conditions on which the end of the first window depends."""
    return frozenset({When.SELECTED if causes else When.NOT_SELECTED})


def contested(statements: Iterable[Statement], round_: Round) -> dict[str, Statement]:
    """The contests of one round, the latest for each criterion."""
    made = [each for each in statements if each.kind is StatementKind.CONTEST and each.round is round_]
    return {each.criterion: each for each in sorted(made, key=lambda each: each.made_at)}


def unsettled(statements: Iterable[Statement], decisions: Iterable[Decision]) -> frozenset[str]:
    """Criteria that another reviewer has to decide: contested after a decision, or contested before and not granted."""
    statements = list(statements)
    given = {each.criterion: each.after for each in decisions if each.round is Round.FIRST}
    first = contested(statements, Round.FIRST)
    refused = {name for name, contest in first.items() if name in given and given[name] is not contest.wanted}
    return frozenset(refused | contested(statements, Round.SECOND).keys())


def has_news(decisions: Iterable[Decision], contests: Collection[str]) -> bool:
    """Whether a first decision changes what nobody contested: its adviser has a window to answer that."""
    first = (each for each in decisions if each.round is Round.FIRST)
    return any(each.after is not each.before and each.criterion not in contests for each in first)


def to_hear(draft: Evaluation, contests: Collection[str], given: Mapping[str, Verdict]) -> tuple[Evidence, ...]:
    """The evidence that a reviewer must be served: of what is contested, and of what draft or reviewer find not met.

    `given` are the reviewer's verdicts, of the criteria that this round decides. Source: S3.
    """
    found: list[Evidence] = []
    for result in draft.criteria:
        counts = result.id in contests or Verdict.NOT_MET in {result.verdict, given.get(result.id)}
        if result.id in given and counts:
            found.extend(result.evidence)
    return tuple(found)


def unheard(evidence: Iterable[Evidence], served: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches of evidence that no served stretch contains, in order of time; those that touch are one."""
    heard = merged(served)
    missing = {each.span for each in evidence if not any(span.contains(each.span) for span in heard)}
    return tuple(sorted(missing))


def lacks(before: Mapping[str, Verdict], contests: Collection[str], rulings: Sequence[Ruling]) -> dict[str, Lack]:
    """What each ruling lacks; every criterion of `before` needs one.

    A reason is owed where the verdict changes, stays not met, or was contested; elsewhere it is welcome.
    """
    found: dict[str, Lack] = {}
    given = {each.criterion: each for each in rulings}
    for criterion, verdict in before.items():
        ruling = given.get(criterion)
        if ruling is None:
            found[criterion] = Lack.VERDICT
        elif len(ruling.reason) > LONGEST_TEXT:
            found[criterion] = Lack.TOO_LONG
        elif not ruling.reason.strip() and owes_a_reason(verdict, ruling.verdict, criterion in contests):
            found[criterion] = Lack.REASON
    return found


def owes_a_reason(before: Verdict, after: Verdict, is_contested: bool) -> bool:
    """Whether a decision has to say why."""
    return is_contested or after is not before or after is Verdict.NOT_MET


def standings(
    draft: Mapping[str, Verdict], decisions: Iterable[Decision], voided: Collection[str]
) -> dict[str, Standing]:
    """How every verdict stands, in the draft's order; originals stay beside what people decided."""
    made: dict[str, list[Decision]] = {criterion: [] for criterion in draft}
    for each in sorted(decisions, key=lambda each: each.round):
        made[each.criterion].append(each)
    return {
        criterion: Standing(criterion, verdict, tuple(made[criterion]), criterion in voided)
        for criterion, verdict in draft.items()
    }


def is_critical_failure(draft: Mapping[str, Verdict], critical: Collection[str]) -> bool:
    """Whether the draft finds a critical criterion not met."""
    return any(draft.get(criterion) is Verdict.NOT_MET for criterion in critical)
