"""Of many calls one that fails holds up none of the others."""

from uuid import UUID, uuid4

import pytest

from gardefou.flows.one_by_one import OneByOne
from gardefou.kernel.errors import InputRefused, Refused, StorageUnwritable, StoreUnavailable

ERRORS = (
    InputRefused("call", "is gone"),
    Refused("S18", "suspended", None),
    StorageUnwritable("/vault: cannot be used"),
    TypeError("words of a customer"),
    StoreUnavailable("the database", "does not answer"),
)


def test_each_other_call_is_done_and_what_failed_is_told_without_content() -> None:
    failing = dict(zip((uuid4() for _ in ERRORS), ERRORS, strict=True))
    done: list[UUID] = []

    def act(call: UUID) -> None:
        if call in failing:
            raise failing[call]
        done.append(call)

    last = uuid4()
    one_by_one = OneByOne()
    assert one_by_one.each([uuid4(), *failing, last], act) == 2
    assert done[-1] == last
    assert [line.rpartition(", ")[2] for line in one_by_one.failed] == [
        *("storage_unwritable", "store_unavailable", "unforeseen TypeError"),
    ]


def test_a_database_that_is_gone_is_not_asked_for_every_call() -> None:
    asked: list[UUID] = []

    def gone(call: UUID) -> None:
        asked.append(call)
        raise StoreUnavailable("the database", "does not answer")

    with pytest.raises(StoreUnavailable):
        OneByOne().each([uuid4() for _ in range(9)], gone)
    assert len(asked) == 2
