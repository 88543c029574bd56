"""S20: how things stand is frozen before anything starts, with an objective about working conditions."""

from gardefou.governance.charter import Charter
from gardefou.governance.clauses.s17_consultation import needed
from gardefou.governance.registers import SiteRecords
from gardefou.governance.subjects import Request

CLAUSE = "S20"


def refusal(request: Request) -> str | None:
    """Refuse anything new of calls without a baseline."""
    need = needed(request)
    return lacking(need.charter, need.records) if need and need.records else None


def lacking(charter: Charter, records: SiteRecords) -> str | None:
    """What is missing of the baseline, or None."""
    if records.baseline_on is None:
        return "no baseline is on record; the employer freezes one, and nothing begins before it"
    if not records.baseline_for_working_conditions:
        return "no objective of the baseline is about working conditions; the employer freezes another one"
    if charter.experiment and records.baseline_on > charter.experiment.starts_on:
        return "the baseline was frozen after the experiment had begun; both sides sign a later first day"
    return None
