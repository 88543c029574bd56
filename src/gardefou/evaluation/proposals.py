"""Scorecards that are not in force: what somebody works on, and what was proposed and runs in shadow."""

from dataclasses import dataclass
from datetime import datetime

from gardefou.evaluation.model import Scorecard


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scorecard proposed at a site; while it is open it runs in shadow beside the one in force.

    `calls` counts those that it ran on, `failures` those on which it could not be run, `model` is the model of meaning
    that it ran with last. Names are for quality analysts.
    """

    digest: str
    scorecard: Scorecard
    proposed_at: datetime
    proposed_by: str | None
    is_open: bool
    calls: int
    failures: int = 0
    withdrawn_by: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """A scorecard that one person is changing; `base` is the digest of the one that they began with."""

    base: str
    scorecard: Scorecard
    changed_at: datetime
