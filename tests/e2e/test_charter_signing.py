"""A charter proposed, signed by both sides, stopped by one and taken up by both, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page
from tests.e2e.served_pages import Watched, until, watched
from tests.installations import SITE, simulated_installation
from tests.integration.web.browsing import employ, served

from gardefou.adapters.signing.signing_key_file import read_signing_key
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.governance.roles import PersonRole

pytestmark = pytest.mark.browser

REPRESENTATIVE, EMPLOYER = "7001", "7002"
EMPLOYEES_KEYS, EMPLOYERS_KEYS = ("Sylvie Marchetti", "Jean-Marc Ouédraogo"), ("Hélène Vasseur", "Olivier Renard")
REASON = "Les appels de nuit\nn'étaient pas annoncés."


@pytest.fixture(scope="module")
def table() -> Iterator[tuple[Installation, str]]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, REPRESENTATIVE, PersonRole.REPRESENTATIVE, name="Sylvie Marchetti")
        employ(installation, EMPLOYER, PersonRole.EMPLOYER_SIGNATORY, name="Hélène Vasseur")
        with served(installation) as url:
            yield installation, url


@pytest.fixture
def windows(table: tuple[Installation, str], browser: Browser) -> Iterator[Watched]:
    with watched(browser, table[1]) as given:
        yield given


def key_of(table: tuple[Installation, str], name: str) -> Path:
    return SimulatedSignatories(table[0]).path_of(name)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def sign(page: Page, act: str, key: Path) -> None:
    page.goto(f"{act}/sign")
    until(page, "!document.querySelector('[data-checked]').hidden")
    page.set_input_files("#key-file", key)
    page.get_by_role("button", name="Signer", exact=True).click()
    page.wait_for_url("**?signed=1")


def test_one_side_stops_the_site_at_once_and_only_both_take_it_up(
    table: tuple[Installation, str], windows: Watched
) -> None:
    page, other = windows.window(REPRESENTATIVE), windows.window(EMPLOYER)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"{table[1]}/charter/propose")
    page.fill("#version", "2")
    page.fill("#draw-rate", "8")
    page.get_by_role("button", name="Voir ce qui change").click()
    assert "1 limite : une partie peut le signer seule" in page.locator("main").inner_text().replace("\u00a0", " ")
    page.get_by_role("button", name="Proposer aux deux parties").click()
    page.wait_for_url("**/charter/acts/*")
    act = page.url
    sign(page, act, key_of(table, EMPLOYEES_KEYS[0]))
    assert page.get_by_role("status").first.inner_text().startswith("La signature est inscrite.")
    sign(page, act, key_of(table, EMPLOYEES_KEYS[1]))
    assert page.get_by_role("status").first.inner_text().startswith("L’acte a pris effet.")

    page.goto(f"{table[1]}/charter")
    page.get_by_role("link", name=f"Suspendre à {SITE}").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Motif, lu par les deux parties").fill(REASON)
    dialog.get_by_role("button", name="Signer et suspendre").click()
    assert dialog.get_by_role("alert").inner_text() == "Choisissez d’abord le fichier de votre clé."
    page.set_input_files("#stop-key-file", key_of(table, EMPLOYEES_KEYS[0]))
    dialog.get_by_role("button", name="Signer et suspendre").click()
    page.wait_for_url("**?signed=1")
    other.goto(f"{table[1]}/charter")
    assert heading(other) == f"Le site de {SITE} est suspendu. Rien n’y est traité."
    assert other.locator("blockquote.said").first.inner_text() == REASON

    other.get_by_role("link", name="Proposer la reprise").click()
    other.get_by_label("Ce qui a changé depuis").fill("Ils le sont.")
    other.get_by_role("button", name="Proposer, puis signer").click()
    other.wait_for_url("**/sign")
    act = other.url.removesuffix("/sign")
    for name in EMPLOYERS_KEYS:
        sign(other, act, key_of(table, name))
        other.goto(f"{table[1]}/charter")
        assert heading(other).startswith(f"Le site de {SITE} est suspendu.")
    for name in EMPLOYEES_KEYS:
        sign(page, act, key_of(table, name))
    page.goto(f"{table[1]}/charter")
    assert heading(page) == "La charte est en vigueur."
    keys = [key_of(table, name) for name in (*EMPLOYEES_KEYS, *EMPLOYERS_KEYS)]
    seeds = [read_signing_key(key, str).seed() for key in keys]
    files = [key.read_text(encoding="utf-8") for key in keys]
    secrets = [*(seed.hex() for seed in seeds), *(re.findall(r'"seed": ?"([^"]+)"', text)[0] for text in files)]
    assert sent and not [secret for secret in secrets if any(secret in each for each in sent)]


def test_a_page_that_shows_another_text_than_is_signed_signs_nothing(
    table: tuple[Installation, str], windows: Watched
) -> None:
    page = windows.window(REPRESENTATIVE)
    page.goto(f"{table[1]}/charter/propose")
    page.fill("#version", "3")
    page.fill("#draw-weekly_cap", "5")
    page.get_by_role("button", name="Voir ce qui change").click()
    page.get_by_role("button", name="Proposer aux deux parties").click()
    page.wait_for_url("**/charter/acts/*")
    page.goto(f"{page.url}/sign")
    until(page, "!document.querySelector('[data-checked]').hidden")
    page.evaluate("(form => (form.dataset.document += ' '))(document.querySelector('[data-sign]'))")
    page.set_input_files("#key-file", key_of(table, EMPLOYEES_KEYS[0]))
    page.get_by_role("button", name="Signer", exact=True).click()
    until(page, "!document.querySelector('form [data-fault]').hidden")
    assert "n’est pas ce qui serait signé" in page.locator("form [data-fault]").inner_text()
    assert page.url.endswith("/sign")


def test_a_key_is_made_printed_restored_and_put_under_another_passphrase_here(
    table: tuple[Installation, str], windows: Watched, tmp_path: Path
) -> None:
    page = windows.window(REPRESENTATIVE)
    page.goto(f"{table[1]}/charter/keys")
    made = page.locator("form[data-key=make]")
    made.get_by_label("Phrase secrète").fill("quatre mots bien choisis")
    made.get_by_label("La même, encore").fill("quatre mots mal choisis")
    made.get_by_role("button", name="Faire la clé").click()
    assert made.get_by_role("alert").inner_text() == "Les deux phrases ne sont pas les mêmes."
    made.get_by_label("La même, encore").fill("quatre mots bien choisis")
    made.get_by_role("button", name="Faire la clé").click()
    with page.expect_download() as download:
        made.get_by_role("button", name="Enregistrer le fichier de la clé").click()
    file = tmp_path / "made.key"
    download.value.save_as(file)
    file.chmod(0o600)
    public = read_signing_key(file, lambda: "quatre mots bien choisis").public
    assert public in made.locator("[data-outcome]").inner_text()
    made.get_by_role("button", name="Montrer la feuille de secours").click()
    sheet = page.locator(".recovery-sheet").inner_text()
    rows = "\n".join(re.findall(r"^ *[1-5] .*$", sheet, re.MULTILINE))
    assert len(rows.splitlines()) == 5

    restored = page.locator("form[data-key=restore]")
    restored.get_by_label("Le nom écrit sur la feuille").fill("Sylvie Marchetti")
    restored.get_by_label("Les cinq lignes").fill(rows)
    for label in ("Phrase secrète", "La même, encore"):
        restored.get_by_label(label).fill("une autre phrase secrète")
    restored.get_by_role("button", name="Rendre la clé").click()
    until(page, "!document.querySelector('[data-key=restore] [data-outcome]').hidden")
    assert public in restored.locator("[data-outcome]").inner_text()

    changed = page.locator("form[data-key=passphrase]")
    changed.get_by_label("Fichier de votre clé").set_input_files(file)
    changed.get_by_label("Phrase secrète d’avant").fill("quatre mots bien choisis")
    changed.get_by_label("Phrase secrète, au moins 12").fill("encore une autre phrase")
    changed.get_by_label("La même, encore").fill("encore une autre phrase")
    with page.expect_download() as download:
        changed.get_by_role("button", name="Changer la phrase").click()
    download.value.save_as(tmp_path / "changed.key")
    (tmp_path / "changed.key").chmod(0o600)
    assert read_signing_key(tmp_path / "changed.key", lambda: "encore une autre phrase").public == public
