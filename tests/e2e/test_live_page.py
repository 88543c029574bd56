"""The page of a call that goes on, in a real browser beside a stand-in for the live process."""

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.live_stand_in import (
    CONTROLS,
    STORY,
    WORDING,
    WRAP_UP,
    StandIn,
    card,
    hypothesis,
    opened,
    said,
    stand_in,
    until,
    utterance,
)

pytestmark = pytest.mark.browser

CANARY = "girafe violette"
MARKUP = "<img src=x onerror=\"document.title='hurt'\"><b>gras</b>"
STORED = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href, window.name,
  await indexedDB.databases(), await caches.keys(), performance.getEntries().map((each) => each.name),
])"""
LISTEN = """() => {
  window.told = [];
  const region = document.getElementById("live-status");
  const note = () => region.textContent && window.told.push(region.textContent);
  new MutationObserver(note).observe(region, {childList: true});
}"""
TONE = """(hertz) => {
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
    tone.frequency.value = hertz;
    tone.connect(out);
    tone.start();
    return out.stream;
  };
}"""
CLIPBOARD = """() => {
  const writeText = async (text) => {
    if (!window.allows) throw new Error("no");
    window.copied = text;
  };
  Object.defineProperty(navigator, "clipboard", {value: {writeText}});
}"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def served() -> Iterator[StandIn]:
    with stand_in() as served:
        yield served


@pytest.fixture
def live(served: StandIn) -> StandIn:
    served.received.clear()
    served.sound.clear()
    served.answer, served.call, served.may_send = opened, "", True
    return served


@pytest.fixture
def show(browser: Browser, live: StandIn) -> Iterator[Open]:
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def shown(code: str = "fr", source: str = "sample", **more: object) -> Page:
        viewport = {"width": 400, "height": 900}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", **more)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda text: complaints.append(text.text) if text.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{live.port}/live/?code={code}")
        if source:
            page.locator(f"[data-start='{source}'] button").click()
            page.locator("main[data-phase='on-air']").wait_for()
        return page

    yield shown
    for context in contexts:
        context.close()
    assert complaints == []


def test_what_is_heard_and_offered_is_shown(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(*STORY)
    expect(page.locator("#ticks label")).to_have_count(4)
    lines = page.locator("#stream p")
    expect(lines).to_have_count(5)
    assert lines.nth(1).locator("[data-who]").inner_text() == "Client"
    assert lines.nth(2).locator(".low").inner_text() == "mensualités,"
    assert lines.nth(2).locator(".redact").inner_text() == "numéro de téléphone"
    assert lines.nth(4).locator("[data-words]").inner_text() == "Alors ça, c'est sous dix jours sur le"
    assert lines.nth(4).locator(".partial").inner_text() == "sous dix jours sur le"
    assert lines.nth(3).locator(".line__at").text_content() == "à 0:20, retard 0,8\N{NO-BREAK SPACE}s"
    assert page.locator("#steps .is-next").inner_text() == "Annoncer le délai de remboursement"
    second = page.locator(".tip").nth(1)
    assert second.locator("q").inner_text() == "j'ai été prélevé deux fois"
    assert "valable jusqu’au 31 janvier 2027" in second.inner_text()
    assert second.locator("[data-pin]").get_attribute("aria-pressed") == "true"
    assert page.locator("#ticks input").evaluate_all("all => all.map((each) => each.checked)") == [
        True,
        False,
        True,
        False,
    ]
    assert "entendu à 0:04" in page.locator("#ticks label").first.inner_text()


def test_a_hypothesis_ends_as_what_was_said_or_goes(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(
        hypothesis(1, "adviser", 4_000, "Je", "vous"),
        hypothesis(2, "customer", 2_000, "", "hum"),
        utterance(1, "adviser", 4_000, "Je vous écoute."),
        hypothesis(1, "adviser", 4_000, "Je", "vous"),
        utterance(3, "customer", 1_000, "Allô ?"),
        utterance(2, "customer", 2_000, None),
    )
    expect(page.locator("#stream p")).to_have_count(2)
    assert page.locator("#stream [data-words]").all_inner_texts() == ["Allô ?", "Je vous écoute."]
    live.tell(utterance(1, "adviser", 4_000, "Je vous écoute au [numéro] [sic]."))
    expect(page.locator("#stream .redact")).to_have_text("numéro")
    assert page.locator("#stream p").last.inner_text().endswith("[sic].")


def test_a_card_keeps_its_place_and_leaves_it_free(show: Open, live: StandIn) -> None:
    page = show()
    one, two, three = (card(name, f"Fiche {name}") for name in ("A", "B", "C"))
    live.tell({"type": "suggestions", "cards": [one, two]})
    expect(page.locator(".tip h3")).to_have_text(["Fiche A", "Fiche B"])
    live.tell({"type": "suggestions", "cards": [two]})
    expect(page.locator(".tip--free")).to_have_count(1)
    assert page.locator(".tip").nth(1).locator("h3").inner_text() == "Fiche B"
    live.tell({"type": "suggestions", "cards": [two, three]})
    expect(page.locator(".tip h3")).to_have_text(["Fiche C", "Fiche B"])


def test_what_comes_is_text_never_markup(show: Open, live: StandIn) -> None:
    page = show()
    page.locator("[data-situation='empathy']").click()
    because = said("customer", 1_000, MARKUP)
    slot = {"id": "reason", "label": MARKUP, "value": MARKUP, "said": because}
    statement = {"id": "price", "text": MARKUP, "ticked_by": "heard", "heard": because}
    live.tell(
        utterance(1, "adviser", 1_000, MARKUP),
        hypothesis(2, "customer", 2_000, MARKUP, MARKUP),
        {"type": "suggestions", "cards": [card("A", MARKUP, passage=MARKUP, source=MARKUP, because=because)]},
        {"type": "steps", "guide": None, "steps": [{"id": "a", "text": MARKUP}]},
        {"type": "checklist", "statements": [statement]},
        {**WORDING, "texts": [MARKUP]},
        {"type": "wrap_up", "slots": [slot]},
        {"type": "fault", "code": "new", "message": MARKUP},
    )
    expect(page.locator("#trouble")).to_contain_text("<b>gras</b>")
    assert page.locator("main img, main b").count() == 0
    assert page.locator(".tip h3").inner_text() == MARKUP
    assert page.title() == "Aide en direct – gardefou"


def test_each_control_is_one_click(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(*STORY)
    page.locator(".tip [data-dismiss]").first.click()
    page.locator(".tip [data-pin]").nth(1).click()
    page.get_by_label("Prix mensuel").check()
    page.get_by_role("button", name="Refus", exact=True).click()
    for name in (
        "Le client s’oppose",
        "Paiement",
        "Couper l’aide",
        "Appel privé",
        "Préparer le compte rendu",
        "Terminer",
    ):
        page.get_by_role("button", name=name, exact=True).click()
    until(page, lambda: live.sent("hang_up"))
    assert live.received[1:] == [
        {"do": "dismiss", "card": "FACT-12"},
        {"do": "pin", "card": "MAT-04", "on": False},
        {"do": "tick", "statement": "price", "on": True},
        {"do": "word", "situation": "refusal"},
        {"do": "object"},
        {"do": "pause"},
        {"do": "assist", "on": False},
        {"do": "private"},
        {"do": "wrap_up"},
        {"do": "hang_up"},
    ]


def test_the_page_says_where_the_call_stands(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(*STORY, {**CONTROLS, "recording": "drawn"})
    expect(page.locator("[data-recording]")).to_have_text("Cet appel est tiré : il est enregistré.")
    live.tell({**CONTROLS, "is_paused": True, "recording": "erased"})
    expect(page.get_by_role("button", name="Reprendre l’écoute")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Le client s’oppose")).to_be_disabled()
    page.get_by_role("button", name="Reprendre l’écoute").click()
    until(page, lambda: live.sent("resume"))
    live.tell({**CONTROLS, "is_assisted": False})
    expect(page.get_by_role("heading", name="L’aide est coupée")).to_be_visible()
    assert page.locator(".tip, #stream p, #steps li, #ticks label").count() == 0
    page.get_by_role("button", name="Remettre l’aide").click()
    until(page, lambda: live.sent("assist") == [{"do": "assist", "on": True}])
    page.get_by_role("button", name="Appel privé").click()
    live.tell({**CONTROLS, "is_private": True})
    expect(page.get_by_role("heading", name="Appel privé")).to_be_focused()


def test_one_can_do_all_of_it_with_the_keyboard(show: Open, live: StandIn) -> None:
    page = show(source="")
    page.locator("#speed").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("main[data-phase='on-air']").wait_for()
    live.tell(*STORY)
    expect(page.locator(".tip")).to_have_count(2)
    for keys in ("Alt+Digit1", "Alt+Shift+Digit2", "Alt+Digit0", "Alt+Digit9", "Alt+Digit8", "Delete"):
        page.keyboard.press(keys)
    until(page, lambda: len(live.sent("dismiss")) == 2)
    assert [each["do"] for each in live.received[1:]] == ["dismiss", "pin", "pause", "assist", "dismiss"]
    live.tell({"type": "suggestions", "cards": []})
    expect(page.locator(".tip--free")).to_have_count(2)
    assert page.evaluate("document.activeElement.id") == "l-tips"


def test_focus_stays_where_one_writes(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(WRAP_UP)
    reason = page.get_by_label("Motif")
    reason.fill("Facture en double")
    live.tell(*STORY, {**WRAP_UP, "slots": [{**WRAP_UP["slots"][0], "value": "Autre chose"}, *WRAP_UP["slots"][1:]]})
    expect(page.locator(".tip")).to_have_count(2)
    expect(reason).to_be_focused()
    assert reason.input_value() == "Facture en double"


def test_it_comes_back_after_the_connection_broke(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(utterance(1, "adviser", 1_000, "Bonjour."), hypothesis(3, "customer", 2_000, "", "hum"))
    live.cut()
    expect(page.locator("#lost")).to_contain_text("Nouvel essai dans 0,5")
    until(page, lambda: len(live.sent("open")) == 2)
    assert live.sent("open")[1] == {**live.sent("open")[0], "session": "token-1"}
    live.tell(utterance(1, "adviser", 1_000, "Bonjour."), utterance(2, "customer", 3_000, "Allô ?"))
    expect(page.locator("#stream p")).to_have_count(2)
    assert not page.locator("#lost").is_visible()


def test_a_session_that_is_gone_says_so(show: Open, live: StandIn) -> None:
    page = show()
    live.answer = lambda message: {"type": "fault", "code": "input_refused", "message": "session: is over"}
    live.cut()
    expect(page.locator("#trouble")).to_contain_text("La session a pris fin pendant la coupure")
    assert not page.get_by_role("heading", name="Compte rendu").is_visible()
    expect(page.get_by_role("button", name="Effacer et fermer").first).to_be_visible()


def test_a_refusal_quotes_its_clause(show: Open, live: StandIn) -> None:
    fault = {"type": "fault", "code": "refused", "clause": "S27", "message": "training", "why": "Il manque 3 heures."}
    live.answer = lambda message: fault
    page = show(source="")
    page.locator("[data-start='sample'] button").click()
    trouble = page.locator("#trouble")
    expect(trouble.get_by_role("heading")).to_have_text("La charte ne le permet pas")
    assert "reste fermé à une personne tant que la formation" in trouble.locator("blockquote").inner_text()
    assert "Il manque 3 heures." in trouble.inner_text()
    assert page.locator("#start").is_visible()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("input_refused", "Aucun appel en cours n’a ce numéro."), ("room_full", "autant d’appels qu’elle peut")],
)
def test_a_call_of_the_telephone_is_followed_at_once_or_it_says_why(
    show: Open, live: StandIn, fault: str, sentence: str
) -> None:
    live.call = "C-7"
    live.answer = lambda message: {"type": "fault", "code": fault, "message": "call: no such call"}
    page = show(source="")
    expect(page.locator("#trouble")).to_contain_text(sentence)
    assert live.received[0] == {"do": "open", "source": "telephone", "call": "C-7", "assist": True}


def test_a_formulation_is_marked_where_a_machine_wrote_it(show: Open, live: StandIn) -> None:
    page = show()
    page.get_by_role("button", name="Empathie").click()
    live.tell({**WORDING, "situation": "price", "texts": ["D'une autre demande."]})
    live.tell({**WORDING, "texts": ["Vous n'auriez"], "is_final": False})
    expect(page.locator("#wording [data-text]")).to_have_text("Vous n’auriez")
    assert page.get_by_text("Rédigé par une machine").is_visible()
    page.get_by_role("button", name="Arrêter").click()
    until(page, lambda: live.sent("stop_wording"))
    live.tell({**WORDING, "is_machine_text": False})
    expect(page.get_by_role("button", name="Arrêter")).to_be_hidden()
    page.get_by_role("button", name="Une autre").click()
    expect(page.locator("#wording [data-text]")).to_have_text("Je comprends, je m’en occupe.")
    assert not page.get_by_text("Rédigé par une machine").is_visible()


def test_a_wrap_up_is_sent_once_however_often_one_clicks(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(WRAP_UP)
    button = page.get_by_role("button", name="Envoyer vers l’outil client")
    button.dblclick()
    page.get_by_label("Motif").press("Enter")
    page.get_by_role("button", name="Paiement").click()
    until(page, lambda: live.sent("pause"))
    assert len(live.sent("send")) == 1
    live.tell({"type": "fault", "code": "unreachable", "message": ""})
    expect(button).to_have_attribute("aria-disabled", "false")
    page.get_by_label("Motif").press("Enter")
    until(page, lambda: len(live.sent("send")) == 2)


def test_where_nothing_can_be_sent_what_was_copied_is_forgotten(show: Open, live: StandIn) -> None:
    live.may_send = False
    page = show()
    _tell_canary(live)
    page.evaluate(CLIPBOARD)
    copy, gone = page.get_by_role("button", name="Copier"), page.get_by_text("Copié, puis oublié ici").first
    copy.click()
    expect(page.get_by_text("Le navigateur ne permet pas de copier ici")).to_be_visible()
    assert page.get_by_label("Motif").input_value() == CANARY
    page.evaluate("window.allows = true")
    copy.click()
    expect(gone).to_be_visible()
    until(page, lambda: live.sent("assist") == [{"do": "assist", "on": False}])
    live.tell({**CONTROLS, "is_assisted": False, "is_over": True})
    expect(page.get_by_role("heading", name="Appel terminé")).to_be_visible()
    assert gone.is_visible() and CANARY not in page.content()
    assert page.evaluate("window.copied") == f"Motif : {CANARY}"


@pytest.mark.parametrize("is_sent", [True, False])
def test_nothing_of_a_call_stays_in_the_browser(show: Open, live: StandIn, is_sent: bool) -> None:
    page = show()
    page.locator("[data-situation='empathy']").click()
    _tell_canary(live)
    page.get_by_label("Motif").fill(f"Deux {CANARY}")
    assert page.content().count(CANARY) >= 8
    if is_sent:
        page.get_by_role("button", name="Envoyer vers l’outil client").click()
        until(page, lambda: live.sent("send") == [{"do": "send", "slots": {"reason": f"Deux {CANARY}"}}])
        live.tell({**CONTROLS, "is_assisted": False}, {"type": "sent"})
        expect(page.get_by_text("Envoyé, puis oublié.", exact=True)).to_be_visible()
        assert CANARY not in page.content()
    live.tell({**CONTROLS, "is_assisted": not is_sent, "is_over": True})
    page.get_by_role("button", name="Effacer et fermer").first.click()
    until(page, lambda: live.sent("close"))
    assert CANARY not in page.content()
    assert not page.locator("input").evaluate_all(f"all => all.some((each) => each.value.includes('{CANARY}'))")
    assert CANARY not in page.evaluate(STORED)
    assert "token-1" not in page.evaluate(STORED)


def _tell_canary(live: StandIn) -> None:
    because = said("customer", 1_000, CANARY)
    live.tell(
        utterance(1, "customer", 1_000, f"Une {CANARY}."),
        hypothesis(2, "customer", 3_000, CANARY, CANARY),
        {"type": "suggestions", "cards": [card("A", f"Fiche {CANARY}", because=because)]},
        {"type": "checklist", "statements": [{"id": "a", "text": "Prix", "ticked_by": "heard", "heard": because}]},
        {**WORDING, "texts": [CANARY]},
        {"type": "wrap_up", "slots": [{"id": "reason", "label": "Motif", "value": CANARY, "said": because}]},
    )


def test_the_text_follows_until_one_scrolls_up(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(*(utterance(number, "adviser", number * 1_000, f"Phrase {number}.") for number in range(30)))
    expect(page.locator("#stream p")).to_have_count(30)
    expect(page.locator("#stream p").last).to_be_in_viewport()
    page.locator("#stream").focus()
    page.keyboard.press("Home")
    back = page.get_by_role("button", name="Revenir au direct")
    expect(back).to_be_visible()
    live.tell(utterance(30, "customer", 31_000, "Encore."))
    expect(page.locator("#stream p")).to_have_count(31)
    until(page, lambda: page.evaluate("document.getElementById('stream').scrollTop") == 0)
    back.click()
    until(page, lambda: page.evaluate("document.getElementById('stream').scrollTop") > 0)
    expect(back).to_be_hidden()


def test_screen_readers_hear_titles_and_changes_not_too_often(show: Open, live: StandIn) -> None:
    page = show()
    page.clock.install()
    page.evaluate(LISTEN)
    live.tell(*STORY)
    expect(page.locator(".tip")).to_have_count(2)
    live.tell({**CONTROLS, "is_paused": True})
    expect(page.get_by_role("button", name="Reprendre l’écoute")).to_be_visible()
    title = "Double facturation après passage à la fibre : rembourser sans attendre"
    assert page.evaluate("window.told") == [f"Suggestion 1 : {title}".replace(" :", "\N{NO-BREAK SPACE}:")]
    page.clock.fast_forward(4_000)
    until(page, lambda: page.evaluate("window.told.length") == 2)
    assert page.evaluate("window.told[1]").endswith(
        "Écoute en pause : rien n’est entendu ni enregistré.".replace(" :", "\N{NO-BREAK SPACE}:")
    )
    assert "Suggestion 2" in page.evaluate("window.told[1]")


def test_the_page_says_when_text_falls_behind(show: Open, live: StandIn) -> None:
    page = show()
    live.tell(utterance(1, "adviser", 1_000, "Bonjour.", lag_ms=1_900), utterance(2, "customer", 2_000, "Allô ?"))
    live.tell({"type": "pace", "lag_ms": 4_200, "shows_hypotheses": False})
    expect(page.locator("[data-pace]")).to_contain_text("Le texte a 4,2")
    page.locator("[data-lag]").focus()
    expect(page.locator("#lag-details")).to_be_visible()
    assert "Dernier écart : 0,8 s. Le plus souvent : 1,9 s. Au pire : 1,9 s." in _spaced(page, "#lag-details")
    page.keyboard.press("Escape")
    expect(page.locator("#lag-details")).to_be_hidden()
    live.tell({"type": "pace", "lag_ms": 700, "shows_hypotheses": False})
    expect(page.locator("[data-pace]")).to_contain_text("chaque phrase s’affiche quand elle est finie")
    live.tell({"type": "pace", "lag_ms": 700, "shows_hypotheses": True})
    expect(page.locator("[data-pace]")).to_be_hidden()


def _spaced(page: Page, selector: str) -> str:
    return page.locator(selector).inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_practice_is_the_same_call_without_help_then_with_it(show: Open, live: StandIn) -> None:
    page = show(source="practice")
    assert live.sent("open")[0]["assist"] is False
    live.tell({**CONTROLS, "is_assisted": False, "is_over": True})
    page.get_by_role("button", name="Réécouter avec l’aide").click()
    until(page, lambda: len(live.sent("open")) == 2)
    assert live.sent("open")[1] == {**live.sent("open")[0], "assist": True}


def test_the_microphone_is_sent_at_16_khz_and_silent_during_a_pause(show: Open, live: StandIn) -> None:
    page = show(source="")
    page.evaluate(TONE, 440)
    page.locator("#speaker").select_option("customer")
    page.locator("[data-start='microphone'] button").click()
    until(page, lambda: len(live.sound) >= 16_000)
    assert {"roles": ["customer"], "language": "fr"}.items() <= live.sent("open")[0].items()
    samples = np.frombuffer(bytes(live.sound[:16_000]), "<i2").astype(float)[4_000:]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert abs(int(spectrum.argmax()) * 16_000 / len(samples) - 440) <= 4
    live.tell({**CONTROLS, "is_paused": True})
    page.get_by_role("button", name="Reprendre l’écoute").wait_for()
    live.sound.clear()
    until(page, lambda: len(live.sound) >= 9_600)
    assert not any(live.sound[6_400:])


def test_a_microphone_that_is_not_allowed_is_said(show: Open, live: StandIn) -> None:
    page = show(source="")
    page.locator("[data-start='microphone'] button").click()
    expect(page.locator("#trouble")).to_contain_text("micro")
    assert live.received == []
