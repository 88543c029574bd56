"""Requests of every kind that a gate may be asked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from tests.unit.governance.example_charters import PARTIES

from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Actor, Operator, Person, Process, ProcessName, Sender
from gardefou.governance.charter import Charter, Draw, Experiment, Retention, Review
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.retention import ExpiryDates
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import (
    ArrivingCall,
    CallFacts,
    Installation,
    KeptCall,
    OwnFile,
    Request,
    ReviewFacts,
    SiteFacts,
    SiteState,
    SiteWork,
    Subject,
)
from gardefou.governance.terms.places import Feature
from gardefou.kernel.call import CallKey, CallStatus
from gardefou.kernel.review import ReviewState

CALL, ADVISER, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = CallKey("paris", "telephone", "1")
PURPOSES = (*(each.value for each in Purpose), OPERATION, "discipline", "pay", "Quality", "", "\x00")

role_sets = st.frozensets(st.sampled_from(PersonRole))
actors: st.SearchStrategy[Actor] = st.one_of(
    st.builds(Person, st.sampled_from((ADVISER, OTHER)), role_sets),
    st.builds(Process, st.sampled_from(ProcessName), st.just("gardefou")),
    st.builds(Sender, st.just(OTHER), st.just("pbx"), st.frozensets(st.sampled_from(("paris", "lyon")))),
    st.builds(Operator, st.just("root")),
)
subjects: st.SearchStrategy[Subject] = st.one_of(
    st.just(Installation()),
    st.builds(
        ArrivingCall, st.just(CALL), st.just(KEY), st.just(START), st.booleans(), st.sampled_from((None, True, False))
    ),
    st.just(KeptCall(CALL)),
    st.builds(OwnFile, st.sampled_from((ADVISER, OTHER))),
    st.just(SiteWork("paris")),
)
reviews = st.builds(
    ReviewFacts, st.sampled_from(ReviewState), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)
days = st.integers(-2, 400)
seldom = st.sampled_from((False, False, False, True))
moments = days.map(lambda number: START + timedelta(days=number))

_EXPERIMENT = {
    "starts_on": st.just(START.date()),
    "days": st.integers(1, 365),
    "criteria": st.just(("calm",)),
    "means": st.just(("time",)),
}


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    recordings = draw(st.integers(1, 183))
    return Charter(
        name="any",
        version="1",
        simulated=draw(st.booleans()),
        parties=PARTIES,
        valid_from=START.date(),
        valid_until=START.date() + timedelta(days=draw(st.integers(0, 400))),
        sites={"paris": {"features": draw(st.sampled_from(([], ["recording"], list(Feature))))}},
        purposes=draw(st.lists(st.sampled_from(Purpose), min_size=1, unique=True).map(tuple)),
        draw=Draw(rate=0.1, weekly_cap=1),
        retention=Retention(recordings_days=recordings, analyses_days=draw(st.integers(recordings, 365))),
        review=Review(released_to_managers=draw(st.booleans())),
        erasure_by_adviser=draw(st.booleans()),
        learning_from_reviews=draw(st.booleans()),
        experiment=draw(st.none() | st.builds(Experiment, **_EXPERIMENT)),
    )


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Any request, its facts independent of each other and of its subject."""
    return Request(
        draw(actors),
        Action(draw(st.sampled_from(Verb)), draw(st.sampled_from(PURPOSES))),
        draw(subjects),
        draw(moments),
        draw(st.booleans()),
        draw(
            st.none()
            | st.builds(
                SiteFacts,
                st.just(OTHER),
                st.sampled_from(("paris", "lyon")),
                st.just("UTC"),
                st.sampled_from(SiteState),
                is_own=st.booleans(),
            )
        ),
        draw(st.none() | charters()),
        draw(
            st.none()
            | st.builds(
                CallFacts,
                st.just(START),
                st.booleans(),
                st.sampled_from((None, True, False)),
                st.none() | st.sampled_from(CallStatus),
                st.sampled_from((None, ADVISER, OTHER)),
                st.none() | st.builds(lambda a, b: ExpiryDates(min(a, b), max(a, b)), moments, moments),
                st.none() | reviews,
                is_frozen=seldom,
                is_to_go=seldom,
            )
        ),
        reaches_store=draw(st.booleans()),
    )
