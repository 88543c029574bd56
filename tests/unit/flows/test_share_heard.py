"""How much of a call is heard is told now and then, and never at the cost of the hearing."""

import logging
from uuid import UUID

import pytest

from gardefou.flows.share_heard import ShareHeard

CALL = UUID(int=7)
SECRET = "rappelez-moi au 06 12 34 56 78"


class Shares:
    """Where shares are told, in the order in which they come."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def begin(self, call: UUID) -> None:
        self.told.append("begin")

    def note(self, call: UUID, percent: int) -> None:
        self.told.append(percent)

    def end(self, call: UUID) -> None:
        self.told.append("end")


class Broken(Shares):
    """A store that fails whatever it is told."""

    def __getattribute__(self, name: str) -> object:
        if name in {"begin", "note", "end"}:
            raise OSError(SECRET)
        return super().__getattribute__(name)


def test_a_share_is_told_at_the_start_and_then_when_five_seconds_went_by() -> None:
    shares, now = Shares(), iter([100.0, 101.0, 104.9, 105.0, 109.9, 110.0, 120.0])
    with ShareHeard(shares, CALL, lambda: next(now)) as progress:
        for share in (0.1, 0.2, 0.299, 0.3, 0.3, 1.0):
            progress("hear", share)
    assert shares.told == ["begin", 29, 30, 100, "end"]


def test_other_steps_do_not_take_back_what_was_heard() -> None:
    shares, now = Shares(), iter(range(0, 1_000, 10))
    with ShareHeard(shares, CALL, lambda: next(now)) as progress:
        progress("hear", 1.0)
        progress("divide", 0.0)
    assert shares.told == ["begin", 100, "end"]


def test_a_hearing_that_fails_ends_what_was_told() -> None:
    shares = Shares()
    with pytest.raises(ValueError, match="no sound"), ShareHeard(shares, CALL):
        raise ValueError("no sound")
    assert shares.told == ["begin", "end"]


def test_what_cannot_be_told_stops_nothing_and_is_logged_once_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = iter(range(0, 1_000, 10))
    with caplog.at_level(logging.DEBUG), ShareHeard(Broken(), CALL, lambda: next(now)) as progress:
        for share in (0.1, 0.5):
            progress("hear", share)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(CALL) in caplog.text
    assert "OSError" in caplog.text
    assert SECRET not in caplog.text
