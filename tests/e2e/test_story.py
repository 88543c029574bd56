"""The whole story of a call in a real browser: its adviser answers first, named people listen and decide."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page
from tests.e2e.hands import AUDIO, CLIP, Keyboard, Pointer, Reader, readers
from tests.e2e.served_story import Served, served_story

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.flows.human_review import HumanReview
from gardefou.flows.reviewed_call import CallReading
from gardefou.kernel.verdict import Verdict

pytestmark = pytest.mark.browser

SAMPLE, CONTESTED = "cancellation", "hold_explained"
"""A call whose draft has one verdict that is not met, on a passage of some seconds."""
REFUSED = (
    "Votre envoi a été refusé pour cela, et le refus est inscrit au journal. "
    "Rien de ce que vous avez écrit n'est perdu."
)
WORKER_DOWN = "Aucun programme d'écoute n'est en marche : les appels qui arrivent attendent. Ces pages fonctionnent."
COMMENT = "C'est noté <script>document.title = 'gone'</script> \N{RIGHT-TO-LEFT OVERRIDE}txet\nà la ligne"
DECIDED_TWICE = "%(first)s, puis %(second)s ont écouté et décidé."
CONTEST = "L'annonce est au tout début, un peu hachée."
FIRST_REASON = "Je n'entends pas que l'appel est enregistré."
SECOND_REASON = "L'annonce est dite, la ligne la coupe."


@pytest.fixture(scope="module")
def story() -> Iterator[Served]:
    with served_story(room=0) as story:
        yield story


def _of(call: UUID, path: str = "calls") -> str:
    return f"[href='/{path}/{call}']"


def _open(reader: Reader, call: UUID, name: str) -> None:
    """Go to a call through the page of what waits."""
    link = reader.named("link", name).and_(reader.page.locator(_of(call)))
    reader.follow(link)


def _evaluate_oneself(reader: Reader, call: UUID) -> None:
    _open(reader, call, "Lire et écouter")
    reader.press("link", "Commencer mon auto-évaluation")
    questions = reader.page.locator("main fieldset")
    for number in range(questions.count()):
        reader.hand.choose(questions.nth(number).get_by_role("radio", name=reader.say("Satisfait"), exact=True))
    reader.press("button", "Envoyer et voir le brouillon")
    reader.page.wait_for_url(f"**/calls/{call}")
    assert reader.reads("Votre réponse, avant le brouillon :")


def _listen(reader: Reader) -> None:
    reader.press("button", "Lecture")
    reader.until(f"{AUDIO}.currentTime > 0.3")
    reader.press("button", "Pause")
    reader.until(f"{AUDIO}.paused")


def _answer(reader: Reader, call: UUID) -> None:
    """Read, listen, comment, contest, and send."""
    _open(reader, call, "Lire et écouter")
    reader.press("link", "Voir le brouillon")
    _listen(reader)
    criterion = f"#criterion-{CONTESTED}"
    details = reader.page.locator(f"{criterion} .own-forms details")
    reader.hand.press(details.nth(0).locator("summary"))
    reader.hand.write(details.nth(0).get_by_label(reader.say("Votre commentaire")), COMMENT)
    reader.press("button", "Garder ce commentaire", criterion)
    assert reader.page.locator(criterion).get_by_text("<script>document.title").is_visible()
    assert reader.page.title() != "gone"
    isolation = "each => getComputedStyle(each).unicodeBidi"
    assert reader.page.locator(f"{criterion} .voice bdi").first.evaluate(isolation) == "isolate"
    reader.hand.press(details.nth(1).locator("summary"))
    reader.hand.choose(details.nth(1).get_by_role("radio", name=reader.say("Satisfait"), exact=True))
    reader.hand.write(details.nth(1).get_by_label(reader.say("Pourquoi")), CONTEST)
    reader.press("button", "Contester ce verdict", criterion)
    assert reader.page.locator(criterion).get_by_text(CONTEST).is_visible()
    reader.press("button", "Envoyer ma réponse")
    assert reader.reads("Une personne nommée va écouter cet appel.")


def _take(reader: Reader, call: UUID) -> None:
    form = f"form[action='/reviews/{call}/take']"
    reader.press("button", "Ouvrir", form)
    reader.page.wait_for_url(f"**/reviews/{call}")


def _fill_in(reader: Reader, reason: str, verdict: str = "") -> None:
    """Keep each verdict of the draft, or give that one, and write a reason wherever one is owed."""
    rulings = reader.page.locator("[data-ruling]")
    for number in range(rulings.count()):
        ruling = rulings.nth(number)
        kept = ruling.get_by_role("radio").and_(reader.page.locator("label:has(small) input"))
        reader.hand.choose(ruling.get_by_role("radio", name=reader.say(verdict), exact=True) if verdict else kept)
        if ruling.locator("input:checked[data-owes]").count():
            reader.hand.write(ruling.get_by_label(reader.say("Votre raison")), reason)


def _is_refused_unheard(reader: Reader, browser: Browser, call: UUID) -> None:
    """Without its script the page lets everything be sent, and the server refuses it in the words of S3."""
    assert reader.named("button", "Rendre la décision").is_disabled()
    context = browser.new_context(java_script_enabled=False, storage_state=reader.context.storage_state())
    page = context.new_page()
    page.goto(f"{reader.url}/reviews/{call}")
    for ruling in page.locator("[data-ruling]").all():
        ruling.locator("label:has(small) input").check()
        ruling.locator("textarea").fill(FIRST_REASON)
    with page.expect_response(f"**/reviews/{call}/decision") as answer:
        page.get_by_role("button", name=reader.say("Rendre la décision")).click()
    assert answer.value.status == 403
    refusal = page.locator("#still-closed")
    refusal.get_by_role("button", name="S3").wait_for()
    assert refusal.get_by_text(reader.say(REFUSED)).is_visible()
    assert all(each.input_value() == FIRST_REASON for each in page.locator("[data-ruling] textarea").all())
    assert page.locator("[data-ruling] input:checked").count() == page.locator("[data-ruling]").count()
    context.close()


def _sent_anyway(page: Page) -> int:
    """Send the decision past its button; the status of the answer."""
    with page.expect_navigation() as moved:
        page.evaluate("document.getElementById('decision').requestSubmit()")
    return moved.value.status if moved.value else 0


def _decides_nothing_twice(story: Served, reader: Reader, late: Page, call: UUID) -> None:
    """A form that was open before the decision is answered in words, and nothing changes."""
    before = _decisions(story, call)
    late.locator("[data-ruling] label.choice").first.click()
    assert _sent_anyway(late) == 409
    assert late.get_by_role("heading", name=reader.say("Vous avez déjà rendu cette décision")).is_visible()
    assert _decisions(story, call) == before != []


def _decisions(story: Served, call: UUID) -> list[tuple[str, ...]]:
    query = "SELECT criterion, before, after FROM gardefou.decisions WHERE call_id = %s ORDER BY criterion"
    with psycopg.connect(story.installation.store.server.dsn("owner")) as connection:
        return connection.execute(query, [call]).fetchall()


@pytest.mark.parametrize(
    ("code", "width", "hand"), [("fr", 1280, Pointer()), ("en", 360, Keyboard())], ids=["fr-1280", "en-360-keyboard"]
)
def test_the_adviser_answers_first_and_two_people_decide(
    story: Served, browser: Browser, code: str, width: int, hand: Pointer
) -> None:
    first_look, call = (story.again(SAMPLE, "D02", f"{code}-{number}") for number in (1, 2))
    with readers(browser, story.url, code, width, hand, 3) as (adviser, first, second):
        adviser.sign_in("D02")
        _evaluate_oneself(adviser, first_look)
        adviser.go("Ce qui m'attend")
        _answer(adviser, call)

        first.sign_in("Q01")
        _take(first, call)
        _is_refused_unheard(first, browser, call)
        late = first.context.new_page()
        late.goto(f"{story.url}/reviews/{call}")
        assert first.hear() >= 1
        _fill_in(first, FIRST_REASON)
        first.press("button", "Rendre la décision")
        assert first.reads("Votre décision est contestée.")
        first.page.go_back()
        first.page.wait_for_load_state()
        assert first.reads("Votre décision est contestée.")
        assert first.named("button", "Rendre la décision").count() == 0
        _decides_nothing_twice(story, first, late, call)

        adviser.go("Ce qui m'attend")
        adviser.page.goto(f"{story.url}/calls/{call}")
        assert adviser.page.locator("main").get_by_text("Camille Roux").first.is_visible()
        assert adviser.page.get_by_text(FIRST_REASON).first.is_visible()

        second.sign_in("Q02")
        _take(second, call)
        shown = second.page.locator("main").inner_text()
        assert CONTEST in shown
        assert FIRST_REASON not in shown and "Camille Roux" not in shown and "Hugo Marchal" not in shown
        assert second.page.locator("[data-ruling]").count() == 1
        assert second.hear() == 1
        _fill_in(second, SECOND_REASON, "Satisfait")
        second.press("button", "Rendre la décision")
        assert "Hugo Marchal" in second.page.locator("main").inner_text()

        adviser.page.reload()
        final = adviser.page.locator(f"#criterion-{CONTESTED}").inner_text()
        assert all(each in final for each in ("Camille Roux", FIRST_REASON, "Nadia Benali", SECOND_REASON))
        assert adviser.named("button", "Envoyer ma réponse").count() == 0
        both = {"first": "Camille Roux", "second": "Nadia Benali"}
        assert adviser.say(DECIDED_TWICE) % both in adviser.page.locator(".stage").inner_text()


def _contested(story: Served, source: str) -> UUID:
    """A call that its adviser contested."""
    call, adviser = story.again(SAMPLE, "D01", source), story.person("D01")
    gate = story.installation.gate("web")
    CallReading(gate, PublicHolidays()).read(adviser, call)
    review = HumanReview(gate, PublicHolidays())
    review.contest(adviser, call, CONTESTED, CONTEST, Verdict.MET)
    review.answer(adviser, call)
    return call


def test_a_session_that_ended_leads_to_signing_in_and_back(story: Served, browser: Browser) -> None:
    with readers(browser, story.url, "fr", 1280, Pointer(), 1) as (reader,):
        reader.sign_in("D01")
        reader.go("Mes appels")
        other = browser.new_context(storage_state=reader.context.storage_state())
        page = other.new_page()
        page.goto(f"{story.url}/calls")
        page.get_by_role("button", name="Se déconnecter").first.click()
        page.wait_for_url("**/sign-in?out=1")
        other.close()
        reader.go("Mes droits")
        assert "/sign-in?next=" in reader.page.url
        reader.sign_in("D01")
        reader.page.wait_for_url("**/rights")


def test_of_two_reviewers_at_once_one_has_it_and_the_other_is_told(story: Served, browser: Browser) -> None:
    call = _contested(story, "at-once")
    with readers(browser, story.url, "fr", 1280, Pointer(), 2) as (one, other):
        for each, number in ((one, "Q01"), (other, "Q02")):
            each.sign_in(number)
        _take(one, call)
        with other.page.expect_response(f"**/reviews/{call}/take") as answer:
            other.press("button", "Ouvrir", f"form[action='/reviews/{call}/take']")
        assert answer.value.status in {403, 409}
        assert other.page.get_by_role("heading", level=1).is_visible()
        assert CONTEST not in other.page.content()
        other.complaints = [each for each in other.complaints if "Failed to load resource" not in each]


def test_a_call_that_is_erased_meanwhile_is_said_to_be_gone(story: Served, browser: Browser) -> None:
    call = _contested(story, "erased")
    with readers(browser, story.url, "fr", 1280, Pointer(), 2) as (adviser, reviewer):
        reviewer.sign_in("Q02")
        _take(reviewer, call)
        adviser.sign_in("D01")
        adviser.page.goto(f"{story.url}/calls/{call}")
        adviser.hand.press(adviser.page.locator("summary", has_text="Effacer cet appel"))
        adviser.hand.choose(adviser.named("checkbox", "Je veux effacer cet appel pour toujours."))
        adviser.press("button", "Effacer l'appel")
        adviser.page.wait_for_url("**/calls?erased=1")
        reviewer.hand.press(reviewer.page.locator("#still-closed [data-left]:not([hidden]) button").first)
        reviewer.page.locator("[data-gone]").wait_for()
        assert reviewer.page.evaluate(f"{CLIP}.paused")
        assert _sent_anyway(reviewer.page) in {404, 410}
        with reviewer.page.expect_response(f"**/reviews/{call}") as answer:
            reviewer.page.goto(f"{story.url}/reviews/{call}")
        assert answer.value.status in {404, 410}
        assert reviewer.page.get_by_role("heading", level=1).is_visible()
        reviewer.complaints = [each for each in reviewer.complaints if "Failed to load resource" not in each]


@pytest.mark.parametrize(("number", "is_told"), [("Q01", True), ("A01", True), ("D01", False), ("M01", False)])
def test_who_cannot_do_anything_about_a_worker_is_not_told(
    story: Served, browser: Browser, number: str, is_told: bool
) -> None:
    with readers(browser, story.url, "fr", 1280, Pointer(), 1) as (reader,):
        reader.sign_in(number)
        reader.page.get_by_role("heading", level=1).wait_for()
        told = reader.page.get_by_text(reader.say(WORKER_DOWN))
        assert bool(told.count()) == is_told
