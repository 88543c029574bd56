"""An installation with simulated people and calls in every state, served: what pages in a browser are proven on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from tests.installations import (
    ADVISERS,
    SimulatedInstallation,
    open_site,
    pieces,
    simulated_charter,
    simulated_installation,
)
from tests.installations import SITE as EMPTY_SITE
from tests.integration.web.browsing import HASH, served

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, clock, process
from gardefou.bootstrap.samples import PEOPLE, SITE, ZONE, sample_calls, sample_notices, sample_people
from gardefou.entrypoints.cli.demonstration_story import DemonstrationStory
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.intake.model import CallNotice, PersonNotice
from gardefou.kernel.call import CallKey, CallStatus, Direction
from gardefou.kernel.review import ReviewState

ROOM = 10
"""How many more advisers the team has, one short call each: figures want a group."""
SHORT = "card_by_link"
NOT_GRANTED = "private_matter"
EMPTY = {
    PersonRole.QUALITY_ANALYST: "9001",
    PersonRole.MANAGER: "9002",
    PersonRole.REPRESENTATIVE: "9003",
    PersonRole.DATA_PROTECTION_OFFICER: "9004",
    PersonRole.ADMINISTRATOR: "9005",
}
"""Who works at a site without calls; its advisers are those of every simulated installation."""


@dataclass(frozen=True)
class Served:
    """The installation, where it is served, and its calls."""

    made: SimulatedInstallation
    installation: Installation
    url: str

    @cached_property
    def calls(self) -> dict[str, UUID]:
        """The calls of the samples by the id of the sample."""
        with administration_of(self.installation) as administration:
            return {row["external_id"]: row["id"] for row in administration.calls(CallStatus.OFFERED, 1000)}

    def person(self, number: str) -> Person:
        """Somebody, for the gate."""
        with administration_of(self.installation) as administration:
            return Person(*administration.person(number))

    def again(self, sample: str, adviser: str, source: str) -> UUID:
        """One more call with the sound of a sample, ready to be read; `source` is new for each."""
        call = _receive(self.installation, sample, adviser, source)
        _work_off(self.made, self.installation)
        return call


@contextmanager
def served_story(*, room: int = ROOM) -> Iterator[Served]:
    """The demonstration's people and calls after their story, a larger team, and a site where nothing happened yet."""
    charter = simulated_charter(erasure_by_adviser=True, review={"released_to_managers": True})
    with simulated_installation(charter) as made, made.opened() as installation:
        open_site(installation, SITE, charter, ZONE)
        with administration_of(installation) as administration:
            administration.put_people([*sample_people(), *_room(room), *_people_without_calls()])
            for number in (*PEOPLE, *ADVISERS, *EMPTY.values()):
                administration.accounts.put(administration.accounts.person(number).id, HASH)
        _take_in(installation, room)
        _work_off(made, installation)
        DemonstrationStory(installation).play()
        with served(installation) as url:
            story = Served(made, installation, url)
            _insist(story, story.calls[NOT_GRANTED], story.person("D01"))
            yield story


def _insist(story: Served, call: UUID, adviser: Person) -> None:
    """Have an adviser hold on to a contest that was not granted, so that it waits for another reviewer."""
    gate = story.installation.gate("web")
    with gate.transaction(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
        state = tx.reviews.get(call).state
    if state is ReviewState.DECIDED:
        state = HumanReview(gate, PublicHolidays()).answer(adviser, call)
    assert state is ReviewState.CONTESTED


def _work_off(made: SimulatedInstallation, installation: Installation) -> None:
    """Do what waits in a thread of its own: a browser's event loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(made.work_off, installation).result()


def _take_in(installation: Installation, room: int) -> None:
    reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
    for notice, sample in sample_notices(clock()):
        reception.receive(notice, pieces(sample.sound))
    for each in range(room):
        _receive(installation, SHORT, _number(each), f"room-{each}")


def _receive(installation: Installation, sample: str, adviser: str, source: str) -> UUID:
    found = next(each for each in sample_calls() if each.id == sample)
    notice = CallNotice(
        key=CallKey(SITE, source, f"{source}-{sample}"),
        adviser=adviser,
        direction=Direction.INBOUND,
        started_at=clock() - timedelta(hours=3),
        simulated=True,
    )
    received = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE)).receive(
        notice, pieces(found.sound)
    )
    assert received.call
    return received.call


def _number(each: int) -> str:
    return f"E{each + 1:02}"


def _room(size: int) -> list[PersonNotice]:
    adviser = frozenset({PersonRole.ADVISER})
    return [PersonNotice(_number(each), f"Personne {each + 1}", SITE, "simulated", adviser) for each in range(size)]


def _people_without_calls() -> list[PersonNotice]:
    team = {PersonRole.MANAGER: "A"}
    return [
        PersonNotice(number, f"Personne {number}", EMPTY_SITE, team.get(role), frozenset({role}))
        for role, number in EMPTY.items()
    ]
