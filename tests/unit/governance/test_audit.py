"""What an audit entry may hold: no names of calls that are not kept, and nothing that breaks a line or grows."""

from dataclasses import asdict, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.governance.requests import CALL, KEY, requests

from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Operator
from gardefou.governance.audit import LONGEST_NAME, LONGEST_PURPOSE, audit_entry
from gardefou.governance.decision import refusal
from gardefou.governance.subjects import ArrivingCall, Request
from gardefou.governance.table import actors, best


@given(st.text(st.characters(codec=None)))
def test_s16_a_purpose_as_asked_is_bounded_and_on_one_line(purpose: str) -> None:
    request = replace(best(Verb.LISTEN, Operator(purpose)), action=Action(Verb.LISTEN, purpose))
    entry = audit_entry(request, "S1")
    assert len(entry.purpose) <= LONGEST_PURPOSE and len(entry.actor) <= LONGEST_NAME
    for told in (entry.purpose, entry.actor):
        assert told.isprintable()
        told.encode()


def test_s16_a_purpose_that_can_be_shown_is_logged_as_it_was_asked() -> None:
    request = replace(best(Verb.LISTEN, Operator("root")), action=Action(Verb.LISTEN, "« évaluer » les primes"))
    assert audit_entry(request, "S1").purpose == "« évaluer » les primes"
    grown = replace(request, action=Action(Verb.LISTEN, "\n" * LONGEST_PURPOSE))
    assert audit_entry(grown, "S1").purpose == r"\n" * (LONGEST_PURPOSE // 2)
    forged = replace(request, action=Action(Verb.LISTEN, "quality\nS10 allowed\x00"))
    assert audit_entry(forged, "S1").purpose == r"quality\nS10 allowed\x00"


@given(requests())
def test_s6_no_name_of_a_call_that_is_not_kept_is_logged(request: Request) -> None:
    named = replace(KEY, source="unmistakable-source", external_id="unmistakable-id")
    if isinstance(request.subject, ArrivingCall):
        request = replace(request, subject=replace(request.subject, key=named))
    refused = refusal(request)
    entry = audit_entry(request, refused.clause if refused else None)
    assert "unmistakable" not in str(asdict(entry))
    if isinstance(request.subject, ArrivingCall) and (refused or not request.subject.drawn):
        assert entry.call is None


@pytest.mark.parametrize(
    ("verb", "refused_by", "call"),
    [
        (Verb.RECEIVE, None, None),
        (Verb.KEEP, "S18", None),
        (Verb.KEEP, None, CALL),
        (Verb.HEAR, "S18", CALL),
    ],
)
def test_s16_the_call_is_named_once_it_is_kept(verb: Verb, refused_by: str | None, call: UUID | None) -> None:
    assert audit_entry(best(verb, actors()["worker"]), refused_by).call == call
