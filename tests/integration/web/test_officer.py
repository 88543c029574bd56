"""The pages of the data-protection officer: the register with its month, and what is done for somebody who asks."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest
from tests.installations import SITE, simulated_installation
from tests.integration.web.browsing import CSRF, employ, served, signed_in
from tests.spec.scene import Scene, transcript

from gardefou.governance.requests import due_on
from gardefou.governance.roles import PersonRole
from gardefou.kernel.transcript import Role

REFERENCE = "client-4711-perroquet"


@dataclass
class Office:
    scene: Scene
    client: httpx.Client

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.scene.ask(f"SELECT * FROM gardefou.{table}")

    def is_here(self, call: UUID) -> bool:
        return bool(self.scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", call))


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, "9001", PersonRole.DATA_PROTECTION_OFFICER, name="Déléguée Neuf")
        with served(installation) as url:
            yield Office(Scene(installation, made.directory), signed_in(url, "9001"))


def post(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    found = CSRF.search(client.get("/requests").text)
    assert found
    return client.post(path, data={"csrf": found[1], **fields})


def offered(office: Office, name: str, **more: object) -> UUID:
    return office.scene.offered(SITE, name, adviser="1001", **more)


def test_a_request_is_recorded_with_its_month_extended_and_answered(office: Office) -> None:
    office.scene.ask("DELETE FROM gardefou.requests")
    client, today = office.client, date.today()
    received = today - timedelta(days=3)
    assert client.get("/").headers["location"] == "/requests"
    fields = {"kind": "access", "reference": REFERENCE, "received_on": received.isoformat()}
    assert post(client, "/requests", **fields).headers["location"] == "/requests?done=recorded"
    (row,) = office.rows("requests")
    assert (row["received_on"], row["due_on"], row["person_id"]) == (received, due_on(received), None)
    assert len(bytes(row["reference"])) == 32 and REFERENCE.encode() not in bytes(row["reference"])
    page = client.get("/requests").text
    assert "1 demande attend" in page and REFERENCE not in page
    path = f"/requests/{row['id']}"
    assert post(client, f"{path}/extension", because="boredom").status_code == 422
    assert post(client, f"{path}/extension", because="complexity").status_code == 303
    assert post(client, f"{path}/extension", because="complexity").status_code == 422, "once"
    (row,) = office.rows("requests")
    assert (row["due_on"], row["extended_because"]) == (due_on(received, 3), "complexity")
    assert post(client, f"{path}/answer", outcome="granted").status_code == 303
    assert post(client, f"{path}/answer", outcome="refused").status_code == 422, "answered once"
    assert "Aucune demande n’attend" in client.get("/requests").text.replace("'", "’")


def test_what_is_overdue_stands_first_and_is_not_extended_any_more(office: Office) -> None:
    office.scene.ask("DELETE FROM gardefou.requests")
    today = date.today()
    for number, days in (("1001", 2), ("1002", 60), ("1003", 10)):
        fields = {"kind": "erasure", "number": number, "received_on": (today - timedelta(days=days)).isoformat()}
        assert post(office.client, "/requests", **fields).status_code == 303
    page = office.client.get("/requests").text
    assert re.findall(r"numéro (100\d)", page) == ["1002", "1003", "1001"] and "en retard" in page
    (late,) = office.scene.ask("SELECT id FROM gardefou.requests ORDER BY due_on LIMIT 1")
    assert post(office.client, f"/requests/{late['id']}/extension", because="number").status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "access", "received_on": "2026-01-01"},
        {"kind": "access", "number": "1001", "reference": "x", "received_on": date.today().isoformat()},
        {"kind": "access", "number": "nobody", "received_on": date.today().isoformat()},
        {"kind": "access", "number": "1001", "received_on": "soon"},
        {"kind": "access", "number": "1001", "received_on": (date.today() + timedelta(days=2)).isoformat()},
        {"kind": "curiosity", "number": "1001", "received_on": date.today().isoformat()},
        {"kind": "access", "reference": "x" * 300, "received_on": date.today().isoformat()},
    ],
)
def test_what_cannot_be_recorded_is_sent_back(office: Office, fields: dict[str, str]) -> None:
    before = office.rows("requests")
    answer = post(office.client, "/requests", **fields)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert office.rows("requests") == before


def test_a_customers_calls_are_found_by_what_was_typed_frozen_copied_and_erased(office: Office) -> None:
    mine = [offered(office, f"of the customer {i}", customer_reference=REFERENCE) for i in (1, 2)]
    other = offered(office, "of another", customer_reference="client-4712")
    client = office.client
    page = post(client, "/requests/subject", of_reference=REFERENCE).text
    assert "2 appels de cette personne" in page and REFERENCE not in page
    assert str(mine[0]) in page and str(other) not in page
    hashed = re.search(r'name="of_hash" value="([0-9a-f]{64})"', page)
    assert hashed
    whom = {"of_hash": hashed[1]}
    frozen = post(client, f"/requests/calls/{mine[0]}/freeze", asked_by="customer", **whom)
    assert frozen.status_code == 200 and "pas pendant un gel" in frozen.text
    copy = read(post(client, "/requests/subject/export", **whom))
    said = [each.text for each in transcript().segments if each.role is Role.CUSTOMER]
    advised = [each.text for each in transcript().segments if each.role is Role.ADVISER and len(each.text) > 20]
    by_call = {each["call"]["id"]: each for each in copy["data.json"]["calls"]}
    assert [each["text"] for each in by_call[str(mine[1])]["said"]] == said and said
    assert [each["text"] for each in by_call[str(mine[0])]["said"]] == said, "a freeze withholds nothing from them"
    assert not [text for text in advised if text in copy["index.html"] or text in json.dumps(copy["data.json"])]
    assert post(client, "/requests/subject/erasure", **whom).status_code == 422, "not sure"
    unasked = post(client, "/requests/subject/erasure", sure="yes", **whom)
    assert unasked.status_code == 422 and office.is_here(mine[1]), "nobody asked for it"
    ago = {"kind": "erasure", "reference": "client-4712", "received_on": date.today().isoformat()}
    assert post(client, "/requests", **ago).status_code == 303
    assert post(client, "/requests/subject/erasure", sure="yes", **whom).status_code == 422, "somebody else asked"
    assert "1 de ces appels a une réponse" in plain(unasked)
    office.scene.ask("DELETE FROM gardefou.requests")
    asked = {"received_on": (date.today() - timedelta(days=2)).isoformat()}
    erased = post(client, "/requests/subject/erasure", sure="yes", **asked, **whom)
    assert "Appels effacés : 1" in plain(erased)
    (row,) = office.rows("requests")
    assert (row["kind"], bytes(row["reference"]).hex()) == ("erasure", hashed[1])
    assert [office.is_here(each) for each in (*mine, other)] == [True, False, True]
    assert post(client, f"/requests/calls/{mine[0]}/lift", **whom).status_code == 200
    assert post(client, f"/requests/calls/{mine[0]}/erasure", sure="yes", **whom).status_code == 200
    assert [office.is_here(each) for each in (*mine, other)] == [False, False, True]


def plain(answer: httpx.Response) -> str:
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_calls_that_somebody_still_answers_are_frozen_instead(office: Office) -> None:
    answered = offered(office, "still answered", customer_reference="client-4713")
    whom = {"of_reference": "client-4713"}
    frozen = post(office.client, "/requests/subject/freeze", **whom)
    assert "Appels gelés : 1" in plain(frozen) and "réponse en cours" not in plain(frozen)
    asked = {"sure": "yes", "received_on": date.today().isoformat(), **whom}
    assert "Gelés, donc gardés : 1" in plain(post(office.client, "/requests/subject/erasure", **asked))
    assert office.is_here(answered)


def read(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as file:
        return {"data.json": json.loads(file.read("data.json")), "index.html": file.read("index.html").decode()}


def test_an_advisers_calls_are_found_by_number_and_the_copy_has_no_words(office: Office) -> None:
    call = offered(office, "of the adviser")
    page = post(office.client, "/requests/subject", of_number="1001").text
    assert str(call) in page
    copy = read(post(office.client, "/requests/subject/export", of_number="1001"))
    assert {each["said"] for each in copy["data.json"]["calls"]} == {None}
    assert post(office.client, "/requests/subject").status_code == 422


def test_an_objection_erases_the_call_or_keeps_it_from_coming(office: Office) -> None:
    call = offered(office, "objected")
    fields = {"source": "test", "external_id": "objected"}
    assert post(office.client, "/requests/objections", **fields).headers["location"].endswith("objection-erased")
    assert not office.is_here(call)
    fields = {"source": "test", "external_id": "still to come"}
    assert post(office.client, "/requests/objections", **fields).headers["location"].endswith("objection-noted")
    assert office.scene.receive(SITE, "still to come", adviser="1001").call is None
    assert post(office.client, "/requests/objections").status_code == 422
    for done in ("objection-erased", "objection-noted", "objection-waits", "nonsense"):
        assert office.client.get(f"/requests?done={done}").status_code == 200


def test_the_pages_are_said_in_english_too(office: Office) -> None:
    office.client.cookies.set("gardefou-language", "en")
    try:
        assert "What an erasure does not reach" in office.client.get("/requests").text
    finally:
        office.client.cookies.delete("gardefou-language")
