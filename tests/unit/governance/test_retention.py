"""Dates of a call: counted from its start, refused from the very moment on, the earlier of two promises."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.governance.requests import START

from gardefou.governance.actions import Verb
from gardefou.governance.actors import ProcessName
from gardefou.governance.charter import Retention
from gardefou.governance.decision import refusal
from gardefou.governance.retention import ExpiryDates, expiry_dates
from gardefou.governance.subjects import Request
from gardefou.governance.table import actors, best

TICK = timedelta(microseconds=1)


def asked(verb: Verb, actor: str, now: datetime, expiry: ExpiryDates) -> Request:
    request = best(verb, actors()[actor])
    assert request.call is not None
    return replace(request, now=now, call=replace(request.call, expiry=expiry))


@given(st.integers(1, 183), st.integers(0, 182))
def test_s14_analyses_never_go_before_the_recording(days: int, more: int) -> None:
    expiry = expiry_dates(START, Retention(recordings_days=days, analyses_days=days + more))
    assert START < expiry.recording <= expiry.analyses <= START + timedelta(days=365)


def test_s14_a_day_is_24_hours_where_the_clock_is_changed() -> None:
    started_at = datetime.fromisoformat("2026-03-28T12:00:00+01:00")
    expiry = expiry_dates(started_at, Retention(recordings_days=1, analyses_days=2))
    assert expiry.recording - started_at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("verb", "actor", "part"),
    [
        (Verb.LISTEN, "adviser of the call", "recording"),
        (Verb.HEAR, "worker", "recording"),
        (Verb.SHOW_SIMULATED, "demonstration", "recording"),
        (Verb.READ_TRANSCRIPT, "adviser of the call", "analyses"),
        (Verb.READ_EVALUATION, "adviser of the call", "analyses"),
    ],
)
def test_s14_it_is_refused_from_its_date_on_whichever_promise_is_the_earlier(verb: Verb, actor: str, part: str) -> None:
    promised = ExpiryDates(START + timedelta(days=10), START + timedelta(days=20))
    end = getattr(promised, part)
    assert refusal(asked(verb, actor, end - TICK, promised)) is None
    for moment in (end, end + TICK):
        refused = refusal(asked(verb, actor, moment, promised))
        assert refused and refused.clause == "S14"
    late = ExpiryDates(START + timedelta(days=9999), START + timedelta(days=9999))
    of_the_charter = START + timedelta(days=183 if part == "recording" else 365)
    assert refusal(asked(verb, actor, of_the_charter - TICK, late)) is None
    assert refusal(asked(verb, actor, of_the_charter, late)) is not None


def test_s14_removing_has_no_date() -> None:
    gone = ExpiryDates(START, START)
    sweep = ProcessName.SWEEP.value
    assert refusal(asked(Verb.EXPIRE, sweep, START + timedelta(days=4000), gone)) is None
