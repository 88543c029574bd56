"""The table where both sides sit, over HTTP: proposing, signing on another machine, stopping, a log without names."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
import pytest
from psycopg.types.json import Jsonb
from tests.installations import ADVISERS, SITE, receive, simulated_charter, simulated_installation
from tests.integration.web.browsing import employ, post, served, signed_in

from gardefou.adapters.postgres.queries import query
from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.adapters.signing.statement_file import read_statement, signature_text
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.evaluation.model import Scorecard
from gardefou.governance.acts import Signature
from gardefou.governance.roles import PersonRole

REPRESENTATIVE, EMPLOYER, ADVISER, OFFICER = "7001", "7002", ADVISERS[0], "7004"
EMPLOYEES_KEYS, EMPLOYERS_KEYS = ("Sylvie Marchetti", "Jean-Marc Ouédraogo"), ("Hélène Vasseur", "Olivier Renard")
SECRET = "Ce commentaire reste à la table."
RAN = """
    WITH made AS (
        INSERT INTO gardefou.calls (id, site_id, source, external_id, adviser_id, direction, started_at, week, roles,
            sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at, analyses_expire_at)
        SELECT uuidv7(), p.site_id, 'test', 'ran', p.id, 'inbound', now(), '', '{}', '', 1, 'never', true,
            now(), now(), now()
        FROM gardefou.people p WHERE p.number = %(adviser)s RETURNING id),
    heard AS (INSERT INTO gardefou.transcripts (call_id, version, model, language, duration_ms, content)
        SELECT id, 1, '', 'fr', 1, '' FROM made RETURNING call_id)
    INSERT INTO gardefou.shadows (call_id, version, scorecard_digest, model)
    SELECT call_id, 1, %(digest)s, 'ran-with-this' FROM heard"""
"""A proposed scorecard has run on a call."""


@dataclass
class Table:
    """An installation, and a browser for each person."""

    installation: Installation
    folder: Path
    representative: httpx.Client
    employer: httpx.Client
    adviser: httpx.Client
    officer: httpx.Client

    def key(self, name: str) -> SigningKey:
        return SimulatedSignatories(self.installation).key_of(name)

    def proposed(self, client: httpx.Client, **changes: str) -> str:
        """The path of a charter that somebody proposed with other numbers."""
        answer = post(client, "/charter/propose", **(fields(client) | changes))
        document = re.search(r'name="document" value="([^"]*)"', answer.text)
        assert document, answer.text
        return str(post(client, "/charter/propose/send", document=unescape(document[1])).headers["location"])

    def sign(self, client: httpx.Client, act: str, *names: str) -> httpx.Response:
        """Take what is to be signed elsewhere, sign it there, and bring the signatures back."""
        file = self.folder / "statement.json"
        for name in names:
            file.write_text(client.get(f"{act}/statement").text, encoding="utf-8")
            key = self.key(name)
            signature = Signature(key.public, key.sign(read_statement(file).statement))
            answer = post(client, f"{act}/sign", signature=signature_text(signature))
        return answer


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    charter = simulated_charter(draw={"rate": 0.05, "weekly_cap": 3})
    with simulated_installation(charter) as made, made.opened() as installation:
        employ(installation, REPRESENTATIVE, PersonRole.REPRESENTATIVE, name="Luc Perrin")
        employ(installation, EMPLOYER, PersonRole.EMPLOYER_SIGNATORY, name="Odile Faure")
        employ(installation, OFFICER, PersonRole.DATA_PROTECTION_OFFICER, name="Anne Vidal")
        employ(installation, ADVISER, PersonRole.ADVISER, name="Inès Colin")
        with served(installation) as url:
            people = [signed_in(url, number) for number in (REPRESENTATIVE, EMPLOYER, ADVISER, OFFICER)]
            yield Table(installation, tmp_path_factory.mktemp("elsewhere"), *people)


def fields(client: httpx.Client) -> dict[str, str]:
    page = client.get("/charter/propose").text
    found = re.findall(r'name="([a-z_-]+)" type="(?:text|date)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def heading(client: httpx.Client) -> str:
    found = re.search(r"<h1>\s*(.*?)\s*</h1>", client.get("/charter").text, re.DOTALL)
    assert found
    return unescape(found[1]).replace("\u00a0", " ")


def test_a_proposal_is_read_by_all_and_discussed_at_the_table_alone(table: Table) -> None:
    act = table.proposed(table.employer, version="2", **{"draw-rate": "8", "draw-weekly_cap": "4"})
    assert post(table.representative, f"{act}/comments", comment=SECRET).status_code == 303
    assert heading(table.adviser) == "La charte est en vigueur. Une proposition attend des signatures."
    for client in (table.representative, table.employer, table.officer, table.adviser):
        page = client.get(act).text.replace("\u00a0", " ")
        assert "<del>5 %</del> <ins>8 %</ins>" in page and "2 limites" in page
        is_at_the_table = client in (table.representative, table.employer)
        assert (SECRET in page) == (client is not table.adviser)
        assert ("Luc Perrin" in page) == (client is not table.adviser)
        assert (f'action="{act}/comments"' in page) == is_at_the_table
    page = table.representative.get("/charter").text
    assert "Refuser…" in page and "Retirer…" not in page
    assert post(table.representative, f"{act}/close", reason="x").headers["location"] == f"{act}?close=1#close"
    page = table.representative.get(f"{act}?close=1").text
    assert "Ce qui se ferme" in page and "la version 2 de la charte</strong>" in page and 'name="confirmed"' in page
    post(table.representative, f"{act}/close", reason="Trop d'appels.", confirmed="yes")
    assert "close sans effet" in table.adviser.get("/charter").text
    answer = table.sign(table.representative, act, EMPLOYEES_KEYS[0])
    assert answer.status_code == 422 and "plus ouvert" in answer.text


def test_what_is_signed_on_another_machine_comes_back_and_counts(table: Table) -> None:
    act = table.proposed(table.representative, version="3", **{"draw-rate": "4"})
    again = post(table.employer, "/charter/propose", **(fields(table.employer) | {"version": "3", "draw-rate": "4"}))
    assert again.headers["location"] == f"{act}?same=1"
    statement = json.loads(table.representative.get(f"{act}/statement").text)
    assert statement["document"]["draw"]["rate"] == 0.04 and statement["site"] == SITE
    key = table.key(EMPLOYEES_KEYS[0])
    for sent, why in (
        ("", "pas une signature"),
        (f"{key.public} {'0' * 127}", "pas une signature"),
        (f"{key.public} {key.sign(b'something else')}", "ne va pas avec cet acte"),
        (signature_text(Signature(SigningKey.generate("x").public, "0" * 128)), "aucun signataire"),
    ):
        answer = post(table.representative, f"{act}/sign", signature=sent)
        assert answer.status_code == 422 and why in answer.text
    answer = table.sign(table.representative, act, EMPLOYEES_KEYS[0])
    page = table.representative.get(answer.headers["location"]).text.replace("\u00a0", " ")
    assert "Il manque 1 signature des représentants du personnel ou 2 signatures de l’employeur" in page
    again = table.sign(table.representative, act, EMPLOYEES_KEYS[0])
    assert "Cette clé avait déjà signé" in table.representative.get(again.headers["location"]).text
    late = table.proposed(table.employer, version="3-late", **{"draw-rate": "7"})
    answer = table.sign(table.representative, act, EMPLOYEES_KEYS[1])
    page = table.adviser.get(late).text
    assert f'<a href="{act}">La version 3 de la charte</a>' in page
    page = table.adviser.get("/charter").text.replace("\u00a0", " ")
    assert "Les représentants du personnel seuls ont resserré la version 1, que les deux parties avaient signée" in page
    assert "non requise, l’autre partie a suffi, 0 reçue" in page
    assert "L’acte a pris effet" in table.representative.get(answer.headers["location"]).text
    assert "au taux de 4 %" in table.adviser.get("/charter").text.replace("\u00a0", " ")
    assert table.adviser.get(f"{act}/file").text.startswith("name: ")


def test_numbers_and_files_that_cannot_be_are_told_at_their_place(table: Table) -> None:
    given = fields(table.representative)
    for changes, field in (
        ({"draw-rate": "beaucoup"}, "draw-rate"),
        ({"draw-rate": "60", "version": "9"}, "draw-necessity"),
        ({"review-smallest_group": "9", "version": "9"}, "review-smallest_group"),
        ({}, "version"),
    ):
        answer = post(table.representative, "/charter/propose", **(given | changes))
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text
        assert 'aria-invalid="true"' in answer.text
    client = table.representative
    token = re.search(r'name="csrf" value="([^"]*)"', client.get("/charter").text)
    assert token
    for content, why in (
        (b"", "Choisissez"),
        (b"name: [", "YAML"),
        (b"name: A\nname: B\n", "name"),
        (b"x: &a [*a, *a]\n", "ligne 1"),
    ):
        answer = client.post("/charter/propose/file", data={"csrf": token[1]}, files={"file": ("c.yaml", content)})
        assert answer.status_code == 422 and why in answer.text
    act = client.get("/charter").text
    current = re.search(r'href="(/charter/acts/[^"]+/file)"', act)
    assert current
    changed = (
        client.get(current[1]).text.replace("weekly_cap: 3", "weekly_cap: 2").replace("version: '3'", "version: '4'")
    )
    answer = client.post("/charter/propose/file", data={"csrf": token[1]}, files={"file": ("c.yaml", changed.encode())})
    assert answer.status_code == 200 and "<ins>2" in answer.text and "une partie peut le signer seule" in answer.text
    answer = post(client, "/charter/propose/send", document='{"name": "x"}')
    assert answer.status_code == 422


def test_the_site_says_why_it_is_stopped_and_goes_on_when_both_have_signed(table: Table) -> None:
    assert post(table.employer, "/charter/suspension", reason=" \r\n ").status_code == 422
    assert "ne se voit pas" in post(table.employer, "/charter/suspension", reason="a\u200bb").text
    act = post(table.employer, "/charter/suspension", reason="Panne\r\nde l'annonce").headers["location"]
    act = act.removesuffix("/sign")
    page = post(table.representative, f"{act}/close", confirmed="yes").text
    assert table.adviser.get(act).status_code == 200 and "S32" in page
    table.sign(table.employer, act, EMPLOYERS_KEYS[0])
    assert heading(table.adviser) == f"Le site de {SITE} est suspendu. Rien n’y est traité."
    assert "Panne\nde l&#39;annonce" in table.adviser.get("/charter").text
    refused = table.representative.get("/agreement")
    assert refused.status_code == 403 and "Suspendu par l’employeur, le" in refused.text
    assert "Panne\nde l&#39;annonce" in refused.text and EMPLOYERS_KEYS[0] not in refused.text
    act = post(table.employer, "/charter/resumption", reason="réparée").headers["location"].removesuffix("/sign")
    page = table.representative.get(f"{act}/sign").text
    assert page.index("Panne\nde l&#39;annonce") < page.index("réparée") and "Hélène Vasseur" in page
    answer = table.sign(table.employer, act, *EMPLOYERS_KEYS)
    assert "n’a PAS encore repris" in table.employer.get(answer.headers["location"]).text
    second = post(table.representative, "/charter/resumption", reason="réparée aussi")
    assert second.status_code == 422 and f'href="{act}/sign"' in second.text
    assert "suspendu" in heading(table.adviser)
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    assert heading(table.adviser).startswith("La charte est en vigueur.")


def test_what_a_restored_backup_closed_goes_on_from_its_page(table: Table) -> None:
    with table.installation.pool("owner").connection() as connection:
        connection.execute(query("close_sites"), {"code": SITE})
    assert "sauvegarde restaurée" in table.employer.get("/charter/resumption").text
    act = post(table.employer, "/charter/resumption", reason="vérifiée").headers["location"].removesuffix("/sign")
    assert "une sauvegarde restaurée l’a fermé" in table.representative.get(f"{act}/sign").text
    table.sign(table.employer, act, *EMPLOYERS_KEYS)
    assert "suspendu" in heading(table.adviser)
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    assert heading(table.adviser).startswith("La charte est en vigueur.")


def test_two_of_a_side_stop_the_site_by_one_act(table: Table) -> None:
    act = table.proposed(table.employer, version="two-to-stop", **{"draw-weekly_cap": "9"})
    file = table.employer.get(f"{act}/file").text.replace("  signatures: 1", "  signatures: 2")
    post(table.employer, f"{act}/close", confirmed="yes")
    token = re.search(r'name="csrf" value="([^"]*)"', table.employer.get("/charter").text)
    assert token
    sent = {"data": {"csrf": token[1]}, "files": {"file": ("c.yaml", file.encode())}}
    document = re.search(r'name="document" value="([^"]*)"', table.employer.post("/charter/propose/file", **sent).text)
    assert document
    act = str(post(table.employer, "/charter/propose/send", document=unescape(document[1])).headers["location"])
    table.sign(table.employer, act, *EMPLOYERS_KEYS)
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    act = post(table.representative, "/charter/suspension", reason="à deux").headers["location"].removesuffix("/sign")
    answer = table.sign(table.representative, act, EMPLOYEES_KEYS[0])
    page = table.representative.get(answer.headers["location"]).text
    assert "n’est PAS encore arrêté" in page and "n’est PAS encore arrêté" in table.representative.get("/charter").text
    second = post(table.representative, "/charter/suspension", reason="à part")
    assert second.status_code == 422 and f'href="{act}/sign"' in second.text
    assert "PAS encore" not in table.employer.get("/charter/suspension").text
    assert post(table.employer, "/charter/suspension", reason="la nôtre").status_code == 303
    table.sign(table.representative, act, EMPLOYEES_KEYS[1])
    assert "suspendu" in heading(table.adviser)
    act = post(table.employer, "/charter/resumption", reason="fini").headers["location"].removesuffix("/sign")
    table.sign(table.employer, act, *EMPLOYERS_KEYS)
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    assert heading(table.adviser).startswith("La charte est en vigueur.")


def test_a_side_changes_its_signatories_by_its_own_form(table: Table) -> None:
    page = table.representative.get("/charter/succession").text
    given = {
        name: unescape(value) for name, value in re.findall(r'name="([a-z]+-\d|required)" [^>]*value="([^"]*)"', page)
    }
    assert given["name-1"] == "Sylvie Marchetti" and given["required"] == "2"
    elected = SigningKey.generate("Nora Petit")
    wrong = post(table.representative, "/charter/succession", **(given | {"name-4": "Nora Petit", "key-4": "12"}))
    assert wrong.status_code == 422 and 'value="Nora Petit"' in wrong.text
    new = {"name-4": elected.name, "organisation-4": "CGT", "key-4": elected.public.upper()}
    act = post(table.representative, "/charter/succession", **(given | new)).headers["location"].removesuffix("/sign")
    assert "Refuser" not in table.employer.get(act).text
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    assert "celle de Nora Petit" in table.representative.get(act).text
    signature = Signature(elected.public, elected.sign(_statement(table, act)))
    post(table.representative, f"{act}/sign", signature=signature_text(signature))
    assert "Nora Petit" in table.adviser.get("/charter").text


def test_a_scorecard_is_read_with_its_models_and_its_agreement_before_it_is_signed(table: Table) -> None:
    found = re.search(r'href="(/charter/acts/[^"]+)">La grille', table.adviser.get("/charter").text)
    assert found
    page = table.adviser.get(found[1]).text
    assert "Modèles qui répondent" in page and page.count("accord non mesuré") > 5
    assert post(table.representative, f"/charter/scorecards/{'0' * 64}").status_code == 404


def test_a_scorecard_that_ran_in_shadow_is_put_to_signature_and_is_in_force_when_both_have_signed(table: Table) -> None:
    with table.installation.pool("owner").connection() as connection:
        signed = connection.execute("SELECT document FROM gardefou.acts WHERE kind = 'scorecard' LIMIT 1").fetchone()
        assert signed
        tried = Scorecard.model_validate(signed["document"]["scorecard"]).model_copy(update={"version": "put-1"})
        connection.execute(
            "INSERT INTO gardefou.proposals (site_id, scorecard_digest, document, proposed_by)"
            " SELECT site_id, %s, %s, id FROM gardefou.people WHERE number = %s",
            [tried.digest, Jsonb(tried.model_dump(mode="json")), REPRESENTATIVE],
        )
    put = f"/charter/scorecards/{tried.digest}"
    assert f'action="{put}"' in table.employer.get("/charter").text
    assert f'action="{put}"' not in table.adviser.get("/charter").text
    refused = post(table.employer, put)
    assert refused.status_code == 422 and "couru sur aucun appel" in refused.text
    with table.installation.pool("owner").connection() as connection:
        connection.execute(RAN, {"digest": tried.digest, "adviser": ADVISER})
    assert post(table.adviser, put).status_code == 403
    act = post(table.employer, put).headers["location"]
    page = table.adviser.get(act).text
    assert "put-1" in page and "ran-with-this" in page
    table.sign(table.employer, act, *EMPLOYERS_KEYS)
    assert "A pris effet" not in table.adviser.get(act).text
    table.sign(table.representative, act, *EMPLOYEES_KEYS)
    assert "A pris effet" in table.adviser.get(act).text
    with table.installation.pool("owner").connection() as connection:
        row = connection.execute("SELECT scorecard_digest FROM gardefou.sites WHERE code = %s", [SITE]).fetchone()
    assert row and row["scorecard_digest"] == tried.digest


def test_the_log_names_nobody_and_hides_what_few_advisers_did(table: Table) -> None:
    receive(table.installation, min(sample_calls(), key=lambda call: call.sound.stat().st_size), adviser=ADVISER)
    table.adviser.get("/rights")
    for client in (table.representative, table.officer):
        page = client.get("/charter/log").text
        lines = [unescape(re.sub(r"<[^>]+>", "|", each)) for each in re.findall(r"<li><span>.*?</li>", page)]
        assert any("conseillère" in each and "masqué" in each for each in lines)
        assert any("représentante" in each and re.search(r"\d+ fois", each) for each in lines)
        main = page[page.index("<main") : page.index("</main>")]
        assert not [
            name for name in ("Perrin", "Faure", "Vidal", "Colin", "Adviser", ADVISER, EMPLOYER) if name in main
        ]
    for client in (table.employer, table.adviser):
        assert client.get("/charter/log").status_code == 403


def test_nobody_else_proposes_signs_or_stops(table: Table) -> None:
    act = table.proposed(table.representative, version="8", **{"draw-weekly_cap": "1"})
    for client in (table.adviser, table.officer):
        for path in ("propose", "succession", "suspension", "resumption", "keys"):
            assert client.get(f"/charter/{path}").status_code == 403
        for path in (f"{act}/sign", f"{act}/close", f"{act}/comments", "/charter/suspension", "/charter/propose/send"):
            assert post(client, path, reason="x", comment="x", document="{}", signature="x").status_code == 403
    assert table.representative.get(act.replace(act[-4:], "0000")).status_code == 404


def _statement(table: Table, act: str) -> bytes:
    file = table.folder / "statement.json"
    file.write_text(table.representative.get(f"{act}/statement").text, encoding="utf-8")
    return read_statement(file).statement
