"""The decision: every clause is asked, and the first refusal counts."""

from typing import Protocol

from gardefou.governance.clauses import (
    s1_purpose,
    s3_human_decision,
    s4_explanation,
    s5_fair_draw,
    s6_nothing_else_kept,
    s7_assist_wall,
    s8_right_to_refuse,
    s10_adviser_first,
    s12_tested_criteria,
    s14_right_to_be_forgotten,
    s15_collective_rights,
    s16_confidentiality,
    s17_consultation,
    s18_veto,
    s19_experiment,
    s20_baseline,
    s27_training,
    s28_transparency,
    s30_scope,
    s32_negotiated_limits,
    s33_customers,
)
from gardefou.governance.subjects import Request
from gardefou.kernel.errors import Refused


class Clause(Protocol):
    """A module of `clauses`."""

    CLAUSE: str

    def refusal(self, request: Request) -> str | None:
        """Why the clause forbids it, or None."""
        ...


CLAUSES: tuple[Clause, ...] = (
    s18_veto,
    s32_negotiated_limits,
    s17_consultation,
    s20_baseline,
    s28_transparency,
    s19_experiment,
    s1_purpose,
    s30_scope,
    s12_tested_criteria,
    s5_fair_draw,
    s6_nothing_else_kept,
    s7_assist_wall,
    s16_confidentiality,
    s10_adviser_first,
    s3_human_decision,
    s4_explanation,
    s8_right_to_refuse,
    s27_training,
    s15_collective_rights,
    s14_right_to_be_forgotten,
    s33_customers,
)


def refusal(request: Request) -> Refused | None:
    """The first clause's refusal, None when every clause allows it."""
    for clause in CLAUSES:
        text = clause.refusal(request)
        if text is not None:
            stop = s18_veto.told_stop(request) if clause.CLAUSE == s18_veto.CLAUSE else None
            return Refused(clause.CLAUSE, text, request.charter.title if request.charter else None, stop)
    return None
