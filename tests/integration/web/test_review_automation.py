import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.installations import (
    ADVISERS,
    SITE,
    RecordedEngines,
    SimulatedInstallation,
    receive,
    sign_scorecard,
    simulated_installation,
)
from tests.integration.web.browsing import employ, give_password, post, served, signed_in

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.worker import work
from gardefou.evaluation.model import Scorecard
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.verdict import Verdict

ANALYST = "4001"
LEVELS = [
    {"id": "well", "title": {"fr": "Avec soin", "en": "With care"}, "points": 4, "met": True},
    {"id": "badly", "title": {"fr": "Sans rien", "en": "Not at all"}, "points": 0, "met": False},
]
CHANGES: dict[str, dict[str, Any]] = {
    "greeting": {"automation": "prefill"},
    "identity_check": {"automation": "prefill"},
    "further_help": {"automation": "off"},
    "closing": {"levels": LEVELS},
}
MODEL, BY_MODEL = "petit-modele", "recording_notice"


class EnginesOfFullForm(RecordedEngines):
    """A scorecard with every automation and with levels; one answer is marked as a language model's."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        document = self.scorecard.model_dump(mode="json")
        for section in document["sections"]:
            section["criteria"] = [each | CHANGES.get(each["id"], {}) for each in section["criteria"]]
        self.scorecard = Scorecard.model_validate(document)

    def evaluate(self, *given: Any, **more: Any) -> Evaluation:
        draft = super().evaluate(*given, **more)
        criteria = tuple(replace(each, by=MODEL) if each.id == BY_MODEL else each for each in draft.criteria)
        return replace(draft, criteria=criteria)


@dataclass
class Reading:
    """One call as its adviser and its reviewer see it."""

    call: UUID
    adviser: httpx.Client
    analyst: httpx.Client

    def draft(self) -> str:
        return self.adviser.get(f"/calls/{self.call}?draft=1").text

    def form(self) -> str:
        return self.analyst.get(f"/reviews/{self.call}").text


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, ANALYST, PersonRole.QUALITY_ANALYST, team="Q")
        give_password(installation, ADVISERS[0])
        call = _received(made, installation)
        with administration_of(installation) as administration:
            adviser = Person(*administration.person(ADVISERS[0]))
        with served(installation) as url:
            browsers = signed_in(url, ADVISERS[0]), signed_in(url, ANALYST)
            reading = Reading(call, *browsers)
            assert reading.draft()
            review = HumanReview(installation.gate("web"), PublicHolidays())
            review.contest(adviser, call, "identity_check", "Je l'ai demandé.", Verdict.NOT_MET)
            review.answer(adviser, call)
            assert post(reading.analyst, f"/reviews/{call}/take").status_code == 303
            yield reading


def _received(made: SimulatedInstallation, installation: Installation) -> UUID:
    sign_scorecard(installation, SITE, made.charter, EnginesOfFullForm(made.settings).scorecard)
    sample = next(each for each in sample_calls() if each.id == "cancellation")
    received = receive(installation, sample)
    for queue in ("speech", "desk"):
        work(installation, queue, EnginesOfFullForm, stop_when_idle=True)
    assert received.call
    return received.call


def article(page: str, criterion: str) -> str:
    """The part of a page that is about one criterion."""
    return page.partition(f'id="criterion-{criterion}"')[2].partition("</article>")[0]


def chosen(page: str, criterion: str) -> list[str]:
    return re.findall(rf'name="verdict-{criterion}" value="([a-z_]+)"[^>]* checked', page)


def test_a_form_is_filled_in_beforehand_where_the_scorecard_says_so_and_nothing_is_contested(reading: Reading) -> None:
    page = reading.form()
    assert chosen(page, "greeting") == ["met"] and "Rempli d’avance" in article(page, "greeting")
    for name in ("identity_check", "further_help", "closing", BY_MODEL):
        assert chosen(page, name) == [] and "Rempli d’avance" not in article(page, name)
    assert "Rien n’est coché d’avance" not in page


def test_what_is_sent_back_is_filled_in_as_it_was_sent(reading: Reading) -> None:
    answer = post(reading.analyst, f"/reviews/{reading.call}/decision", **{"verdict-closing": "not_met"})
    assert answer.status_code in {403, 422}
    assert chosen(answer.text, "greeting") == [] and chosen(answer.text, "closing") == ["not_met"]


def test_a_question_that_only_people_answer_says_so(reading: Reading) -> None:
    assert "Une personne répond à cette question" in article(reading.form(), "further_help")
    assert 'data-v="unsure"' in article(reading.draft(), "further_help")


def test_level_points_and_scores_of_sections_are_shown_as_the_draft_has_them(reading: Reading) -> None:
    for page in (reading.draft(), reading.form()):
        assert "Niveau donné par le programme : Avec soin, 4 points sur 4" in article(page, "closing").replace(
            "\xa0", " "
        )
        assert "Niveau" not in article(page, "greeting")
    assert re.search(r"\d+\s%\sdes points tranchés, selon le brouillon", reading.draft())


def test_what_a_language_model_wrote_is_marked_wherever_it_is_shown(reading: Reading) -> None:
    for page in (reading.draft(), reading.form()):
        assert "texte d’IA" in article(page, BY_MODEL) and MODEL in article(page, BY_MODEL)
        assert "texte d’IA" not in article(page, "greeting")
