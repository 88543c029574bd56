"""S17: no processing before what has to come first is there: a charter, opinions, assessments, and notice to staff."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from gardefou.governance.actions import WITHOUT_CHARTER, Verb
from gardefou.governance.charter import Charter
from gardefou.governance.clauses.s30_scope import NEEDS
from gardefou.governance.purposes import OPERATION
from gardefou.governance.registers import SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import Request
from gardefou.governance.terms.places import Feature
from gardefou.governance.terms.rules_of_records import Records
from gardefou.kernel.errors import Refused

CLAUSE = "S17"
OF_REGISTERS = frozenset({CLAUSE, "S19", "S20", "S27", "S28"})
RECORDED: Mapping[Verb, Feature] = {**NEEDS, Verb.LEARN: Feature.EVALUATION}
"""What needs the site's registers: all that makes something new of calls.

What is here already is read, answered, reviewed and removed without them: nobody loses a right, and no contest its
answer, because a record is missing.
"""


@dataclass(frozen=True, slots=True)
class Needed:
    """What a request needs records for; `records` is None in a simulated installation, which needs none."""

    feature: Feature
    charter: Charter
    records: SiteRecords | None
    today: date


def refusal(request: Request) -> str | None:
    """Refuse anything about calls without a charter of their kind, and anything new of them without records."""
    if request.action.verb in WITHOUT_CHARTER and request.action.purpose == OPERATION:
        return None
    if request.charter is None:
        return "no charter is in force at this site"
    if request.charter.simulated != request.simulated_installation:
        return "a charter of simulated calls serves simulated installations only, and they no other"
    if request.call and request.call.simulated != request.simulated_installation:
        return "simulated calls go to a simulated installation only, and no others go there"
    need = needed(request)
    if need is None or need.records is None:
        return None
    return next(lacking(need.charter.records, need.records, need.feature, need.today), None)


def needed(request: Request) -> Needed | None:
    """What the request needs records for; None for what needs none, or what no charter names for the site."""
    charter, site = request.charter, request.site
    feature = RECORDED.get(request.action.verb)
    if feature is None or charter is None or site is None or feature not in charter.features(site.code):
        return None
    return Needed(feature, charter, site.records, request.now.astimezone(ZoneInfo(site.zone)).date())


def lacking(rules: Records, records: SiteRecords, feature: Feature, today: date) -> Iterator[str]:
    """Everything that is missing or out of date for a feature, in words that say who can write it down."""
    for check in (_opinions, _impact_assessment, _risk_register, _notice):
        text = check(rules, records, feature, today)
        if text is not None:
            yield text


def is_lack(refused: Refused) -> bool:
    """Whether a charter is in force, and it is refused until something is on record, or the days come."""
    return refused.clause in OF_REGISTERS and refused.charter is not None


def may_write(whose: Sequence[PersonRole], roles: frozenset[PersonRole]) -> str | None:
    """Why somebody of these roles does not write down what is others' to say, or None."""
    if not roles & set(whose):
        return "each side writes down what is its own to say; this entry is made by others"
    return None


def may_bring(whose: Sequence[PersonRole]) -> str | None:
    """Why whoever runs the machine does not write down what these say, or None."""
    if PersonRole.REPRESENTATIVE in whose:
        return "representatives write down themselves what they say, on the page of registers; nobody brings it"
    return None


def _opinions(rules: Records, records: SiteRecords, feature: Feature, today: date) -> str | None:
    if all(feature in records.opinions.get(body, ()) for body in rules.opinions):
        return None
    return "an opinion that the charter asks for is not on record for this; the representatives write it down"


def _impact_assessment(rules: Records, records: SiteRecords, feature: Feature, today: date) -> str | None:
    done = records.impact_assessment.get(feature)
    if done is None:
        return "no impact assessment of this is on record; the employer or the data-protection officer writes it down"
    if (today - done).days > rules.impact_assessment_days:
        return "the impact assessment of this is too old; the employer or the data-protection officer renews it"
    return None


def _risk_register(rules: Records, records: SiteRecords, feature: Feature, today: date) -> str | None:
    done = records.risk_register
    if done is None:
        return "no register of risks at work is on record; the employer writes it down"
    if (today - done).days > rules.risk_register_days:
        return "the register of risks at work is too old; the employer brings it up to date"
    return None


def _notice(rules: Records, records: SiteRecords, feature: Feature, today: date) -> str | None:
    given = records.notice.get(feature)
    if given is None:
        return "staff have not been told of this; the employer tells them, and writes it down"
    if (today - given).days < rules.notice_days:
        return "staff were told of this too lately; the days that the charter sets go by first"
    return None
