"""Which verb needs which record: written here by hand, and asked of the decision record by record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.governance.example_charters import PARTIES

from gardefou.governance.actions import Verb
from gardefou.governance.actors import Person
from gardefou.governance.charter import Charter, Draw, Experiment, Retention, Review, Training
from gardefou.governance.decision import refusal
from gardefou.governance.purposes import Purpose
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.register_entries import RecordedFact, Trained, site_records
from gardefou.governance.register_state import state_of
from gardefou.governance.registers import PersonRecords, SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import Request
from gardefou.governance.table import actors, best
from gardefou.governance.terms.parties import Parties
from gardefou.governance.terms.places import Feature, Place

TODAY = date(2026, 3, 3)
"""When the table of the decision asks."""
ALL = frozenset(Feature)
FULL = SiteRecords(
    {"CSE": ALL},
    dict.fromkeys(ALL, TODAY),
    TODAY,
    dict.fromkeys(ALL, TODAY - timedelta(days=15)),
    TODAY - timedelta(days=1),
    True,
)
READY = PersonRecords(840, 420, True, ALL)
CHARTER = Charter(
    name="real",
    version="1",
    parties=Parties.model_validate(PARTIES),
    valid_from=date(2026, 1, 1),
    valid_until=date(2028, 12, 31),
    sites={"paris": Place(features=tuple(Feature))},
    purposes=tuple(Purpose),
    draw=Draw(rate=0.1, weekly_cap=4),
    retention=Retention(recordings_days=183, analyses_days=365),
    review=Review(released_to_managers=True),
    erasure_by_adviser=True,
    learning_from_reviews=True,
    training=Training(),
    experiment=Experiment(starts_on=TODAY - timedelta(days=1), days=365, criteria=("calm",), means=("time",)),
)
OF_CALLS = {"receive", "keep", "hear", "measure", "classify", "evaluate", "offer", "shadow", "learn"}
MAKES = OF_CALLS | {"try_files", "assist"}
"""What makes something new of calls or files: it alone waits for a site's records."""
OF_THE_CALL = {"hear", "measure", "classify", "evaluate", "offer", "shadow"}
TOOLS = {"read_queue", "take", "decide", "read_team", "edit", "propose", "assist"}
SHOWN = {"read_transcript", "read_evaluation", "listen"}


def site(**changes: object) -> Callable[[Request], Request]:
    def change(request: Request) -> Request:
        given = replace(FULL, **changes)  # type: ignore[arg-type]
        return replace(request, site=request.site and replace(request.site, records=given))

    return change


def adviser(**changes: object) -> Callable[[Request], Request]:
    def change(request: Request) -> Request:
        given = replace(READY, **changes)  # type: ignore[arg-type]
        return replace(request, call=request.call and replace(request.call, adviser_records=given))

    return change


def actor(**changes: object) -> Callable[[Request], Request]:
    return lambda request: replace(request, actor_records=replace(READY, **changes))  # type: ignore[arg-type]


LACKS: dict[str, tuple[str, set[str], Callable[[Request], Request]]] = {
    "no opinion": ("S17", MAKES, site(opinions={})),
    "opinion of another body": ("S17", MAKES, site(opinions={"CSEC": ALL})),
    "opinion on the laboratory alone": (
        "S17",
        OF_CALLS | {"assist"},
        site(opinions={"CSE": frozenset({Feature.LABORATORY})}),
    ),
    "no impact assessment": ("S17", MAKES, site(impact_assessment={})),
    "old impact assessment": ("S17", MAKES, site(impact_assessment=dict.fromkeys(ALL, TODAY - timedelta(days=366)))),
    "no risk register": ("S17", MAKES, site(risk_register=None)),
    "old risk register": ("S17", MAKES, site(risk_register=TODAY - timedelta(days=366))),
    "no notice": ("S17", MAKES, site(notice={})),
    "late notice": ("S17", MAKES, site(notice=dict.fromkeys(ALL, TODAY - timedelta(days=14)))),
    "no baseline": ("S20", MAKES, site(baseline_on=None)),
    "no objective about work": ("S20", MAKES, site(baseline_for_working_conditions=False)),
    "late baseline": ("S20", MAKES, site(baseline_on=TODAY)),
    "question unanswered": ("S28", MAKES, site(question_due=TODAY - timedelta(days=1))),
    "adviser takes no part": ("S19", OF_THE_CALL | {"learn"}, adviser(volunteers_for=frozenset())),
    "takes no part": ("S19", {"assist"}, actor(volunteers_for=frozenset())),
    "adviser untrained": ("S27", OF_THE_CALL, adviser(training_minutes=45)),
    "untrained": ("S27", TOOLS | SHOWN, actor(training_minutes=45)),
    "never in person": ("S27", TOOLS | SHOWN, actor(in_person_minutes=0)),
    "without support": ("S27", TOOLS | SHOWN, actor(has_support=False)),
}
FINE = {
    "question due today": site(question_due=TODAY),
    "records on their last days": site(
        impact_assessment=dict.fromkeys(ALL, TODAY - timedelta(days=365)), risk_register=TODAY - timedelta(days=365)
    ),
    "unfavourable opinion of more bodies": site(opinions={"CSE": ALL, "CSEC": ALL}),
}


def real(verb: Verb, name: str) -> Request:
    """The best conditions at a real site whose records are whole."""
    request = best(verb, actors()[name])
    site_ = request.site and replace(request.site, records=FULL)
    call = request.call and replace(request.call, simulated=False, adviser_records=READY)
    charter = request.charter and CHARTER
    return replace(request, simulated_installation=False, site=site_, call=call, charter=charter, actor_records=READY)


def allowed() -> list[tuple[Verb, str]]:
    return [(verb, name) for verb in Verb for name in actors() if refusal(real(verb, name)) is None]


def test_with_every_record_a_real_site_does_what_a_simulated_one_does() -> None:
    simulated = {(verb, name) for verb in Verb for name in actors() if refusal(best(verb, actors()[name])) is None}
    assert set(allowed()) == {each for each in simulated if each[0] is not Verb.SHOW_SIMULATED}
    assert {verb.value for verb, _ in allowed()} >= MAKES | TOOLS | SHOWN


@pytest.mark.parametrize("lack", LACKS)
def test_each_lack_stops_what_is_written_here_and_nothing_else(lack: str) -> None:
    clause, stopped, change = LACKS[lack]
    for verb, name in allowed():
        refused = refusal(change(real(verb, name)))
        own = name == "adviser of the call" and verb.value in SHOWN
        stops = verb.value in stopped and not own
        assert (refused.clause if refused else None) == (clause if stops else None), (verb, name)
        assert refused is None or refused.may_pass or clause == "S27"


@pytest.mark.parametrize("fine", FINE)
def test_what_is_on_its_last_day_stops_nothing(fine: str) -> None:
    assert [each for each in allowed() if refusal(FINE[fine](real(*each)))] == []


@pytest.mark.parametrize("lack", LACKS)
def test_a_simulated_installation_needs_no_record(lack: str) -> None:
    for verb, name in allowed():
        request = LACKS[lack][2](best(verb, actors()[name]))
        exempt = replace(request, site=request.site and replace(request.site, records=None))
        assert refusal(exempt) is None, (verb, name)


def test_days_are_those_of_the_sites_zone() -> None:
    request = site(question_due=TODAY)(real(Verb.HEAR, "worker"))
    assert request.site
    in_paris = datetime(2026, 3, 3, 22, 59, 59, tzinfo=UTC)
    assert refusal(replace(request, now=in_paris)) is None
    assert refusal(replace(request, now=in_paris + timedelta(seconds=1)))
    in_lima = replace(request, site=replace(request.site, zone="America/Lima"))
    assert refusal(replace(in_lima, now=in_paris + timedelta(hours=5))) is None


def test_nobody_who_only_reads_their_own_is_asked_for_training() -> None:
    person = actors()["adviser of the call"]
    assert isinstance(person, Person) and person.roles == {PersonRole.ADVISER}
    untrained = actor(training_minutes=0, has_support=False)
    for verb in (*SHOWN, "read_own_file", "refuse_recording", "take_part", "evaluate_oneself", "state", "answer"):
        assert refusal(untrained(real(Verb(verb), "adviser of the call"))) is None, verb


facts = st.builds(
    RecordedFact,
    st.sampled_from(EntryKind),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.sampled_from(("CSE", "CSEC")),
    st.frozensets(st.sampled_from(Feature)),
    st.booleans(),
)


@given(st.lists(facts, max_size=8), facts)
def test_the_entry_recorded_last_counts(before: list[RecordedFact], last: RecordedFact) -> None:
    records = site_records([*before, last], None)
    match last.kind:
        case EntryKind.OPINION:
            assert last.features <= records.opinions[last.body or ""]
        case EntryKind.IMPACT_ASSESSMENT:
            assert all(records.impact_assessment[each] == last.on_day for each in last.features)
        case EntryKind.NOTICE:
            assert all(records.notice[each] == last.on_day for each in last.features)
        case EntryKind.RISK_REGISTER:
            assert records.risk_register == last.on_day
        case EntryKind.BASELINE:
            assert (records.baseline_on, records.baseline_for_working_conditions) == (
                last.on_day,
                last.for_working_conditions,
            )


@given(st.lists(facts, max_size=6), st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_page_says_all_that_the_gate_refuses_for(found: list[RecordedFact], due: date | None) -> None:
    records = site_records(found, due)
    state = state_of(CHARTER, "paris", records, [Trained("1", "x", 840, 420, True)], TODAY)
    told = {
        (lack.text, feature) for clause in state.clauses for lack in clause.lacks for feature in lack.features or ALL
    }
    for verb, feature in ((Verb.HEAR, Feature.RECORDING), (Verb.EVALUATE, Feature.EVALUATION)):
        request = real(verb, "worker")
        refused = refusal(replace(request, site=request.site and replace(request.site, records=records)))
        assert (refused is None) == (not [text for text, stopped in told if stopped is feature])
        assert refused is None or (refused.text, feature) in told
    assert (state.ready, state.people) == (1, 1)
    untrained = Trained("2", "y", 0, 0, False)
    waits = state_of(CHARTER, "paris", records, [untrained], TODAY).waiting - state.waiting
    assert waits == 1, "a clause waits while somebody is not trained"
