"""What a manager sees over HTTP: figures of enough people, calls that the charter releases, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import psycopg
import pytest
from tests.installations import (
    ADVISERS,
    SimulatedInstallation,
    receive,
    simulated_charter,
    simulated_installation,
)
from tests.integration.web.browsing import employ, served, signed_in

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import sample_calls
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling
from gardefou.review.rules import to_hear

MANAGER, OF_OTHERS, REVIEWER = "3001", "3002", "2001"
TEAM = [f"11{number:02}" for number in range(10)]
REASON = "Entendu au début, la durée est dite."
COMMENT = "Je l'ai dit, comme un perroquet."


@dataclass
class Scene:
    """A call that a person decided, one that nobody reviewed, and browsers of two managers."""

    installation: Installation
    url: str
    manager: httpx.Client
    final: UUID
    draft: UUID

    def owner(self, statement: str) -> None:
        with psycopg.connect(self.installation.store.server.dsn("owner"), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    charter = simulated_charter(review={"released_to_managers": True})
    with simulated_installation(charter) as made, made.opened() as installation:
        employ(installation, MANAGER, PersonRole.MANAGER, name="Karim Haddad")
        employ(installation, OF_OTHERS, PersonRole.MANAGER, team="B")
        employ(installation, REVIEWER, PersonRole.QUALITY_ANALYST, team="Q", name="Inès Carpentier")
        for number in TEAM:
            employ(installation, number, PersonRole.ADVISER)
        final, draft = _calls(made, installation)
        _decide(installation, final)
        with served(installation) as url:
            yield Scene(installation, url, signed_in(url, MANAGER), final, draft)


def _calls(made: SimulatedInstallation, installation: Installation) -> tuple[UUID, UUID]:
    sample = min(sample_calls(), key=lambda call: call.sound.stat().st_size)
    received = [receive(installation, sample, source=number, adviser=number) for number in (ADVISERS[0], *TEAM)]
    made.work_off(installation)
    assert received[0].call and received[1].call
    return received[0].call, received[1].call


def _decide(installation: Installation, call: UUID) -> None:
    """Have the adviser comment, and a person decide each criterion to the end."""
    gate = installation.gate("web")
    review = HumanReview(gate, PublicHolidays())
    with administration_of(installation) as administration:
        adviser, reviewer = (Person(*administration.person(number)) for number in (ADVISERS[0], REVIEWER))
    with gate.transaction(adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        tx.reviews.open_draft(call)
        draft = tx.evaluations.latest(call, 1).evaluation
    criterion = next(each for each in draft.criteria if each.verdict is not Verdict.MET)
    review.comment(adviser, call, criterion.id, COMMENT)
    review.contest(adviser, call, criterion.id, COMMENT, Verdict.MET)
    review.answer(adviser, call)
    review.take(reviewer, call)
    given = {each.id: Verdict.MET if each.id == criterion.id else each.verdict for each in draft.criteria}
    with gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(call)) as tx:
        for each in to_hear(draft, frozenset({criterion.id}), given):
            tx.reviews.add_serving(call, reviewer.id, each.span)
    review.decide(reviewer, call, [Ruling(name, verdict, REASON) for name, verdict in given.items()])
    review.answer(adviser, call)


def test_figures_are_about_the_team_when_it_is_large_enough(scene: Scene) -> None:
    page = scene.manager.get("/team").text
    assert "Les chiffres portent sur votre équipe, au moins 10 personnes" in page
    assert "masqué" in page, "one reviewed call is no figure"
    assert "automatique, non relu" not in page, "nor is what advisers can still answer"
    assert not any(f"Personne {number}" in page or f"Adviser {number}" in page for number in (*ADVISERS, *TEAM))


def test_a_reviewed_call_is_released_with_its_decisions_and_without_draft_or_comment(scene: Scene) -> None:
    assert f"/team/calls/{scene.final}" in scene.manager.get("/team").text
    page = scene.manager.get(f"/team/calls/{scene.final}").text
    assert "Inès Carpentier" in page
    assert "Entendu au début, la durée est dite." in page
    assert "Le brouillon automatique disait" not in page
    assert "is-draft" not in page.partition("<footer")[0]
    assert "perroquet" not in page
    sound = scene.manager.get(f"/team/calls/{scene.final}/sound")
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/ogg")


def test_what_nobody_reviewed_is_refused_in_the_words_of_a_clause(scene: Scene) -> None:
    for path in (f"/team/calls/{scene.draft}", f"/team/calls/{scene.draft}/sound"):
        answer = scene.manager.get(path)
        assert answer.status_code == 403
        assert "S10" in answer.text


def test_another_team_s_manager_gets_neither_the_call_nor_figures_of_this_team(scene: Scene) -> None:
    other = signed_in(scene.url, OF_OTHERS)
    assert other.get(f"/team/calls/{scene.final}").status_code == 403
    page = other.get("/team").text
    assert str(scene.final) not in page
    assert "Les chiffres portent sur le site" in page


def test_too_few_people_are_hidden_and_the_page_says_so() -> None:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, MANAGER, PersonRole.MANAGER)
        with served(installation) as url:
            manager = signed_in(url, MANAGER)
            page = manager.get("/team").text
            assert "Les chiffres sont masqués" in page
            assert "La charte n’en transmet aucun" in page
            hidden = manager.get("/hidden").text
            assert "Qui refuse l’enregistrement" in hidden
            assert "Aucun appel : la charte en vigueur" in hidden.replace("\N{NO-BREAK SPACE}", " ")


def test_pages_are_the_same_whether_somebody_refuses_recording_or_not(scene: Scene) -> None:
    before = [scene.manager.get(path).text for path in ("/team", "/hidden")]
    scene.owner(
        "INSERT INTO gardefou.recording_refusals (person_id)"
        f" SELECT id FROM gardefou.people WHERE number = '{TEAM[3]}' ON CONFLICT DO NOTHING"
    )
    assert [scene.manager.get(path).text for path in ("/team", "/hidden")] == before
