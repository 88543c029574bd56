"""The whole story of a review in a real browser: the adviser answers first, named people listen and then decide."""

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Locator, Page
from tests.e2e.served_pages import AUDIO, Watched, until, watched
from tests.e2e.served_story import Served, served_story
from tests.integration.web.browsing import PASSWORD

from gardefou.adapters.pages.wording import wording
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.flows.human_review import HumanReview
from gardefou.flows.reviewed_call import CallReading
from gardefou.kernel.verdict import Verdict

pytestmark = pytest.mark.browser

SAMPLE, CONTESTED = "cancellation", "hold_explained"
"""A call whose draft has one verdict that is not met, on a passage of some seconds."""
ENGLISH_SAMPLE, ENGLISH_CONTESTED = "account_access_en", "reformulation"
COMMENT = "Bien vu. <script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}erutcel"
CONTEST = "J'ai prévenu avant la mise en attente."
FIRST_REASON = "La mise en attente n'est pas annoncée."
SECOND_REASON = "Elle est annoncée, à mi-voix."
FIRST, SECOND = "Camille Roux", "Nadia Benali"
LEFT = "#still-closed [data-left]:not([hidden])"
MOST_STEPS = 400
SAY = wording("fr").gettext


@pytest.fixture(scope="module")
def story() -> Iterator[Served]:
    with served_story(room=0) as story:
        yield story


@pytest.fixture
def windows(story: Served, browser: Browser) -> Iterator[Watched]:
    with watched(browser, story.url) as given:
        yield given


def test_the_adviser_answers_a_person_decides_and_another_one_after_a_contest(story: Served, windows: Watched) -> None:
    call = story.again(SAMPLE, "D01", "whole story")
    windows.expected |= {403, 409}
    adviser, first, second = (windows.window() for _ in range(3))
    _sign_in(adviser, windows, "D01")
    _answers(adviser, call)

    _sign_in(first, windows, "Q01")
    _takes(first, call)
    assert COMMENT in first.locator("#criterion-greeting").inner_text()
    _keeps_every_verdict(first)
    late = first.context.new_page()
    late.goto(f"{windows.url}/reviews/{call}")
    _is_refused_unheard(first)
    _listens(first)
    first.get_by_role("button", name="Rendre la décision").click()
    first.get_by_text("Votre décision est contestée.").wait_for()
    assert first.get_by_text(FIRST_REASON).first.is_visible()
    _decides_nothing_twice(story, late, call)

    adviser.goto(f"{windows.url}/calls/{call}")
    decided = adviser.locator(f"#criterion-{CONTESTED}").inner_text()
    assert FIRST in decided and FIRST_REASON in decided

    _sign_in(second, windows, "Q02")
    _takes(second, call)
    shown = second.content()
    assert FIRST not in shown and FIRST_REASON not in shown and "Inès Colin" not in shown
    ruling = second.locator("[data-ruling]")
    assert ruling.count() == 1
    _listens(second)
    ruling.locator("label.choice", has_text="Satisfait").first.click()
    ruling.locator("textarea").fill(SECOND_REASON)
    second.get_by_role("button", name="Rendre la décision").click()
    second.get_by_text("Appel de Inès Colin.").wait_for()

    adviser.reload()
    final = adviser.locator(f"#criterion-{CONTESTED}").inner_text()
    assert all(each in final for each in (FIRST, FIRST_REASON, SECOND, SECOND_REASON))
    assert f"{FIRST}, puis {SECOND} ont écouté et décidé." in adviser.locator(".stage").inner_text()


def test_the_keyboard_alone_answers_in_english_on_a_small_screen(story: Served, windows: Watched) -> None:
    call = story.again(ENGLISH_SAMPLE, "D03", "keyboard")
    page = windows.window(language="", width=360)
    keys, say = Keys(page), wording("en").gettext
    page.goto(windows.url)
    assert page.locator("html").get_attribute("lang") == "fr"
    keys.follow(page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    keys.write(page.get_by_label(say("Numéro ou adresse électronique")), "D03")
    keys.write(page.get_by_label(say("Mot de passe"), exact=True), PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.follow(page.locator(f"main a[href='/calls/{call}']"))
    keys.follow(page.get_by_role("link", name=say("Commencer mon auto-évaluation")))
    questions = page.locator("main fieldset")
    for number in range(questions.count()):
        keys.choose(questions.nth(number).get_by_role("radio"), number % 4)
    keys.follow(page.get_by_role("button", name=say("Envoyer et voir le brouillon")))
    assert page.get_by_text(say("Votre réponse, avant le brouillon :")).count() == questions.count() > 0
    _plays_by_keys(page)
    criterion = page.locator(f"#criterion-{ENGLISH_CONTESTED}")
    keys.press(criterion.locator(".own-forms summary", has_text=say("Contester")))
    keys.choose(criterion.get_by_role("radio"), 1)
    keys.write(criterion.get_by_label(say("Pourquoi"), exact=True), "I did sum it up.")
    keys.follow(criterion.get_by_role("button", name=say("Contester ce verdict")))
    assert criterion.get_by_text("I did sum it up.").is_visible()
    keys.follow(page.get_by_role("button", name=say("Envoyer ma réponse")))
    assert page.get_by_role("heading", name=say("Une personne nommée va écouter cet appel.")).is_visible()


def test_whoever_signs_in_again_comes_back_to_the_page_asked_for(windows: Watched) -> None:
    page, elsewhere = windows.window("D01"), windows.window()
    page.goto(f"{windows.url}/calls")
    elsewhere.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    elsewhere.goto(f"{windows.url}/calls")
    elsewhere.get_by_role("button", name="Se déconnecter").first.click()
    elsewhere.get_by_text("La session est fermée.").wait_for()
    page.get_by_role("link", name="Mes droits").first.click()
    _fill_in_sign_in(page, "D01")
    page.wait_for_url("**/rights")


def test_a_call_that_is_erased_meanwhile_is_said_to_be_gone(story: Served, windows: Watched) -> None:
    call = _contested(story, "erased")
    windows.expected |= {403, 404, 410}
    adviser, reviewer = windows.window("D01"), windows.window("Q01")
    reviewer.goto(f"{windows.url}/reviews")
    _takes(reviewer, call)
    adviser.goto(f"{windows.url}/calls/{call}")
    adviser.locator("summary", has_text="Effacer cet appel").click()
    adviser.get_by_text("Je veux effacer cet appel pour toujours.").click()
    adviser.get_by_role("button", name=SAY("Effacer l'appel")).click()
    adviser.get_by_text(SAY("L'appel est effacé.")).wait_for()
    reviewer.locator(f"{LEFT} button").first.click()
    reviewer.locator("[data-gone]").wait_for(state="visible")
    assert "Cet appel a été effacé" in reviewer.locator("[data-gone]").inner_text()
    answer = _sent_anyway(reviewer)
    assert answer in {404, 410}
    assert "effacé" in _plain(reviewer) or "n'est plus gardé" in _plain(reviewer)


def test_of_two_reviewers_who_open_the_same_file_the_slower_one_is_told(story: Served, windows: Watched) -> None:
    call = _contested(story, "two at once")
    windows.expected |= {403, 409}
    quicker, slower = windows.window("Q01"), windows.window("Q02")
    for each in (quicker, slower):
        each.goto(f"{windows.url}/reviews")
    _takes(quicker, call)
    slower.locator(f"form[action='/reviews/{call}/take'] button").click()
    slower.wait_for_url("**/take")
    assert "une autre personne" in _plain(slower).lower()
    assert CONTEST not in slower.content()


def test_analysts_are_told_quietly_that_no_worker_runs(windows: Watched) -> None:
    analyst, adviser = windows.window("Q01"), windows.window("D01")
    for each in (analyst, adviser):
        each.goto(windows.url)
    assert "Aucun programme d'écoute n'est en marche" in _plain(analyst)
    assert "Aucun programme d'écoute n'est en marche" not in _plain(adviser)


def _sign_in(page: Page, windows: Watched, number: str) -> None:
    page.goto(windows.url)
    _fill_in_sign_in(page, number)


def _fill_in_sign_in(page: Page, number: str) -> None:
    page.get_by_label("Numéro ou adresse électronique").fill(number)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    _moves_on(page, page.get_by_role("button", name="Se connecter").click)


def _answers(page: Page, call: UUID) -> None:
    """The adviser hears a quote, comments one verdict, contests another, and sends it all."""
    _moves_on(page, page.locator(f"main a[href='/calls/{call}']").click)
    _moves_on(page, page.get_by_role("link", name="Voir le brouillon").click)
    quote = page.locator("main .criterion .play").first
    start = int(quote.get_attribute("data-from") or "0")
    quote.click()
    until(page, f"{AUDIO}.currentTime * 1000 > {start + 200}")
    quote.click()
    until(page, f"{AUDIO}.paused")
    criterion = page.locator("#criterion-greeting")
    criterion.locator("summary", has_text="Commenter").click()
    criterion.get_by_label("Votre commentaire").fill(COMMENT)
    _moves_on(page, criterion.get_by_role("button", name="Garder ce commentaire").click)
    said = criterion.locator(".voice bdi")
    assert said.inner_text() == COMMENT
    assert said.evaluate("each => getComputedStyle(each).unicodeBidi") == "isolate"
    criterion = page.locator(f"#criterion-{CONTESTED}")
    criterion.locator("summary", has_text="Contester").click()
    criterion.locator("label.choice", has_text="Satisfait").first.click()
    criterion.get_by_label("Pourquoi", exact=True).fill(CONTEST)
    _moves_on(page, criterion.get_by_role("button", name="Contester ce verdict").click)
    _moves_on(page, page.get_by_role("button", name="Envoyer ma réponse").click)
    page.get_by_role("heading", name="Une personne nommée va écouter cet appel.").wait_for()


def _takes(page: Page, call: UUID) -> None:
    page.locator(f"form[action='/reviews/{call}/take'] button").click()
    page.wait_for_url(f"**/reviews/{call}")
    page.wait_for_load_state("load")


def _keeps_every_verdict(page: Page) -> None:
    """Choose what the draft says, with a reason wherever one is asked for."""
    for ruling in page.locator("[data-ruling]").all():
        ruling.locator("label.choice:has(small)").click()
        if ruling.locator("input[data-owes]:checked").count():
            ruling.locator("textarea").fill(FIRST_REASON)


def _is_refused_unheard(page: Page) -> None:
    """The button is closed and says why; a form that is sent all the same is refused, and keeps what was typed."""
    assert page.get_by_role("button", name="Rendre la décision").is_disabled()
    assert "il reste 1 passage à écouter" in _plain(page)
    chosen, typed = _filled_in(page)
    assert _sent_anyway(page) == 403
    box = page.locator("#still-closed")
    assert box.get_by_role("button", name="S3").is_visible()
    assert "Votre envoi a été refusé pour cela" in box.inner_text()
    assert _filled_in(page) == (chosen, typed)
    assert chosen == page.locator("[data-ruling]").count() and FIRST_REASON in typed


def _filled_in(page: Page) -> tuple[int, list[str]]:
    texts = page.locator("[data-ruling] textarea").evaluate_all("all => all.map(each => each.value)")
    return page.locator("[data-ruling] input:checked").count(), texts


def _sent_anyway(page: Page) -> int:
    """Send the decision past its closed button; the status of the answer."""
    with page.expect_navigation() as moved:
        page.evaluate("document.getElementById('decision').requestSubmit()")
    return moved.value.status if moved.value else 0


def _listens(page: Page) -> None:
    """Play all that is left to hear to its end, twice as fast: then the button opens."""
    page.locator("#speed").select_option("2")
    while left := page.locator(LEFT).count():
        page.locator(f"{LEFT} button").first.click()
        until(page, f"document.querySelectorAll('{LEFT}').length < {left}")
    assert page.get_by_role("button", name="Rendre la décision").is_enabled()


def _decides_nothing_twice(story: Served, page: Page, call: UUID) -> None:
    """A form that was open before the decision is answered in words, and the back button shows what was decided."""
    before = _decisions(story, call)
    page.locator("[data-ruling] label.choice").first.click()
    assert _sent_anyway(page) == 409
    assert page.get_by_role("heading", name="Vous avez déjà rendu cette décision").is_visible()
    page.go_back()
    page.get_by_text("Votre décision est contestée.").wait_for()
    assert page.locator("#decision").count() == 0
    assert _decisions(story, call) == before


def _decisions(story: Served, call: UUID) -> list[tuple[str, ...]]:
    query = "SELECT criterion, before, after FROM gardefou.decisions WHERE call_id = %s ORDER BY criterion"
    with psycopg.connect(story.installation.store.server.dsn("owner")) as connection:
        found = connection.execute(query, [call]).fetchall()
    assert found
    return found


def _contested(story: Served, source: str) -> UUID:
    """A call that its adviser contested."""
    call, adviser, gate = story.again(SAMPLE, "D01", source), story.person("D01"), story.installation.gate("web")
    CallReading(gate, PublicHolidays()).read(adviser, call)
    review = HumanReview(gate, PublicHolidays())
    review.contest(adviser, call, CONTESTED, CONTEST, Verdict.MET)
    review.answer(adviser, call)
    return call


def _plays_by_keys(page: Page) -> None:
    """Space plays and pauses, N plays the next evidence."""
    page.keyboard.press("Space")
    until(page, f"!{AUDIO}.paused && {AUDIO}.currentTime > 0.3")
    page.keyboard.press("Space")
    until(page, f"{AUDIO}.paused")
    page.keyboard.press("n")
    until(page, f"!{AUDIO}.paused && document.getElementById('live-status').textContent !== ''")
    number = page.locator("#live-status").inner_text().split(",")[0]
    flag = page.get_by_role("group").get_by_role("link", name=f"{number},").first
    start = int(flag.get_attribute("data-from") or "0")
    until(page, f"{AUDIO}.currentTime * 1000 > {start}")
    page.keyboard.press("Space")
    until(page, f"{AUDIO}.paused")


def _plain(page: Page) -> str:
    """What the page says, with the plain spaces and apostrophes of a keyboard."""
    return page.locator("main").inner_text().translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})


def _moves_on(page: Page, act: Callable[[], None]) -> None:
    """Do something that leads to another page, and be there."""
    with page.expect_navigation():
        act()


class Keys:
    """Somebody without a pointer."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        self._page.keyboard.press("Enter")

    def follow(self, target: Locator) -> None:
        """Use what leads to another page."""
        self._reach(target)
        _moves_on(self._page, lambda: self._page.keyboard.press("Enter"))

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self._page.keyboard.type(text)

    def choose(self, radios: Locator, number: int) -> None:
        """Choose one of a group: arrows go from one to the next, and Space takes the one that has the focus."""
        self._reach(radios)
        self._page.keyboard.press("Space")
        for _ in range(number):
            self._page.keyboard.press("ArrowDown")
        assert radios.nth(number).is_checked()

    def _reach(self, target: Locator) -> None:
        """Go on with Tab until it has the focus: it must be in the order, and be seen."""
        for _ in range(MOST_STEPS):
            if target.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")
