"""A customer's copy tells where they may have said more than it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from tests.calls import transcript

from gardefou.adapters.pages.rendering import render
from gardefou.flows.subject_copy import CopiedCall, SubjectCopies
from gardefou.kernel.subject import SubjectCall
from gardefou.kernel.transcript import ESTIMATED, Transcript, Unheard

VISIT = SimpleNamespace(site="paris", zone="Europe/Paris")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OF_ADVISER, OF_CUSTOMER = Unheard(0, 5_000, 6_000), Unheard(1, 7_000, 8_000)


class OpenGate:
    """Lets one transcript be read."""

    def __init__(self, call: Transcript | None) -> None:
        self._call = call

    @contextmanager
    def transaction(self, *_: object) -> Iterator[Any]:
        yield SimpleNamespace(requests=SimpleNamespace(transcript=lambda _: self._call))


def copied(call: Transcript | None) -> CopiedCall:
    kept = SubjectCall(uuid4(), NOON, NOON, "inbound", 60_000, "evaluated", False, NOON, NOON, None)
    (copy,) = SubjectCopies(cast(Any, OpenGate(call))).of_customer(cast(Any, None), [kept])
    return copy


def test_only_the_customers_words_and_gaps_are_copied() -> None:
    said = transcript(("adviser", 0, 2_000, "bonjour"), ("customer", 2_000, 4_000, "une panne"))
    copy = copied(replace(said, unheard=(OF_ADVISER, OF_CUSTOMER)))
    assert [each.text for each in copy.said or ()] == ["une panne"]
    assert copy.unheard == (OF_CUSTOMER,)


def test_where_who_speaks_is_an_estimate_no_words_are_copied_and_the_copy_says_so() -> None:
    said = transcript(("adviser", 0, 2_000, "bonjour"), ("customer", 2_000, 4_000, "une panne"))
    gap = Unheard(0, 5_000, 6_000)
    copy = copied(replace(said, speakers=ESTIMATED, unheard=(gap,)))
    assert (copy.said, copy.withheld, copy.unheard) == (None, "estimated", (gap,))
    shown = render("fr", "officer/copy.html", copies=[copy], made_at=NOON, visit=VISIT)
    assert "une seule piste" in shown
    assert "une panne" not in shown


def test_a_call_that_was_not_heard_yet_has_no_words() -> None:
    assert (copied(None).said, copied(None).unheard) == ((), ())
