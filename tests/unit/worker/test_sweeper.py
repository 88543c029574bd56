"""What looks after overdue things goes on whatever fails, and does not try a night's run again at once."""

import logging
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from gardefou.entrypoints.worker import sweeper
from gardefou.kernel.errors import StoreUnavailable


def test_a_night_that_fails_is_remembered_and_what_failed_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, made, runs = Event(), [], []
    failures = [StoreUnavailable("the database", "does not answer")] * 2

    class Sweeping:
        def __init__(self, installation: Any) -> None: ...

        def run(self) -> Any:
            return SimpleNamespace(failed=("calls that failed: 1, storage_unwritable",))

    class Nightly:
        def __init__(self, installation: Any) -> None:
            made.append(self)

        def run_if_due(self) -> Any:
            runs.append(self)
            if len(runs) == 5:
                stop.set()
            if failures:
                raise failures.pop()
            return SimpleNamespace(failed=("keys of old backups: a text",))

    monkeypatch.setattr(sweeper, "Sweeping", Sweeping)
    monkeypatch.setattr(sweeper, "Nightly", Nightly)
    monkeypatch.setattr(sweeper, "PAUSE_AFTER_FAILURE_S", 0)
    with caplog.at_level(logging.ERROR):
        sweeper.sweep(SimpleNamespace(settings=SimpleNamespace(sweep_every_s=0)), stop)  # type: ignore[arg-type]
    assert (len(runs), len(made)) == (5, 1), "it knows when it was tried last"
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2 and "does not answer" in told[0]
    assert told[1] == "calls that failed: 1, storage_unwritable; keys of old backups: a text"
