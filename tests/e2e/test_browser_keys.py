"""Signing keys in a real browser, under the policy of the served pages: the same files and signatures as elsewhere."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, Request, Route

from gardefou.adapters.pages.served_files import served_files
from gardefou.adapters.signing import key_sealing
from gardefou.adapters.signing.ed25519 import SigningKey, fingerprint, is_usable_public_key, verify
from gardefou.adapters.signing.recovery_rows import read_rows, rows_of
from gardefou.adapters.signing.recovery_sheet import sheet_text
from gardefou.adapters.signing.signing_key_file import read_signing_key, write_signing_key
from gardefou.entrypoints.web.security_headers import HEADERS
from gardefou.kernel.transcript import Language

pytestmark = pytest.mark.browser

HOST = "https://gardefou.test"
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Clés</title>
<link rel="icon" href="data:,"><script type="module" src="/assets/signing.js"></script>
<h1>Charte</h1><main><p>Signer</p><div id="place"></div></main></html>"""
NAME, PASSPHRASE = "Zoé Roy", "café crème du matin"
KEY = SigningKey.from_seed(NAME, bytes(range(32)))
MESSAGE = b"gardefou statement 1\n{}"
CALL = """async ([name, given]) => {
  try { return { value: await window.gardefouSigning[name](...given) }; }
  catch (fault) { return { code: fault.code, message: fault.message, rows: fault.rows }; }
}"""
SIGNED = """async ([file, passphrase, message]) => {
  const key = await window.gardefouSigning.openKey(file, passphrase);
  return { ...key, signature: await key.sign(Uint8Array.from(message)), members: Object.keys(key).sort() };
}"""
VERIFIES = """async ([publicKey, signature, message]) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16));
  const key = await crypto.subtle.importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, bytes(signature), Uint8Array.from(message));
}"""
KEPT = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length, document.documentElement.outerHTML]"""


def served(route: Route) -> None:
    path = route.request.url.removeprefix(HOST)
    if path.startswith("/assets/"):
        file = served_files()[path.removeprefix("/assets/")]
        route.fulfill(body=file.content, headers={**HEADERS, "Content-Type": file.media_type})
    else:
        html = PAGE.format(language=path.strip("/"))
        route.fulfill(body=html, headers={**HEADERS, "Content-Type": "text/html; charset=utf-8"})


class Keys:
    """A page that has the module, watched for complaints and for what it asks the network."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)
        page.route("**/*", served)

    def _asked(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self, language: str = "fr") -> "Keys":
        self.page.goto(f"{HOST}/{language}")
        return self

    def call(self, name: str, *given: object) -> dict[str, Any]:
        return dict(self.page.evaluate(CALL, [name, given]))

    def value(self, name: str, *given: object) -> Any:
        answer = self.call(name, *given)
        assert "value" in answer, answer
        return answer["value"]


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Keys]:
    keys = Keys(browser.new_context(locale="fr-FR", timezone_id="UTC").new_page()).open()
    yield keys
    keys.page.context.close()
    assert keys.complaints == []


@pytest.fixture
def keys(opened: Keys) -> Keys:
    return opened.open()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sealing, "ITERATIONS", key_sealing.FEWEST_ITERATIONS)


@pytest.fixture
def file(tmp_path: Path) -> str:
    write_signing_key(tmp_path / "zoe.key", KEY, PASSPHRASE)
    return (tmp_path / "zoe.key").read_text()


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_key_made_in_the_browser_is_the_commands_key(keys: Keys, tmp_path: Path) -> None:
    made = keys.value("makeKey", NAME, PASSPHRASE)
    key = read_signing_key(written(tmp_path / "a.key", made["file"]), lambda: PASSPHRASE)
    assert (key.name, key.public, fingerprint(key.public)) == (NAME, made["public"], made["fingerprint"])
    assert json.loads(made["file"])["iterations"] == 600_000
    assert is_usable_public_key(made["public"])
    day = date.fromisoformat(keys.page.evaluate("new Date().toISOString().slice(0, 10)"))
    assert made["sheet"] == sheet_text(key, day, Language.FRENCH)
    assert read_rows("sheet", made["sheet"], NAME).seed() == key.seed()
    signed = keys.page.evaluate(SIGNED, [made["file"], PASSPHRASE, list(MESSAGE)])
    assert verify(made["public"], signed["signature"], MESSAGE)
    assert keys.value("makeKey", NAME, PASSPHRASE)["public"] != made["public"]


def test_a_key_of_the_command_signs_in_the_browser(keys: Keys, file: str, tmp_path: Path) -> None:
    signed = keys.page.evaluate(SIGNED, [file, "cafe\u0301 cre\u0300me du matin", list(MESSAGE)])
    assert signed["signature"] == KEY.sign(MESSAGE)
    assert (signed["name"], signed["public"], signed["fingerprint"]) == (NAME, KEY.public, fingerprint(KEY.public))
    assert keys.page.evaluate(VERIFIES, [KEY.public, KEY.sign(MESSAGE), list(MESSAGE)])
    assert not keys.page.evaluate(VERIFIES, [KEY.public, KEY.sign(MESSAGE), [*MESSAGE, 10]])
    write_signing_key(tmp_path / "bare.key", KEY, None)
    bare = keys.page.evaluate(SIGNED, [(tmp_path / "bare.key").read_text(), "", list(MESSAGE)])
    assert bare["signature"] == signed["signature"]


def test_a_printed_sheet_brings_the_key_back_in_the_browser(keys: Keys, tmp_path: Path) -> None:
    sheet = sheet_text(KEY, date(2026, 11, 22), Language.ENGLISH)
    restored = keys.value("restoreKey", sheet, NAME, PASSPHRASE)
    assert restored["public"] == KEY.public
    key = read_signing_key(written(tmp_path / "a.key", restored["file"]), lambda: PASSPHRASE)
    assert key.seed() == KEY.seed()


def test_rows_that_were_copied_wrongly_are_named(keys: Keys) -> None:
    rows = rows_of(KEY)
    first, second, *rest = rows[3].split()
    swapped = [*rows[:3], " ".join((second, first, *rest)), rows[4]]
    others = [*rows[:4], rows_of(SigningKey.from_seed(NAME, bytes(32)))[4]]
    for given, code, wrong in (
        (swapped, "sheet-rows", [4]),
        ([rows[1], rows[0], *rows[2:]], "sheet-rows", [1, 2]),
        (rows[:4], "sheet-rows", [5]),
        (others, "sheet-mixed", []),
        ([], "sheet-empty", []),
    ):
        text = "\n".join(f"{number} {row}" for number, row in enumerate(given, 1))
        answer = keys.call("restoreKey", text, NAME, PASSPHRASE)
        assert (answer["code"], answer["rows"]) == (code, wrong)
    assert keys.value("faultOfRow", 1, rows[0].lower().replace("0", "o")) is None
    assert keys.value("faultOfRow", 2, rows[0]) is not None


def test_bad_files_and_words_are_told_with_a_code(keys: Keys, file: str) -> None:
    def changed(**fields: object) -> str:
        return json.dumps(json.loads(file) | fields)

    other = SigningKey.generate(NAME).public
    bare = {"format": key_sealing.FORMAT, "name": NAME, "public": other, "seed": "A" * 43 + "="}
    for text, passphrase, code, told in (
        ("", PASSPHRASE, "not-a-key-file", "clé de signature"),
        ("x" * 5000, PASSPHRASE, "not-a-key-file", ""),
        (changed(format="x"), PASSPHRASE, "not-a-key-file", ""),
        (changed(iterations=1), PASSPHRASE, "field", "iterations"),
        (changed(salt="AAAA"), PASSPHRASE, "field", "salt"),
        (changed(name="a\nb"), PASSPHRASE, "field", "name"),
        (changed(more=1), PASSPHRASE, "field", "more"),
        (changed(public=other), PASSPHRASE, "wrong-passphrase", ""),
        (json.dumps(bare), PASSPHRASE, "other-public", ""),
        (file, "another passphrase", "wrong-passphrase", "feuille de secours"),
    ):
        answer = keys.call("openKey", text, passphrase)
        assert answer.get("code") == code and told in answer["message"]
    for name, passphrase, code in (
        (NAME, "elevenchars", "passphrase-short"),
        (NAME, "x" * 257, "passphrase-long"),
        ("", PASSPHRASE, "name-empty"),
        ("a\u202eb", PASSPHRASE, "name-character"),
    ):
        assert keys.call("makeKey", name, passphrase)["code"] == code
    assert "shorter than 12" in keys.open("en").call("makeKey", NAME, "short")["message"]


def test_the_secret_stays_in_the_page_and_out_of_reach(keys: Keys, file: str) -> None:
    keys.asked.clear()
    made = keys.value("makeKey", NAME, PASSPHRASE)
    signed = keys.page.evaluate(SIGNED, [file, PASSPHRASE, list(MESSAGE)])
    assert signed["members"] == ["fingerprint", "name", "public", "sign"]
    assert keys.asked == []
    *stored, html = keys.page.evaluate(KEPT)
    assert stored == [0, 0, "", 0, 0] and made["public"] not in html
    exported = """async ([file, passphrase]) => {
      let used;
      const real = crypto.subtle.sign.bind(crypto.subtle);
      crypto.subtle.sign = (algorithm, key, message) => real(algorithm, (used = key), message);
      await (await window.gardefouSigning.openKey(file, passphrase)).sign(new Uint8Array(1));
      return [used.extractable, await crypto.subtle.exportKey("pkcs8", used).catch((error) => error.name)];
    }"""
    assert keys.page.evaluate(exported, [file, PASSPHRASE]) == [False, "InvalidAccessError"]


def test_a_browser_without_ed25519_says_what_to_do(keys: Keys, file: str) -> None:
    assert keys.value("whyNotHere") is None
    keys.page.evaluate(
        "void (crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError')))"
    )
    for name, given in (("makeKey", (NAME, PASSPHRASE)), ("openKey", (file, PASSPHRASE))):
        answer = keys.call(name, *given)
        assert answer["code"] == "no-ed25519" and "ligne de commande" in answer["message"]


def test_the_file_is_saved_and_the_sheet_is_printed_alone(keys: Keys, tmp_path: Path) -> None:
    with keys.page.expect_download() as waiting:
        keys.page.evaluate("([text, name]) => window.gardefouSigning.saveFile(text, name)", ["content\n", NAME])
    assert waiting.value.suggested_filename == "zoe-roy.key"
    waiting.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_text() == "content\n"
    keys.page.evaluate("text => window.gardefouSigning.showSheet(document.getElementById('place'), text)", "<b>1 ABCD")
    shown = [keys.page.locator(each) for each in ("h1", "main > p", "pre.recovery-sheet")]
    assert [each.is_visible() for each in shown] == [True, True, True]
    keys.page.emulate_media(media="print")
    assert [each.is_visible() for each in shown] == [False, False, True]
    keys.page.emulate_media(media="screen")
    assert shown[2].inner_text() == "<b>1 ABCD"
