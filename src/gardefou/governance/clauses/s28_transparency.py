"""S28: a question is answered by its last day, or nothing new is done until it is."""

from datetime import date

from gardefou.governance.clauses.s17_consultation import needed
from gardefou.governance.registers import SiteRecords
from gardefou.governance.subjects import Request

CLAUSE = "S28"


def refusal(request: Request) -> str | None:
    """Refuse anything new of calls while a question waits past its last day."""
    need = needed(request)
    return lacking(need.records, need.today) if need and need.records else None


def lacking(records: SiteRecords, today: date) -> str | None:
    """That a question waits for too long, or None."""
    if records.question_due and today > records.question_due:
        return "a question had no answer by its last day; the employer answers it"
    return None
