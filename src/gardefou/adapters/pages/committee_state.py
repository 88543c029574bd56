"""How a site stands, in one sentence and what belongs to it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gardefou.governance.subjects import SiteFacts, SiteState


class State(StrEnum):
    """What the title of the charter's page says."""

    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ALTERED = "altered"
    EXPIRED = "expired"
    EARLY = "early"
    WAITS = "waits"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site; `waiting` is how many proposals wait for signatures."""

    state: State
    waiting: int


def site_view(site: SiteFacts, today: date, waiting: int, waiting_charters: int) -> SiteView:
    """How a site stands on a day there."""
    charter = site.standing.charter
    if site.is_altered:
        return SiteView(State.ALTERED, waiting)
    if charter is None:
        return SiteView(State.WAITS if waiting_charters else State.NONE, waiting)
    if site.state is not SiteState.OPEN:
        return SiteView(State.SUSPENDED, waiting)
    if today > charter.valid_until:
        return SiteView(State.EXPIRED, waiting)
    return SiteView(State.EARLY if today < charter.valid_from else State.IN_FORCE, waiting)
