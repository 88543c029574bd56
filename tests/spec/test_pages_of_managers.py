"""S8: every page that a manager may open is byte for byte the same whoever refuses, withdraws or has a call frozen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.integration.web.browsing import give_password, served, signed_in
from tests.spec.pages import opened, paths
from tests.spec.reviewing import Reviewing
from tests.spec.scene import Scene, days_ago

from gardefou.adapters.postgres.figures import FigureTable
from gardefou.adapters.postgres.transaction import PostgresTransaction
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.flows.freezing import Freezing
from gardefou.governance.actions import Verb, operation
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import OwnFile
from gardefou.governance.terms.places import Feature

SITE = "managed"
ADVISERS = 10


@dataclass(frozen=True)
class Managed:
    """A site with figures, released calls and a manager who is signed in."""

    people: Reviewing
    calls: list[UUID]
    manager: httpx.Client
    addresses: dict[str, str]

    def views(self) -> dict[str, tuple[int, bytes]]:
        return opened(self.manager, self.addresses)


@pytest.fixture(scope="module")
def managed(scene: Scene) -> Iterator[Managed]:
    experiment = {"starts_on": days_ago(2).date(), "days": 30, "criteria": ["fewer transfers"], "means": ["a day"]}
    people = Reviewing.at(scene, SITE, advisers=ADVISERS, review={"released_to_managers": True}, experiment=experiment)
    calls = [scene.offered(SITE, f"of {index}", adviser=f"{SITE}-{index}") for index in range(ADVISERS)]
    people.final(calls[0])
    scene.ask(
        "UPDATE gardefou.reviews SET state = 'queued', answered_at = now(), causes = '{sample}'"
        " WHERE call_id = ANY (%s)",
        calls[1:],
    )
    scene.hire(f"{SITE}-o", SITE, PersonRole.DATA_PROTECTION_OFFICER)
    give_password(scene.installation, f"{SITE}-m")
    (act,) = scene.ask(
        "SELECT a.id FROM gardefou.acts a JOIN gardefou.sites s ON s.id = a.site_id"
        " WHERE s.code = %s AND a.sequence IS NOT NULL ORDER BY a.sequence LIMIT 1", SITE
    )  # fmt: skip
    addresses = paths(PersonRole.MANAGER, {"call": str(calls[0]), "act": str(act["id"])})
    with served(scene.installation) as url:
        managed = Managed(people, calls, signed_in(url, f"{SITE}-m"), addresses)
        take_part(managed)
        yield managed


@contextmanager
def own(managed: Managed, verb: Verb) -> Iterator[PostgresTransaction]:
    """What an adviser decides about themselves."""
    person = managed.people.adviser
    with managed.people.scene.gate("web").transaction(person, operation(verb), OwnFile(person.id)) as tx:
        yield tx


def refuse(managed: Managed) -> None:
    with own(managed, Verb.REFUSE_RECORDING) as tx:
        tx.own_file.refuse_recording(managed.people.adviser.id)


def allow(managed: Managed) -> None:
    with own(managed, Verb.REFUSE_RECORDING) as tx:
        tx.own_file.allow_recording(managed.people.adviser.id)


def withdraw(managed: Managed) -> None:
    with own(managed, Verb.TAKE_PART) as tx:
        tx.participation.end()


def take_part(managed: Managed) -> None:
    with own(managed, Verb.TAKE_PART) as tx:
        tx.participation.begin(frozenset(Feature))


def freeze(managed: Managed) -> None:
    officer = managed.people.scene.person(f"{SITE}-o")
    Freezing(managed.people.scene.gate("web"), PublicHolidays()).freeze(officer, managed.calls[1], AskedBy.ADVISER)


def lift(managed: Managed) -> None:
    officer = managed.people.scene.person(f"{SITE}-o")
    Freezing(managed.people.scene.gate("web"), PublicHolidays()).lift(officer, managed.calls[1])


def test_s8_every_page_of_a_manager_is_there_and_populated(managed: Managed) -> None:
    views = managed.views()
    assert {"team", "hidden", "released_call", "released_sound", "charter"} <= set(views)
    assert {name: status for name, (status, _) in views.items()} == dict.fromkeys(views, 200) | {
        "home": 303,
        "released_sound": 410,
    }
    assert str(managed.calls[0]).encode() in views["team"][1], "a released call"

    assert managed.views() == views, "nothing else changes from one look to the next"


@pytest.mark.parametrize(
    ("act", "undo"),
    [(refuse, allow), (withdraw, take_part), (freeze, lift)],
    ids=["refusal", "withdrawal of a volunteer", "freeze"],
)
def test_s8_no_page_of_a_manager_changes_by_a_byte(
    managed: Managed, act: Callable[[Managed], None], undo: Callable[[Managed], None]
) -> None:
    before = managed.views()
    act(managed)
    try:
        assert managed.views() == before
    finally:
        undo(managed)
    assert managed.views() == before


def test_s8_a_page_that_told_would_be_found(managed: Managed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: one figure of a page that counts those who refuse in."""
    ask, group = managed.people.scene.ask, FigureTable.group

    def leaking(table: FigureTable, since: Any) -> Any:
        (row,) = ask(
            "SELECT count(*) AS n FROM gardefou.recording_refusals r JOIN gardefou.people p ON p.id = r.person_id"
            " WHERE p.number LIKE %s", f"{SITE}-%"
        )  # fmt: skip
        found = group(table, since)
        return replace(found, smallest=found.smallest + row["n"])

    monkeypatch.setattr(FigureTable, "group", leaking)
    before = managed.views()
    refuse(managed)
    try:
        changed = {name for name, view in managed.views().items() if view != before[name]}
    finally:
        allow(managed)
    assert changed and changed <= {"team", "hidden"}
