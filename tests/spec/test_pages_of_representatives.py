"""S15: representatives read settings, access log and aggregates, and on no page the name of anybody they represent."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from tests.integration.web.browsing import give_password, served, signed_in
from tests.spec.pages import opened, paths
from tests.spec.reviewing import DISPUTED, Reviewing
from tests.spec.scene import Scene

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administration_of
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.model import Scorecard
from gardefou.flows.freezing import Freezing
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile, SiteWork
from gardefou.intake.model import PersonNotice

SITE, ADVISERS = "represented", 12
WATCHER = f"{SITE}-r"
FIRST_NAMES = (
    *("Zéphyrine", "Balthazar", "Ondine", "Crescent", "Isaure", "Théodule", "Quitterie", "Wandrille", "Mahaut"),
    *("Enguerrand", "Sidonie", "Pépin", "Radegonde", "Ysoline", "Barnabé", "Clothaire", "Hildegarde", "Népomucène"),
)


class Site:
    """A site where everything has happened, everybody with a name that stands nowhere else."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.people = Reviewing.at(
            scene, SITE, advisers=ADVISERS, erasure_by_adviser=True, review={"released_to_managers": True}
        )
        self.officer = scene.hire(f"{SITE}-o", SITE, PersonRole.DATA_PROTECTION_OFFICER)
        scene.hire(f"{SITE}-a", SITE, PersonRole.ADMINISTRATOR)
        self.watcher = scene.hire(WATCHER, SITE, PersonRole.REPRESENTATIVE)
        self.names = self._rename()
        self.calls = [scene.offered(SITE, f"of {index}", adviser=f"{SITE}-{index}") for index in range(ADVISERS)]
        self.digest = self._live()
        give_password(scene.installation, WATCHER)
        give_password(scene.installation, f"{SITE}-0")

    def _rename(self) -> dict[str, str]:
        with administration_of(self.scene.installation) as administration:
            here = [each for each in administration.people() if each.site == SITE and each.number != WATCHER]
            names = {each.number: f"{first} d'Oultremer" for each, first in zip(here, FIRST_NAMES, strict=False)}
            assert len(names) == len(here)
            administration.put_people(
                [PersonNotice(each.number, names[each.number], SITE, each.team, each.roles) for each in here]
            )
        return names

    def _live(self) -> str:
        """Reviews, a refusal, an absence of rights, a frozen call, an erased one and a scorecard that was proposed."""
        people, scene = self.people, self.scene
        people.final(self.calls[0])
        frozen, refused = self.calls[1], scene.person(f"{SITE}-2")
        Freezing(scene.gate("web"), PublicHolidays()).freeze(self.officer, frozen, AskedBy.ADVISER)
        with scene.gate("web").transaction(refused, operation(Verb.REFUSE_RECORDING), OwnFile(refused.id)) as tx:
            tx.own_file.refuse_recording(refused.id)
        for index in range(ADVISERS):
            adviser = scene.person(f"{SITE}-{index}")
            for call in self.calls:
                scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
            with scene.gate("web").transaction(adviser, operation(Verb.READ_OWN_FILE), OwnFile(adviser.id)):
                pass
        with scene.gate("web").transaction(people.first, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
            shipped = read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard)
            proposed = shipped.model_copy(update={"version": "2099-9"})
            tx.scorecards.propose(proposed)
        return shipped.digest

    def ids(self) -> dict[str, UUID]:
        return {row["number"]: row["id"] for row in self.scene.ask("SELECT number, id FROM gardefou.people")}


@pytest.fixture(scope="module")
def site(scene: Scene) -> Site:
    return Site(scene)


@pytest.fixture(scope="module")
def url(site: Site) -> Iterator[str]:
    with served(site.scene.installation) as address:
        yield address


@pytest.fixture(scope="module")
def watcher(url: str) -> httpx.Client:
    return signed_in(url, WATCHER)


@pytest.fixture(scope="module")
def pages(site: Site, watcher: httpx.Client) -> dict[str, tuple[int, bytes]]:
    (act,) = site.scene.ask(
        "SELECT a.id FROM gardefou.acts a JOIN gardefou.sites s ON s.id = a.site_id"
        " WHERE s.code = %s AND a.kind = 'charter' ORDER BY a.sequence LIMIT 1", SITE
    )  # fmt: skip
    objects = {"act": str(act["id"]), "digest": site.digest}
    return opened(watcher, paths(PersonRole.REPRESENTATIVE, objects))


def canaries(site: Site) -> dict[str, bytes]:
    """What would tell of each person: the first name, the number and the id."""
    ids = site.ids()
    found = {f"name of {number}": name.partition(" ")[0].encode() for number, name in site.names.items()}
    found |= {f"id of {number}": str(ids[number]).encode() for number in site.names}
    return found | {f"call {index}": str(call).encode() for index, call in enumerate(site.calls)}


def test_s15_every_page_that_representatives_may_open_names_nobody(
    site: Site, pages: dict[str, tuple[int, bytes]]
) -> None:
    told = {
        (name, what)
        for name, (_, content) in pages.items()
        for what, canary in canaries(site).items()
        if canary in content
    }
    assert told == set()
    numbers = {number for number in site.names if any(number.encode() + b"<" in each for _, each in pages.values())}
    assert numbers == set()


def test_s15_and_those_pages_are_there_with_settings_log_and_aggregates(pages: dict[str, tuple[int, bytes]]) -> None:
    closed = {name for name, (status, _) in pages.items() if status not in {200, 303}}
    assert closed <= {"sign_act", "statement", "resumption"}, "what waits for an act that is not there"
    assert {"charter", "access_log", "agreement", "scorecards", "scorecard"} <= set(pages)
    assert b"2099-9" in pages["scorecards"][1], "what was proposed"
    assert len(pages["agreement"][1]) > 2000 and len(pages["access_log"][1]) > 2000
    assert b"10 jours" in pages["charter"][1] or b"dix jours" in pages["charter"][1], "a setting of the charter"


def test_s15_the_names_stand_where_they_belong(site: Site, url: str) -> None:
    """The control: whom the pages of representatives do not name, an adviser's own page does."""
    adviser = signed_in(url, f"{SITE}-0")
    found = adviser.get("/rights").content + adviser.get("/calls").content
    names = canaries(site)
    assert names[f"name of {SITE}-0"] in found
    assert names[f"name of {SITE}-q1"] in found, "who decided, in the log of the adviser"
    assert names["call 0"] in found


def test_s15_nothing_of_one_call_and_no_figure_of_a_team_opens_to_them(site: Site) -> None:
    person = Person(site.watcher.id, frozenset({PersonRole.REPRESENTATIVE}))
    for call in site.calls[:2]:
        opens = {verb for verb in Verb if site.scene.refused(person, Action(verb), KeptCall(call), role="web") is None}
        assert opens == set()
    refused = site.scene.refused(person, Action(Verb.READ_TEAM), SiteWork(SITE), role="web")
    assert refused and refused.clause == "S10"


def test_s15_what_was_decided_is_in_their_aggregates(site: Site) -> None:
    with site.scene.gate("web").transaction(site.watcher, Action(Verb.READ_AGREEMENT), SiteWork(SITE)) as tx:
        assert DISPUTED in {pair.criterion for pair in tx.figures.agreement_pairs()}
