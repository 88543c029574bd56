"""What the safeguards say of every request, as tables written by hand; nothing of the clauses is read here.

A case is said in words. `broken` names every clause that it breaks: a decision is right when it refuses exactly what
breaks one, and names the first of those in `ORDER`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


def _each(verbs: Iterable[str], value: Any) -> dict[str, Any]:
    return {verb: value for verb in verbs}  # noqa: C420 -- so that sets may be values


ORDER = (
    *(
        "S18",
        "S32",
        "S17",
        "S20",
        "S28",
        "S19",
        "S1",
        "S30",
        "S12",
        "S5",
        "S6",
        "S7",
        "S16",
        "S10",
        "S3",
        "S4",
        "S8",
        "S27",
    ),
    *("S15", "S14", "S33"),
)
"""The veto first, then whether anything is agreed on and on record at all; who asks comes after what is asked for."""

RUNNING = {"administer", "read_state", "retry", "park", "lose", "expire"}
OF_PEOPLE_THEMSELVES = {"read_own_file", "refuse_recording", "take_part", "erase"}
AT_THEIR_REQUEST = {"erase_for_subject", "export_for_subject", "freeze", "lift", "object", "answer_requests"}
AT_THE_TABLE = {"negotiate", "sign", "read_acts"}
OF_REGISTERS = {"record", "train", "read_registers"}
AGREED_OR_ASKED = OF_PEOPLE_THEMSELVES | AT_THEIR_REQUEST | AT_THE_TABLE | OF_REGISTERS
NEEDS_NO_CHARTER = RUNNING | AGREED_OR_ASKED | {"practise"}
WHILE_SUSPENDED = AGREED_OR_ASKED | {"park", "lose", "expire", "read_state"}

STEPS = {"hear", "measure", "classify", "evaluate", "offer", "shadow"}
SEEING = {"read_transcript", "read_evaluation", "listen"}
ANSWERS = {"evaluate_oneself", "state", "answer"}
REVIEWS = {"take", "hand_back", "decide"}
REACHES_CONTENT = (
    STEPS | SEEING | ANSWERS | {"listen_original", "decide", "learn", "show_simulated", "export_for_subject"}
)
BY_DATE_OF_WORDS = ANSWERS | REVIEWS | {
    *("read_transcript", "read_evaluation", "shadow", "learn", "export_for_subject", "close_window", "lapse")
}  # fmt: skip
WHILE_FROZEN = {"freeze", "lift", "read_state", "park", "lose", "export_for_subject"}
FEATURE = {
    **_each(("receive", "keep", "hear", "measure", "classify"), "recording"),
    **_each(("evaluate", "offer", "shadow"), "evaluation"),
    "try_files": "laboratory",
    "assist": "assist",
}
NEEDS_RECORDS = FEATURE | {"learn": "evaluation"}
"""What makes something new of calls; what is here already is read, answered and removed without records."""
TOOLS = {"read_queue", "take", "decide", "read_team", "edit", "propose", "assist"}
"""What waits for a person's training, beside calls of others."""
RECORDS = {
    **_each(("simulated", "complete", "assessment of a year", "told in time", "question due today"), ""),
    **_each(("no opinion", "no assessment", "assessment too old", "no risk register"), "S17"),
    **_each(("risk register too old", "nobody told", "told too lately"), "S17"),
    **_each(("no baseline", "baseline about nothing but figures"), "S20"),
    "baseline too late": "S20 of an experiment",
    "question overdue": "S28",
}
"""What each state of a site's records breaks."""
EXPERIMENTS = {"none": "", "running": "", "last day": "", "not begun": "S19", "over": "S19"}
PEOPLE = ("ready", "asker untrained", "adviser untrained", "nobody supported", "not in person", "no volunteer")

REVIEWING_ROLES = ("quality_analyst", "reviewer")
REVIEWERS = {f"{role} of the site" for role in REVIEWING_ROLES}
REPRESENTATIVE, OFFICER = {"representative of the site"}, {"data_protection_officer of the site"}
TABLE_OF_TWO_SIDES = REPRESENTATIVE | {"employer_signatory of the site"}
PARTIES_OF_A_CALL = {"adviser of the call", "reviewer of the call", "line manager"}
ROLES = (
    *("adviser", "manager", "quality_analyst", "reviewer", "representative", "data_protection_officer"),
    *("employer_signatory", "administrator"),
)
WHO_MAY = {
    **_each(("receive", "keep"), {"process intake", "process live", "token"}),
    **_each(STEPS | {"park"}, {"process worker"}),
    "lose": {"process worker", "process sweep"},
    **_each(("expire", "close_window", "lapse"), {"process sweep"}),
    "show_simulated": {"process demonstration"},
    "learn": {"process learning"},
    **_each(("pick", "listen_original"), set[str]()),
    **_each(("administer", "read_state", "retry"), {"operator", "administrator"}),
    **_each(SEEING, PARTIES_OF_A_CALL),
    **_each(ANSWERS | {"erase"}, {"adviser of the call"}),
    **_each(("read_own_file", "refuse_recording", "take_part"), {"oneself"}),
    **_each(("take", "read_queue"), REVIEWERS),
    **_each(("decide", "hand_back"), {"reviewer of the call"}),
    "read_agreement": REVIEWERS | REPRESENTATIVE | OFFICER,
    "read_team": {"manager of the site"},
    **_each(("edit", "propose", "withdraw"), {"quality_analyst of the site"}),
    **_each(("erase_for_subject", "freeze", "lift", "export_for_subject", "answer_requests"), OFFICER),
    "object": OFFICER | {"token", "operator", "process live"},
    "try_files": {"operator"},
    "assist": {"adviser of the site"},
    "practise": {f"{role} of the site" for role in ROLES},
    **_each(("negotiate", "sign"), TABLE_OF_TWO_SIDES | {"operator"}),
    "record": TABLE_OF_TWO_SIDES | OFFICER | {"operator"},
    "train": {"employer_signatory of the site", "administrator of the site", "operator"},
    "read_registers": TABLE_OF_TWO_SIDES | OFFICER | {"administrator of the site", "operator"},
    "read_acts": {"operator"} | {f"{role} of the site" for role in ROLES},
}
"""Who is named for what; an operator and an administrator for keeping it running only."""

ABOUT = {
    **_each(("receive", "keep"), {"arriving"}),
    **_each(("read_own_file", "refuse_recording", "take_part"), {"own file"}),
    **_each(
        ("read_queue", "read_agreement", "read_team", "edit", "propose", "withdraw", "try_files", "assist", "practise"),
        {"site"},
    ),
    **_each(("object", "answer_requests", *AT_THE_TABLE, *OF_REGISTERS), {"site"}),
    "pick": {"arriving", "call"},
    "read_state": {"call", "installation"},
    "administer": {"installation"},
}
"""What each may be asked about; all else about a call that is here."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: a part of the program, a token, the operator, or a person of one role or none, `relation` to the call.

    Relations: here, away (works at another site), own (their call, or their file), first and second (reviewer of the
    round), aside (handed it back), leads.
    """

    kind: str
    name: str = ""
    relation: str = "here"


@dataclass(frozen=True, slots=True)
class Place:
    """The site: its state, what its charter names for it, what that charter leaves open, and what is on record.

    States: open, suspended, altered, clock back, early, expired, no charter, no scorecard (none that was signed), other
    kind (a charter of simulated calls in a real installation). `records` of a simulated installation are none.
    """

    state: str = "open"
    features: frozenset[str] = frozenset({"recording", "evaluation", "laboratory", "assist"})
    lenient: bool = True
    records: str = "simulated"
    experiment: str = "none"
    people: str = "ready"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked about: its kind and, of a call, its review (None: none) and what is wrong with it.

    Troubles: none, frozen, to go, sound old, all old, promise over, not offered, not drawn.
    """

    kind: str
    review: str | None = None
    trouble: str = "none"


def broken(verb: str, purpose: str, who: Who, place: Place, matter: Matter) -> set[str]:
    """Every clause that the request breaks."""
    operating = purpose == "operation" and verb in NEEDS_NO_CHARTER
    at_a_site = matter.kind != "installation"
    has_charter = at_a_site and place.state != "no charter"
    found = set[str]()
    reads_own = verb in SEEING and matter.kind == "call" and (who.kind, who.relation) == ("person", "own")
    if at_a_site and place.state == "suspended" and verb not in WHILE_SUSPENDED and not reads_own:
        found.add("S18")
    if not operating and verb not in WHILE_SUSPENDED and place.state in {"altered", "clock back", "early", "expired"}:
        found |= {"S32"} if at_a_site else set()
    if verb == "export_for_subject" and place.state == "altered" and at_a_site:
        found.add("S32")
    if not operating and (not has_charter or place.state == "other kind"):
        found.add("S17")
    if not operating and (purpose != "quality" or not has_charter):
        found.add("S1")
    if has_charter and FEATURE.get(verb, "recording") not in place.features and verb in FEATURE:
        found.add("S30")
    if verb == "evaluate" and at_a_site and place.state in {"no scorecard", "no charter"}:
        found.add("S12")
    if verb == "pick":
        found.add("S5")
    is_call = matter.kind in {"call", "arriving"}
    if verb in REACHES_CONTENT | {"keep"} and (not is_call or matter.trouble == "not drawn"):
        found.add("S6")
    if verb == "listen_original" or (verb in SEEING | ANSWERS | REVIEWS and who.kind != "person"):
        found.add("S16")
    if matter.kind not in ABOUT.get(verb, {"call"}) or not _is_named(verb, purpose, who, place, matter):
        found.add("S10")
    if verb in REVIEWS and who.kind == "person" and not _reviews(verb, who, matter):
        found.add("S3")
    if verb in ANSWERS and is_call and matter.review not in ({"offered"} if verb == ANSWERS_FIRST else ANSWERED_IN):
        found.add("S4")
    if verb == "erase" and not (has_charter and place.lenient):
        found.add("S8")
    if verb == "learn" and not (has_charter and place.lenient and matter.review == "final"):
        found.add("S15")
    return found | _of_time(verb, place, matter) | _of_records(verb, who, place, matter)


ANSWERS_FIRST = "evaluate_oneself"
ANSWERED_IN = {"offered", "decided"}


def _of_time(verb: str, place: Place, matter: Matter) -> set[str]:
    found = set[str]()
    needs_sound = verb not in BY_DATE_OF_WORDS
    is_promised = matter.kind == "call" or place.state != "no charter"
    is_old = {"sound old": needs_sound, "promise over": needs_sound, "all old": True}.get(matter.trouble, False)
    if verb not in WHILE_SUSPENDED - {"export_for_subject"} and is_old and is_promised:
        found.add("S14")
    if matter.trouble == "frozen" and verb not in WHILE_FROZEN:
        found.add("S14")
    if matter.trouble == "to go" and verb not in WHILE_SUSPENDED - {"export_for_subject"}:
        found.add("S33")
    return found


def _is_named(verb: str, purpose: str, who: Who, place: Place, matter: Matter) -> bool:
    named = WHO_MAY[verb]
    match who.kind:
        case "process":
            shows = verb != "show_simulated" or place.records == "simulated"
            return f"process {who.name}" in named and shows
        case "token":
            return "token" in named and who.relation == "here"
        case "operator":
            return "operator" in named and (purpose == "operation" or verb == "try_files")
    parties = set[str]()
    if who.name and who.relation != "away" and matter.kind != "installation":
        parties.add(f"{who.name} of the site")
    if who.name == "administrator" and purpose == "operation":
        parties.add("administrator")
    if matter.kind == "own file" and who.relation == "own":
        parties.add("oneself")
    if matter.kind == "call":
        parties |= _of_the_call(verb, who, place, matter)
    return bool(parties & named)


def _of_the_call(verb: str, who: Who, place: Place, matter: Matter) -> set[str]:
    found = set[str]()
    if (who.name, who.relation) == ("adviser", "own") and (matter.trouble != "not offered" or verb == "erase"):
        found.add("adviser of the call")
    if who.name in REVIEWING_ROLES and who.relation in {"first", "second"} and matter.review:
        found.add("reviewer of the call")
    is_released = place.lenient and place.state != "no charter" and matter.review == "final"
    is_held = matter.trouble in {"frozen", "to go"}
    if (who.name, who.relation) == ("manager", "leads") and is_released and not is_held:
        found.add("line manager")
    return found


def _reviews(verb: str, who: Who, matter: Matter) -> bool:
    if who.relation in {"own", "leads"} or matter.review is None:
        return False
    if verb == "take":
        again = matter.review == "contested" and who.relation == "first"
        return matter.review in {"queued", "contested"} and who.relation != "aside" and not again
    return (matter.review, who.relation) in {("in_review", "first"), ("in_second_review", "second")}


def _of_records(verb: str, who: Who, place: Place, matter: Matter) -> set[str]:
    """Nothing is missing in a simulated installation; an experiment ends there as well."""
    if matter.kind == "installation" or place.state == "no charter":
        return set()
    found, is_simulated = set[str](), place.records == "simulated"
    if NEEDS_RECORDS.get(verb) in place.features:
        is_experiment = place.experiment != "none"
        lacking, _, only = RECORDS[place.records].partition(" ")
        found |= {lacking if is_experiment or not only else "", EXPERIMENTS[place.experiment]}
        concerns_somebody = matter.kind == "call" or verb == "assist"
        if is_experiment and not is_simulated and concerns_somebody and place.people == "no volunteer":
            found.add("S19")
    if is_simulated:
        return found - {""}
    is_others = matter.kind in {"call", "arriving"} and not (matter.kind == "call" and who.relation == "own")
    reads_others = verb in SEEING | {"listen_original"} and is_others
    if who.kind == "person" and (verb in TOOLS or reads_others) and place.people in UNREADY_ASKERS:
        found.add("S27")
    if verb in STEPS and matter.kind == "call" and place.people in UNREADY_ADVISERS:
        found.add("S27")
    return found - {""}


UNREADY_ASKERS = {"asker untrained", "nobody supported", "not in person"}
UNREADY_ADVISERS = {"adviser untrained", "nobody supported", "not in person"}
