"""What every served page has around it: headers, language, theme, the charter, and pages for what fails."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.installations import SITE, open_site, simulated_charter, simulated_installation
from tests.integration.web.browsing import browser, csrf, employ, post, served, signed_in

from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.access import ROUTES
from gardefou.entrypoints.web.application import web_application
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.frame import Frame
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.page_router import Handler, Pages, page_router
from gardefou.entrypoints.web.sessions import Sessions
from gardefou.entrypoints.web.visit import Visit
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import ContentErased, InputRefused, Refused, SettingWrong, StoreUnavailable
from gardefou.kernel.transcript import Language

SECRET = "canary-of-an-error"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, "2001", PersonRole.ADVISER, name="Maud <b>Le Gall</b>")
        employ(installation, "2002", PersonRole.QUALITY_ANALYST, PersonRole.ADMINISTRATOR)
        employ(installation, "2003", PersonRole.ADVISER, language=Language.ENGLISH)
        employ(installation, "2004", PersonRole.REPRESENTATIVE)
        yield installation


@pytest.fixture(scope="module")
def url(installation: Installation) -> Iterator[str]:
    with served(installation) as url:
        yield url


@pytest.fixture(scope="module")
def adviser(url: str) -> httpx.Client:
    return signed_in(url, "2001")


# Headers and files.


@pytest.mark.parametrize(
    "path", ["/sign-in", "/", "/charter", "/nothing", "/calls/x", "/assets/x/look.css", "/api/health", "/api/nothing"]
)
def test_every_answer_says_what_a_browser_may_do_with_it(adviser: httpx.Client, path: str) -> None:
    headers = adviser.get(path).headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src 'self'" in policy
    assert not any("unsafe" in each for each in policy)
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers and "server" not in headers


@pytest.mark.parametrize("path", ["/charter", "/nothing", "/api/health"])
def test_head_answers_as_get_without_a_body(adviser: httpx.Client, path: str) -> None:
    whole, head = adviser.get(path), adviser.head(path)
    assert (head.status_code, head.headers["content-type"]) == (whole.status_code, whole.headers["content-type"])
    assert not head.content


def test_files_are_kept_by_browsers_and_compressed(adviser: httpx.Client) -> None:
    found = re.findall(r'(?:href|src)="(/assets/[^"]+)"', adviser.get("/charter").text)
    assert any(path.endswith("look.css") for path in found) and any(path.endswith(".js") for path in found)
    for path in found:
        answer = adviser.get(path)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
        assert adviser.head(path).status_code == 200
    style = next(path for path in found if path.endswith("look.css"))
    small = adviser.get(style, headers={"Accept-Encoding": "gzip"})
    plain = adviser.get(style, headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert int(small.headers["content-length"]) < len(plain.content) / 3 and small.content == plain.content
    font = re.search(r'url\("(fonts/[^"]+)"', plain.text)
    assert font and adviser.get(style.replace("look.css", font[1])).headers["content-type"] == "font/woff2"


@pytest.mark.parametrize(
    "path", ["../rendering.py", "..%2frendering.py", "vendor/README.md", "nothing.css", "%00", "/etc/passwd"]
)
def test_no_other_file_is_served(adviser: httpx.Client, path: str) -> None:
    style = re.search(r"/assets/\w+/", adviser.get("/charter").text)
    assert style and adviser.get(style[0] + path, follow_redirects=True).status_code == 404


def test_pages_need_no_inline_script_or_style(adviser: httpx.Client) -> None:
    for path in ("/sign-in", "/charter", "/nothing"):
        page = adviser.get(path).text
        assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son\w+=", page)
        assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page)


# Language, theme, names.


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.3,fr;q=0.8", "fr"),
        ("de", "fr"),
        ("fr;q=0,en", "en"),
        (";;q=x", "fr"),
    ],
)
def test_a_guest_reads_what_the_browser_asks_for(url: str, accepted: str, language: str) -> None:
    page = browser(url, **{"Accept-Language": accepted}).get("/sign-in").text
    assert f'<html lang="{language}">' in page
    assert ("Sign in" in page) == (language == "en")


def test_a_person_reads_their_own_language_until_they_choose(url: str) -> None:
    client = signed_in(url, "2003", **{"Accept-Language": "fr"})
    assert '<html lang="en">' in client.get("/charter").text
    answer = post(client, "/preferences", language="fr", next="/charter?a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/charter?a=1")
    assert '<html lang="fr">' in client.get("/charter").text


def test_the_theme_is_set_by_the_server_and_kept(url: str) -> None:
    client = browser(url)
    assert "data-theme=" not in client.get("/sign-in").text.partition(">")[2].partition(">")[0]
    answer = client.post("/preferences", data={"theme": "dark", "next": "/sign-in"})
    assert answer.status_code == 303 and "HttpOnly" in answer.headers["set-cookie"]
    assert '<html lang="fr" data-theme="dark">' in client.get("/sign-in").text
    client.cookies.set("gardefou-theme", '"><script>')
    client.cookies.set("gardefou-language", "../../etc")
    assert "<script>" not in client.get("/sign-in").text


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "", None])
def test_a_choice_leads_to_no_other_site(url: str, wanted: str | None) -> None:
    data = {"theme": "dark"} | ({} if wanted is None else {"next": wanted})
    assert browser(url).post("/preferences", data=data).headers["location"] == "/"


def test_a_name_is_shown_as_text_and_a_simulated_installation_says_so(adviser: httpx.Client) -> None:
    page = adviser.get("/charter").text
    assert "Maud &lt;b&gt;Le Gall&lt;/b&gt;" in page and "<b>Le Gall" not in page
    assert "personnes, voix et appels sont inventés" in page


def test_the_menu_has_what_all_roles_of_a_person_have(url: str, adviser: httpx.Client) -> None:
    def menu(client: httpx.Client) -> list[str]:
        found = re.search(r"<nav.*?</nav>", client.get("/charter").text, re.DOTALL)
        assert found
        return re.findall(r'<a href="([^"]+)"', found[0])

    assert menu(adviser) == ["/waiting", "/calls", "/rights", "/charter", "/live/"]
    both = [
        "/reviews",
        "/agreement",
        "/scorecards",
        "/administration",
        "/administration/people",
        "/charter",
        "/registers",
    ]
    assert menu(signed_in(url, "2002")) == both
    assert menu(signed_in(url, "2004")) == [
        *("/agreement", "/scorecards", "/charter", "/registers", "/charter/keys", "/charter/log"),
    ]
    assert 'href="/charter" aria-current="page"' in adviser.get("/charter").text


def test_who_has_no_page_of_their_own_begins_at_the_charter(url: str) -> None:
    assert signed_in(url, "2004").get("/").headers["location"] == "/charter"


# The charter, and what is not running.


def test_the_charter_in_force_is_told_with_its_text_and_who_signed_it(adviser: httpx.Client) -> None:
    page = adviser.get("/charter").text.replace("\u00a0", " ")
    for said in (
        "Version 1",
        "183 jours",
        "365 jours",
        "2 signatures requises",
        "10 jours travaillés",
    ):
        assert said in page
    for clause in ("S1", "S3", "S5", "S14"):
        assert f'popovertarget="c-{clause}"' in page and f'id="c-{clause}"' in page


def test_another_charter_shows_at_the_next_request(installation: Installation, adviser: httpx.Client) -> None:
    open_site(installation, SITE, simulated_charter(version="2"))
    try:
        assert "version 2" in adviser.get("/charter").text
    finally:
        open_site(installation, SITE, simulated_charter())


def test_who_keeps_it_running_is_told_that_no_worker_is(url: str, adviser: httpx.Client) -> None:
    assert "programme d’écoute" in signed_in(url, "2002").get("/charter").text
    assert "programme d’écoute" not in adviser.get("/charter").text


# What fails, in both languages.

FAILURES: list[tuple[Callable[[], Exception], int, str, str]] = [
    (
        lambda: Refused("S3", "somebody else reviews it", "charter 1"),
        403,
        "Une autre personne le relit.",
        "Somebody else reviews it.",
    ),
    (NotHere, 404, "Cette page n’est pas là.", "This page is not here."),
    (lambda: InputRefused(f"call {SECRET}", SECRET), 404, "Cette page n’est pas là.", "This page is not here."),
    (lambda: ContentErased(SECRET), 410, "Cet appel a été effacé.", "This call was erased."),
    (lambda: StoreUnavailable(SECRET, SECRET), 503, "ne répond pas.", "does not answer."),
    (lambda: ValueError(SECRET), 500, "n’a pas pu être préparée.", "could not be prepared."),
]


class Broken:
    """An application whose adviser's page fails as told."""

    def __init__(self, installation: Installation) -> None:
        self.error: Exception = NotHere()
        self.waiting = installation
        settings, pool = installation.settings, installation.pool("web")
        origin = Origin(settings)
        pages = Pages(Frame(pool, origin, True), Sessions(pool, settings, False))
        failing: dict[str, Handler] = {"waiting": self.fail, "comment": self.take, "team": self.fail}
        self.application = FastAPI()
        self.application.include_router(page_router(pages, failing))

    def fail(self, visit: Visit) -> Any:
        raise self.error

    def take(self, visit: Visit, call: Any) -> Any:
        if visit.form.get("comment") == "wrong":
            raise InputRefused("the comment", SECRET)
        return visit.go("/calls")


@pytest.fixture(scope="module")
def broken(installation: Installation) -> Broken:
    return Broken(installation)


@pytest.fixture(scope="module")
def inside(broken: Broken, adviser: httpx.Client) -> TestClient:
    client = TestClient(broken.application, base_url="http://127.0.0.1", headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies.set("gardefou", adviser.cookies["gardefou"])
    return client


@pytest.mark.parametrize(("error", "status", "french", "english"), FAILURES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_failure_is_a_page(
    broken: Broken,
    inside: TestClient,
    caplog: pytest.LogCaptureFixture,
    error: Callable[[], Exception],
    status: int,
    french: str,
    english: str,
    language: str,
) -> None:
    broken.error = error()
    inside.cookies.set("gardefou-language", language)
    with caplog.at_level(logging.WARNING):
        answer = inside.get("/waiting")
    assert answer.status_code == status
    assert (english if language == "en" else french) in answer.text
    assert SECRET not in answer.text and "Traceback" not in answer.text and 'aria-label="' in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)
    if status == 500:
        reference = re.search(r'<code class="mono">(\w{8})</code>', answer.text)
        assert reference and reference[1] in caplog.text
        assert SECRET not in caplog.text and "ValueError" in caplog.text
    if status == 403:
        assert 'class="refusal"' in answer.text and 'class="clause-text"' in answer.text


def test_a_page_of_another_role_says_who_may_open_it(inside: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    inside.cookies.set("gardefou-language", "fr")
    with caplog.at_level(logging.WARNING):
        answer = inside.get("/team")
    assert answer.status_code == 403 and "responsable d’équipe" in answer.text and "Clause S10" in answer.text
    assert "asked for the page team" in caplog.text and "Le Gall" not in caplog.text


COMMENTS = ROUTES["comment"].path.replace("{call:uuid}", "00000000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"comment": "fine"}, 303),
        ({"comment": "wrong"}, 422),
        ({"comment": "a\0b"}, 422),
        ({"comment": "é" * 10_000}, 303),
        ({"comment": "x" * 70_000}, 413),
        ({"comment": "x" * 1_000_000}, 413),
        ({"comment": "x" * 3_000_000}, 413),
        ({str(n): "x" for n in range(2_000)}, 422),
    ],
)
def test_a_form_is_taken_whole_or_not_at_all(
    inside: TestClient, adviser: httpx.Client, fields: dict[str, str], status: int
) -> None:
    answer = inside.post(COMMENTS, data={"csrf": csrf(adviser), **fields}, follow_redirects=False)
    assert answer.status_code == status and SECRET not in answer.text
    if status == 413:
        assert "trop long" in answer.text and "x" * 100 not in answer.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("text/plain", b"csrf=1"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"comment=%FF%FE"),
    ],
)
def test_what_is_no_form_is_not_read(inside: TestClient, content_type: str, body: bytes) -> None:
    assert inside.post(COMMENTS, content=body, headers={"Content-Type": content_type}).status_code == 422


def test_a_large_form_is_answered_over_a_real_connection(adviser: httpx.Client) -> None:
    answer = post(adviser, "/preferences", comment="x" * 1_000_000)
    assert answer.status_code == 413 and "Rien n’en a été gardé" in answer.text


def test_programs_are_answered_with_json(adviser: httpx.Client) -> None:
    assert adviser.get("/api/nothing").json() == {"detail": "Not Found"}
    assert adviser.get("/api/health").json() == {"status": "ok"}
    assert adviser.post("/api/calls").json()["code"] == "access_refused"


@pytest.mark.parametrize(("method", "path"), [("POST", "/charter"), ("DELETE", "/sign-in"), ("GET", "/sign-out")])
def test_another_method_is_no_page(adviser: httpx.Client, method: str, path: str) -> None:
    answer = adviser.request(method, path)
    assert answer.status_code == 404 and "Cette page n’est pas là." in answer.text


def test_the_database_gone_is_a_page_that_says_what_is_safe(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable("the database", "does not answer")

    client = TestClient(web_application(installation), base_url="http://127.0.0.1")
    client.cookies.set("gardefou", "some-token")
    monkeypatch.setattr(Sessions, "signed_in", gone)
    answer = client.get("/charter")
    assert answer.status_code == 503 and "reste en place" in answer.text and answer.headers["retry-after"]
    assert client.get("/nothing").status_code == 404


# Where the pages are reached.


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", None),
        ("192.0.2.1", None),
        ("::", None),
        ("0.0.0.0", "http://gardefou.example.org"),
        ("127.0.0.1", "http://gardefou.example.org"),
        ("127.0.0.1", "gardefou.example.org"),
        ("127.0.0.1", "https://gardefou.example.org/pages"),
        ("127.0.0.1", "https://user@gardefou.example.org"),
        ("127.0.0.1", "https://gardefou.example.org:x"),
    ],
)
def test_pages_for_others_need_https(installation: Installation, host: str, address: str | None) -> None:
    settings = installation.settings.model_copy(update={"web_host": host, "web_address": address})
    with pytest.raises(SettingWrong, match="GARDEFOU_WEB_ADDRESS"):
        Origin(settings)


def test_over_https_cookies_and_browsers_are_told_so(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://gardefou.example.org"
    secure = installation.settings.model_copy(update={"web_host": "0.0.0.0", "web_address": address})
    monkeypatch.setattr(installation, "settings", secure)
    client = TestClient(web_application(installation), base_url=address, headers={"Origin": address})
    answer = client.post(
        "/sign-in", data={"login": "2001", "password": "quatre mots bien choisis"}, follow_redirects=False
    )
    given = answer.headers["set-cookie"]
    assert given.startswith("__Host-gardefou=") and "Secure" in given and "Path=/" in given and "Domain" not in given
    assert "max-age" in answer.headers["strict-transport-security"]
    assert client.get("/charter").status_code == 200
    elsewhere = TestClient(
        web_application(installation), base_url=address, headers={"Origin": "http://gardefou.example.org"}
    )
    assert elsewhere.post("/sign-in", data={"login": "2001", "password": "x"}).status_code == 403
