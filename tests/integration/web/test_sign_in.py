"""Signing in and out through real HTTP, and what a session is worth afterwards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher
from tests.installations import SITE, simulated_installation
from tests.integration.web.browsing import PASSWORD, browser, csrf, employ, post, served, sign_in, signed_in

from gardefou.adapters.postgres.accounts import session_digest
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.settings import read_settings
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.kernel.errors import SettingWrong

COOKIE = "gardefou"


@dataclass
class Scene:
    installation: Installation
    url: str

    def sql(self, statement: str, *values: Any) -> list[Any]:
        with psycopg.connect(self.installation.store.server.dsn("owner"), autocommit=True) as owner:
            cursor = owner.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def whole() -> Iterator[Scene]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, "2001", PersonRole.ADVISER, name="Maud Le Gall", email="Maud.LeGall@example.org")
        employ(installation, "2002", PersonRole.QUALITY_ANALYST)
        with served(installation) as url:
            yield Scene(installation, url)


@pytest.fixture
def scene(whole: Scene) -> Iterator[Scene]:
    """Without attempts or sessions of another test."""
    whole.sql("DELETE FROM gardefou.sign_in_failures")
    whole.sql("DELETE FROM gardefou.sessions")
    yield whole


def is_signed_in(client: httpx.Client) -> bool:
    return client.get("/charter").status_code == 200


@pytest.mark.parametrize("login", ["2001", " 2001 ", "maud.legall@EXAMPLE.org"])
def test_a_number_or_an_address_and_the_password_let_in(scene: Scene, login: str) -> None:
    client = browser(scene.url)
    assert client.get("/").headers["location"] == "/sign-in"
    answer = sign_in(client, login)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == "/waiting"
    assert "Maud Le Gall" in client.get("/charter").text


@pytest.mark.parametrize(
    ("login", "password"),
    [
        *[("2001", "wrong"), ("2001", PASSWORD.upper()), ("nobody", PASSWORD), ("1001", PASSWORD), ("2001", "")],
        *[("", "x"), ("2001", "x" * 5000), ("x" * 5000, PASSWORD), ("2001' OR '1'='1", PASSWORD)],
    ],
)
def test_whatever_is_wrong_is_answered_the_same(scene: Scene, login: str, password: str) -> None:
    client = browser(scene.url)
    answer = sign_in(client, login, password)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "ne vont pas ensemble" in answer.text
    assert len(password) < 3 or password not in answer.text
    assert COOKIE not in client.cookies and not is_signed_in(client)


def test_what_is_typed_is_shown_as_text(scene: Scene) -> None:
    answer = sign_in(browser(scene.url), '"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text


def test_five_attempts_in_vain_close_one_login_and_no_other(scene: Scene) -> None:
    client = browser(scene.url)
    assert [sign_in(client, "2001", "wrong").status_code for _ in range(5)] == [422] * 5
    closed = sign_in(client, "2001")
    assert closed.status_code == 429 and "quinze minutes" in closed.text and closed.headers.get("retry-after") is None
    assert sign_in(browser(scene.url), "2001").status_code == 429
    assert sign_in(browser(scene.url), "2002").status_code == 303
    assert len(scene.sql("SELECT 1 FROM gardefou.sign_in_failures")) == 5
    scene.sql("UPDATE gardefou.sign_in_failures SET at = at - interval '16 minutes'")
    assert sign_in(browser(scene.url), "2001").status_code == 303


def test_a_login_is_counted_by_who_it_names_only_as_typed(scene: Scene) -> None:
    client = browser(scene.url)
    for typed in ("NOBODY", "nobody", " Nobody", "nobody ", "noBody"):
        sign_in(client, typed, "wrong")
    assert sign_in(client, "nobody", "wrong").status_code == 429


def test_success_clears_the_failures_of_a_login(scene: Scene) -> None:
    for _ in range(3):
        for _ in range(4):
            assert sign_in(browser(scene.url), "2001", "wrong").status_code == 422
        assert sign_in(browser(scene.url), "2001").status_code == 303


def test_thirty_attempts_in_vain_close_an_address(scene: Scene) -> None:
    client = browser(scene.url)
    sign_in(client, "2002", "wrong")
    scene.sql(
        "INSERT INTO gardefou.sign_in_failures SELECT sha256(n::text::bytea), address_hash"
        " FROM gardefou.sign_in_failures, generate_series(1, 29) n"
    )
    assert sign_in(client, "2001").status_code == 429


def test_invented_addresses_do_not_walk_around_the_limit(scene: Scene) -> None:
    tried = [
        sign_in(browser(scene.url, **{"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}), f"no {n}")
        for n in range(31)
    ]
    assert [answer.status_code for answer in tried] == [422] * 30 + [429]


def test_a_proxy_that_the_settings_name_says_who_asks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = scene.installation.settings.model_copy(update={"trusted_proxy": "192.0.2.1, 127.0.0.1"})
    monkeypatch.setattr(scene.installation, "settings", settings)
    one_address = ("198.51.100.7", "::ffff:198.51.100.7", "::ffff:c633:6407", "203.0.113.5, 198.51.100.7")
    one_network = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::1")
    with served(scene.installation) as url:
        for address in (*one_address, *one_network, "2001:db8:1:3::1", "198.51.100.8"):
            assert sign_in(browser(url, **{"X-Forwarded-For": address}), f"from {address}").status_code == 422
    counted = scene.sql("SELECT count(*) FROM gardefou.sign_in_failures GROUP BY address_hash ORDER BY 1")
    assert [number for (number,) in counted] == [1, 1, len(one_network), len(one_address)]


@pytest.mark.parametrize("named", ["*", "proxy.example.org", "127.0.0.1,", "127.0.0.1/8"])
def test_a_proxy_is_named_by_its_address(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("GARDEFOU_TRUSTED_PROXY", named)
    with pytest.raises(SettingWrong, match="GARDEFOU_TRUSTED_PROXY: is not an address"):
        read_settings()


def test_failures_hold_neither_login_nor_address(scene: Scene) -> None:
    sign_in(browser(scene.url), "2001", "wrong")
    [(row,)] = scene.sql("SELECT row_to_json(f)::text FROM gardefou.sign_in_failures f")
    assert "2001" not in bytes.fromhex("".join(re.findall(r"x([0-9a-f]{64})", row))).decode("latin-1")
    assert "127.0.0.1" not in row


def test_the_stored_token_is_a_hash_and_the_cookie_is_closed_to_scripts(scene: Scene) -> None:
    client = browser(scene.url)
    given = sign_in(client, "2001").headers["set-cookie"]
    token = client.cookies[COOKIE]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in given.split(";")}
    assert len(token) >= 43
    [(digest,)] = scene.sql("SELECT digest FROM gardefou.sessions")
    assert digest == session_digest(token)


def test_signing_in_makes_a_new_session_and_ends_the_one_shown(scene: Scene) -> None:
    client = browser(scene.url)
    client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    sign_in(client, "2001")
    first = client.cookies[COOKIE]
    assert first != "chosen-by-somebody-else"
    sign_in(client, "2001")
    assert client.cookies[COOKIE] != first
    stale = browser(scene.url)
    stale.cookies.set(COOKIE, first)
    assert not is_signed_in(stale)


def test_a_cookie_copied_before_signing_out_is_nothing_afterwards(scene: Scene) -> None:
    client = signed_in(scene.url, "2001")
    copied = browser(scene.url)
    copied.cookies.set(COOKIE, client.cookies[COOKIE])
    assert is_signed_in(copied)
    answer = post(client, "/sign-out")
    assert answer.headers["location"] == "/sign-in?out=1" and COOKIE not in client.cookies
    assert "La session est fermée" in client.get("/sign-in?out=1").text
    assert not is_signed_in(copied)


@pytest.mark.parametrize(
    "aged",
    [
        "UPDATE gardefou.sessions SET seen_at = now() - interval '61 minutes'",
        "UPDATE gardefou.sessions SET expires_at = now() - interval '1 second'",
        "UPDATE gardefou.accounts SET disabled_at = now()",
        "UPDATE gardefou.accounts SET changed_at = now()",
    ],
)
def test_what_ends_a_session(scene: Scene, aged: str) -> None:
    client = signed_in(scene.url, "2001")
    assert is_signed_in(client)
    scene.sql(aged)
    try:
        answer = client.get("/charter")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fcharter")
        assert post_raw(client, "/sign-out").status_code == 403
    finally:
        scene.sql("UPDATE gardefou.accounts SET disabled_at = NULL")
    assert not is_signed_in(client)


def post_raw(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    return client.post(path, data=fields)


def test_use_keeps_a_session_open_until_its_last_hour(scene: Scene) -> None:
    client = signed_in(scene.url, "2001")
    for _ in range(3):
        scene.sql("UPDATE gardefou.sessions SET seen_at = now() - interval '59 minutes'")
        assert is_signed_in(client)
    [(hours,)] = scene.sql("SELECT extract(epoch FROM expires_at - made_at) / 3600 FROM gardefou.sessions")
    assert float(hours) == pytest.approx(12)


def test_another_password_ends_sessions_and_a_hash_made_anew_does_not(scene: Scene) -> None:
    client = signed_in(scene.url, "2001")
    dated = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    scene.sql("UPDATE gardefou.accounts SET password_hash = %s", dated)
    assert is_signed_in(signed_in(scene.url, "2001")) and is_signed_in(client)
    hashes = scene.sql(
        "SELECT password_hash FROM gardefou.accounts a JOIN gardefou.people ON id = person_id ORDER BY number"
    )
    assert hashes[0][0] != dated and hashes[1][0] == dated
    with administration_of(scene.installation) as administration:
        administration.accounts.put(administration.accounts.person("2001").id, hashes[0][0])
    assert not is_signed_in(client)


def test_a_role_that_was_taken_away_is_gone_at_once(scene: Scene) -> None:
    client = signed_in(scene.url, "2002")
    assert client.get("/").headers["location"] == "/reviews"
    with administration_of(scene.installation) as administration:
        administration.put_people([PersonNotice("2002", "Personne 2002", SITE, "A", frozenset({PersonRole.MANAGER}))])
    try:
        assert client.get("/").headers["location"] == "/team"
    finally:
        with administration_of(scene.installation) as administration:
            roles = frozenset({PersonRole.QUALITY_ANALYST})
            administration.put_people([PersonNotice("2002", "Personne 2002", SITE, "A", roles)])


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/charter?x=1", "/charter?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%09/evil.example", "/%09/evil.example"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_here(scene: Scene, wanted: str, goes_to: str) -> None:
    assert sign_in(browser(scene.url), "2001", next=wanted).headers["location"] == goes_to


def test_the_page_that_was_asked_for_comes_after_signing_in(scene: Scene) -> None:
    client = browser(scene.url)
    location = client.get("/charter?page=2").headers["location"]
    assert location == "/sign-in?next=%2Fcharter%3Fpage%3D2"
    assert 'name="next" value="/charter?page=2"' in client.get(location).text


def test_whoever_is_signed_in_needs_no_form(scene: Scene) -> None:
    assert signed_in(scene.url, "2001").get("/sign-in").headers["location"] == "/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "{url}"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "{url}"}, 403),
        ({}, 403),
    ],
)
def test_only_our_own_page_signs_in(scene: Scene, headers: dict[str, str], status: int) -> None:
    sent = {name: value.format(url=scene.url) for name, value in headers.items()}
    fields = {"login": "2001", "password": PASSWORD}
    assert httpx.post(f"{scene.url}/sign-in", data=fields, headers=sent).status_code == status


@pytest.mark.parametrize("token", ["", "wrong", "é", "of another session"])
def test_a_form_without_the_token_of_its_session_changes_nothing(scene: Scene, token: str) -> None:
    client = signed_in(scene.url, "2001")
    given = csrf(signed_in(scene.url, "2002")) if token == "of another session" else token
    answer = client.post("/sign-out", data={"csrf": given})
    assert answer.status_code == 403 and "ne vient pas de votre session" in answer.text
    assert is_signed_in(client)
    assert client.post("/preferences", data={"csrf": given, "theme": "dark"}).status_code == 403


def test_a_session_is_never_in_an_address_or_a_page(scene: Scene) -> None:
    client = signed_in(scene.url, "2001")
    assert client.cookies[COOKIE] not in client.get("/charter").text


@pytest.mark.parametrize("table", ["accounts", "sessions", "sign_in_failures"])
def test_the_web_role_has_no_right_on(scene: Scene, table: str) -> None:
    with psycopg.connect(scene.installation.store.server.dsn("web")) as web:
        for statement in ("SELECT 1 FROM gardefou.{}", "DELETE FROM gardefou.{}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement.format(table).encode())
            web.rollback()
