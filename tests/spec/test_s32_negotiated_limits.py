"""S32: limits come from a charter that both sides signed: one side may tighten them, nobody else changes anything."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.installations import notice
from tests.spec.negotiating import DRAW, EMPLOYEES, EMPLOYER, Table, day_after, signature_of
from tests.spec.scene import INTAKE, Scene

from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.bootstrap.installation import administration_of, operator
from gardefou.entrypoints.cli.charter_table import Table as CommandTable
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.acts import ActKind, Signature
from gardefou.governance.subjects import ArrivingCall, SiteWork
from gardefou.governance.terms.parties import Party, Recovery, Side, Signatory
from gardefou.governance.waiting import stop_waiting
from gardefou.kernel.errors import InputRefused, Refused

TIGHTER, LOOSER = {"draw": DRAW | {"rate": 0.02}}, {"draw": DRAW | {"rate": 0.08}}
LOCKED = ("acts", "act_signatures")
ACTS = b"(SELECT id FROM gardefou.acts WHERE site_id = %(site)s)"
FIRST = ACTS.decode().replace("SELECT id", "SELECT min(id::text)::uuid")
RATE = f"UPDATE gardefou.acts SET document = jsonb_set(document, '{{draw,rate}}', '0.5') WHERE id = {FIRST}"
ALTERATIONS = (
    RATE,
    "UPDATE gardefou.sites SET charter_digest = (SELECT min(digest) FROM gardefou.charters WHERE digest <>"
    " charter_digest) WHERE id = %(site)s",
    f"UPDATE gardefou.act_signatures SET value = repeat('3', 128) WHERE act_id = {FIRST}",
    f"UPDATE gardefou.act_signatures SET key = repeat('3', 64) WHERE act_id = {FIRST} AND key = (SELECT min(key)"
    f" FROM gardefou.act_signatures WHERE act_id = {FIRST})",
    f"DELETE FROM gardefou.act_signatures WHERE act_id = {FIRST}",
    f"UPDATE gardefou.acts SET kind = 'suspension' WHERE id = {FIRST}",
    f"UPDATE gardefou.acts SET sequence = NULL, effected_at = NULL WHERE id = {FIRST}",
)
"""What whoever owns the database could write, so that it lets itself do more."""
REVISE = b"UPDATE gardefou.sites SET revision = revision + 1 WHERE id = %(site)s"
KEPT = (
    (
        b"SELECT id, kind, document::text AS document, sequence, effected_at FROM gardefou.acts"
        b" WHERE site_id = %(site)s",
        b"UPDATE gardefou.acts SET kind = %(kind)s, document = %(document)s, sequence = %(sequence)s,"
        b" effected_at = %(effected_at)s WHERE id = %(id)s",
    ),
    (
        b"SELECT s.* FROM gardefou.act_signatures s WHERE s.act_id IN " + ACTS,
        b"INSERT INTO gardefou.act_signatures (act_id, key, value, at) VALUES (%(act_id)s, %(key)s, %(value)s, %(at)s)",
    ),
    (
        b"SELECT id, state, charter_digest FROM gardefou.sites WHERE id = %(site)s",
        b"UPDATE gardefou.sites SET state = %(state)s, charter_digest = %(charter_digest)s WHERE id = %(id)s",
    ),
)


@pytest.fixture(scope="module")
def table(scene: Scene) -> Table:
    return Table.opened(scene, "limits")


@pytest.fixture(scope="module")
def altered(scene: Scene) -> Table:
    return Table.opened(scene, "altered")


# What is not signed by enough opens nothing.


def test_s32_an_unsigned_and_a_half_signed_charter_open_nothing(scene: Scene) -> None:
    table = Table.closed(scene, "unsigned")
    act = table.propose(table.charter())
    assert table.clause() == "S17"
    for name in EMPLOYEES:
        signed = table.sign(act, name)
        assert not signed.in_force and table.clause() == "S17"
    assert signed.lacking.newcomers == EMPLOYER
    assert not table.sign(act, EMPLOYER[0], by=Side.EMPLOYER).in_force and table.clause() == "S17"
    assert table.sign(act, EMPLOYER[1], by=Side.EMPLOYER).in_force and table.clause() is None


def test_s32_a_key_that_signs_twice_counts_once(scene: Scene) -> None:
    table = Table.closed(scene, "twice")
    act = table.propose(table.charter())
    table.sign(act, *EMPLOYER, EMPLOYEES[0], EMPLOYEES[0])
    assert table.get(act.act.id).is_open and len(table.get(act.act.id).signatures) == 3
    assert table.sign(act, *EMPLOYEES[1:]).in_force


def test_s32_the_first_charter_needs_every_key_that_it_names(scene: Scene) -> None:
    table = Table.closed(scene, "first-charter")
    recovery, given = SigningKey.generate("Fédération"), table.charter()
    held = given.parties.employees.model_copy(update={"recovery": Recovery(holder="Fédération", key=recovery.public)})
    parties = given.parties.model_copy(update={"employees": held})
    act = table.propose(given.model_copy(update={"parties": parties}))
    signed = table.sign(act, *EMPLOYEES[:2], *EMPLOYER)
    assert not signed.in_force and signed.lacking.newcomers == (EMPLOYEES[2], "Fédération")
    assert not table.sign(act, EMPLOYEES[2]).in_force and table.clause() == "S17"
    assert table.sign(act, recovery).in_force and table.clause() is None


def test_s32_a_key_of_nobody_and_a_signature_of_something_else_are_refused(table: Table, scene: Scene) -> None:
    act, other = (
        table.propose(table.charter(**LOOSER, version="2")),
        table.propose(table.charter(**LOOSER, version="3")),
    )
    elsewhere = Table.closed(scene, "elsewhere")
    both: dict[str, dict[str, list[str]]] = {"limits": {"features": []}, "elsewhere": {"features": []}}
    same = [each.propose(each.charter(sites=both)) for each in (table, elsewhere)]
    key, stranger = table.key(EMPLOYEES[0]), SigningKey.generate("Sylvie Marchetti")
    with pytest.raises(Refused, match="of no signatory"):
        table.add(act, signature_of(stranger, act.act))
    forged = [
        signature_of(key, other.act),
        signature_of(key, replace(act.act, installation=uuid4())),
        Signature(key.public, signature_of(stranger, act.act).value),
        Signature(key.public, key.sign(act.act.statement.removeprefix(b"gardefou statement 1\n"))),
    ]
    for each in forged:
        with pytest.raises(InputRefused, match="does not fit"):
            table.add(act, each)
    assert same[0].act.subject == same[1].act.subject
    with pytest.raises(InputRefused, match="does not fit"):
        elsewhere.add(same[1], signature_of(key, same[0].act))
    assert not any(table.get(each.act.id).signatures for each in (act, other, *same[:1]))


# One side alone tightens, and only that.


def test_s32_one_side_tightens_at_once_and_loosens_nothing(scene: Scene) -> None:
    table = Table.opened(scene, "tighter")
    for side, names in ((Side.EMPLOYEES, EMPLOYEES[:2]), (Side.EMPLOYER, EMPLOYER)):
        rate = table.standing.charter.draw.rate  # type: ignore[union-attr]
        looser = table.propose(table.charter(draw=DRAW | {"rate": rate * 2}, version="2"), by=side)
        assert not table.sign(looser, *names, by=side).in_force
        assert table.standing.charter.draw.rate == rate  # type: ignore[union-attr]
        tighter = table.propose(table.charter(draw=DRAW | {"rate": rate / 2}, version="3"), by=side)
        assert not table.sign(tighter, names[0], by=side).in_force
        assert table.sign(tighter, names[1], by=side).in_force
        assert table.standing.charter.draw.rate == rate / 2  # type: ignore[union-attr]


def test_s32_a_change_that_tightens_one_limit_and_loosens_another_needs_both(scene: Scene) -> None:
    table = Table.opened(scene, "mixed")
    mixed = table.propose(table.charter(draw={"rate": 0.01, "weekly_cap": 5}))
    signed = table.sign(mixed, *EMPLOYEES)
    assert not signed.in_force and signed.lacking.of_sides[Side.EMPLOYER] == 2
    assert table.sign(mixed, *EMPLOYER, by=Side.EMPLOYER).in_force


def test_s32_a_charter_that_takes_effect_ends_the_others_that_were_signed_for_what_was_before(scene: Scene) -> None:
    table = Table.opened(scene, "superseded")
    looser = table.propose(table.charter(**LOOSER, version="2"), by=Side.EMPLOYER)
    table.sign(looser, *EMPLOYEES)
    tighter = table.propose(table.charter(**TIGHTER, version="3"))
    assert table.sign(tighter, *EMPLOYEES[:2]).in_force
    for name in EMPLOYER:
        with pytest.raises(InputRefused, match="not open any more"):
            table.sign(looser, name, by=Side.EMPLOYER)
    assert table.standing.charter.version == "3"  # type: ignore[union-attr]


def test_s32_a_trifle_that_one_side_tightens_does_not_end_what_the_other_has_half_signed(scene: Scene) -> None:
    table = Table.opened(scene, "trifle")
    theirs = table.propose(table.charter(draw={"rate": 0.02, "weekly_cap": 3}, version="2"))
    table.sign(theirs, EMPLOYEES[0])
    less = table.propose(table.charter(draw={"rate": 0.05, "weekly_cap": 2}, version="3"))
    table.sign(less, EMPLOYEES[0])
    trifle = table.propose(table.charter(draw={"rate": 0.03, "weekly_cap": 3}, version="4"), by=Side.EMPLOYER)
    assert table.sign(trifle, *EMPLOYER, by=Side.EMPLOYER).in_force
    assert not table.get(less.act.id).is_open, "it would raise the rate again"
    assert table.sign(theirs, EMPLOYEES[1]).in_force
    assert table.standing.charter.draw.rate == 0.02  # type: ignore[union-attr]


def test_s32_whoever_could_be_outvoted_says_no_and_cannot_end_what_the_other_side_does_alone(scene: Scene) -> None:
    table = Table.opened(scene, "no")
    looser = table.propose(table.charter(**LOOSER), by=Side.EMPLOYER)
    tighter = table.propose(table.charter(**TIGHTER))
    suspension = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    consultation = table.consultation()
    assert consultation.give_up(table.representative, table.site, looser.act.id, "too many calls")
    for act in (tighter, suspension):
        with pytest.raises(Refused, match="can do alone"):
            consultation.give_up(table.employer, table.site, act.act.id)
        with pytest.raises(Refused, match="can do alone"):
            table.consultation(role="owner").give_up(operator(), table.site, act.act.id)
        assert table.get(act.act.id).is_open
    with table.scene.installation.pool("web").connection() as connection:
        connection.execute("SELECT set_config('gardefou.person', %s, false)", [str(table.employer.id)])
        closed = connection.execute("SELECT gardefou.close_act(%s) AS closed", [suspension.act.id]).fetchone()
        connection.execute("SELECT set_config('gardefou.person', '', false)")
    assert closed == {"closed": False}


# A charter that could not be what people mean is not even proposed.


def test_s32_what_could_never_take_effect_is_not_proposed(table: Table) -> None:
    document = dict(table.charter().document)
    short = {name: value for name, value in document.items() if name != "erasure_by_adviser"}
    unseen = document | {"name": "Ap\u200bpels"}
    keyless = {**document, "parties": dict(document["parties"])}
    keyless["parties"]["employer"] = {
        **document["parties"]["employer"],
        "signatories": [each | {"key": None} for each in document["parties"]["employer"]["signatories"]],
    }
    others = table.charter()
    strangers = others.parties.model_copy(update={"employer": party(SigningKey.generate("Paul"))})
    refused = {
        "does not name this site": table.charter(sites={"another": {"features": []}}).document,
        "serves simulated installations": document | {"simulated": False, "agreement_floor": 0.6},
        "has no key yet": keyless,
        "named by a succession": others.model_copy(update={"parties": strangers}).document,
        "has expired": document | {"valid_from": "2020-01-01", "valid_until": "2020-12-31"},
    }
    for why, each in refused.items():
        with pytest.raises(Refused, match=why):
            table.propose(each)
    for why, each in {"written in full": short, "cannot be seen": unseen}.items():
        with pytest.raises(InputRefused, match=why):
            table.propose(each)


# What is in force is what was signed, in time, by a clock that goes forward.


def test_s32_before_its_first_and_after_its_last_day_nothing_is_done(scene: Scene) -> None:
    today = datetime.now(UTC).date()
    table = Table.opened(scene, "dated", valid_from=today, valid_until=today + timedelta(days=30))
    assert table.clause() is None
    assert table.clause(now=day_after(today + timedelta(days=29))) is None
    assert table.clause(now=day_after(today + timedelta(days=30))) == "S32"
    late = Table.opened(scene, "late", valid_from=today + timedelta(days=3), valid_until=today + timedelta(days=9))
    assert late.clause() == "S32"
    assert late.clause(now=day_after(today + timedelta(days=2))) is None


def test_s32_a_clock_that_was_set_back_opens_nothing_and_signs_nothing(scene: Scene) -> None:
    table = Table.opened(scene, "clock")
    before = datetime.now(UTC) - timedelta(days=30)
    assert table.clause(now=before) == "S32"
    act = table.propose(table.charter(**TIGHTER))
    table.add(act, signature_of(table.key(EMPLOYEES[0]), act.act))
    signed = table.add(act, signature_of(table.key(EMPLOYEES[1]), act.act), now=before)
    assert not signed.in_force and signed.hindrance and "the clock" in signed.hindrance.text
    assert table.sign(act, EMPLOYEES[1]).in_force
    stop = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    assert table.add(stop, signature_of(table.key(EMPLOYEES[0]), stop.act), now=before).in_force, "no clock hinders it"


@pytest.mark.parametrize("statement", ALTERATIONS)
def test_s32_a_row_that_nobody_signed_closes_the_site(altered: Table, statement: str) -> None:
    with changed_by_hand(altered, statement):
        assert altered.clause() == "S32"
    assert altered.clause() is None


def test_s32_a_suspension_that_was_taken_out_of_the_rows_goes_on(scene: Scene) -> None:
    table = Table.opened(scene, "reopened-by-hand")
    table.suspend(EMPLOYEES[0])
    with changed_by_hand(
        table, "UPDATE gardefou.sites SET state = 'open', revision = revision + 1 WHERE id = %(site)s"
    ):
        assert table.clause() == "S18"


def test_s32_every_process_verifies_for_itself(altered: Table) -> None:
    installation = altered.scene.installation
    assert _rate(altered.gate(role="owner"), altered) == DRAW["rate"]
    pool, journal = installation.pool("owner"), installation.journal
    fresh = PostgresGate(pool, installation.sounds, True, lambda: datetime.now(UTC), journal)
    with changed_by_hand(altered, RATE, revised=False):
        assert _rate(altered.gate(role="owner"), altered) == DRAW["rate"]
        assert _rate(fresh, altered) is None


# Who signs for a side is that side's own matter.


def test_s32_a_lost_key_an_election_and_a_rotation_are_signed_by_their_side_alone(scene: Scene) -> None:
    table = Table.opened(scene, "elected")
    keys = {name: table.key(name) for name in EMPLOYEES}
    elected, rotated = SigningKey.generate("Nora Petit"), SigningKey.generate("Jean-Marc Ouédraogo")
    successor = party(keys[EMPLOYEES[0]], rotated, elected, required=2)
    act = table.succession(Side.EMPLOYEES, successor)
    table.sign(act, rotated, elected)
    with pytest.raises(Refused, match="of no signatory"):
        table.sign(act, *EMPLOYER, by=Side.EMPLOYER)
    assert not table.sign(act, EMPLOYEES[0]).in_force
    assert table.sign(act, EMPLOYEES[2]).in_force
    assert table.standing.parties.employees == successor  # type: ignore[union-attr]
    parties = table.standing.parties
    tighter = table.propose(table.charter(**TIGHTER).model_copy(update={"parties": parties}))
    with pytest.raises(Refused, match="of no signatory"):
        table.sign(tighter, EMPLOYEES[2])
    assert table.sign(tighter, rotated, elected).in_force
    back = party(keys[EMPLOYEES[2]], elected)
    with pytest.raises(Refused, match="given up"):
        table.succession(Side.EMPLOYEES, back)
    with pytest.raises(Refused, match="given up"):
        table.succession(Side.EMPLOYEES, party(table.key(EMPLOYER[0]), elected))


def test_s32_whoever_is_new_shows_that_the_key_is_theirs(scene: Scene) -> None:
    table = Table.opened(scene, "new")
    elected = SigningKey.generate("Nora Petit")
    act = table.succession(Side.EMPLOYEES, party(table.key(EMPLOYEES[0]), elected))
    signed = table.sign(act, *EMPLOYEES)
    assert not signed.in_force and signed.lacking.newcomers == ("Nora Petit",)
    assert table.sign(act, elected).in_force


def test_s32_a_recovery_key_names_signatories_and_signs_nothing_else(scene: Scene) -> None:
    table = Table.opened(scene, "recovered")
    recovery, elected = SigningKey.generate("Fédération"), SigningKey.generate("Nora Petit")
    members = [table.key(name) for name in EMPLOYEES]
    held = party(*members, required=2).model_copy(
        update={"recovery": Recovery(holder="Fédération", key=recovery.public)}
    )
    assert table.sign(table.succession(Side.EMPLOYEES, held), *EMPLOYEES[:2]).in_force
    suspension = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    with pytest.raises(Refused, match="of no signatory"):
        table.sign(suspension, recovery)
    act = table.succession(Side.EMPLOYEES, party(elected))
    assert not table.sign(act, elected).in_force
    assert table.sign(act, recovery).in_force
    assert table.standing.parties.employees == party(elected)  # type: ignore[union-attr]


# What whoever reaches the web server's connection can write.


@contextmanager
def as_person(table: Table, side: Side) -> Iterator[psycopg.Connection]:
    with psycopg.connect(table.scene.installation.store.server.dsn("web")) as connection:
        connection.execute("SELECT set_config('gardefou.person', %s, true)", [str(table.person(side).id)])
        yield connection


def test_s32_a_signature_that_does_not_fit_keeps_none_out_that_does(scene: Scene) -> None:
    table = Table.opened(scene, "junk")
    act, key = table.propose({"reason": "a test"}, ActKind.SUSPENSION), table.key(EMPLOYEES[0])
    with as_person(table, Side.EMPLOYER) as web:
        junk = "INSERT INTO gardefou.act_signatures (act_id, key, value) VALUES (%s, %s, repeat('0', 128))"
        web.execute(junk, [act.act.id, key.public])
    with table.gate().transaction(table.representative, operation(Verb.READ_ACTS), SiteWork(table.site)) as tx:
        listed = tx.acts.listed()
    assert not table.get(act.act.id).signatures
    assert stop_waiting(listed, table.standing, Side.EMPLOYEES) is None
    assert table.sign(act, key).in_force and table.clause() == "S18"


def test_s32_a_signature_that_does_not_count_is_refused_while_calls_are_under_way_and_keeps_none_waiting(
    scene: Scene,
) -> None:
    table = Table.opened(scene, "unlocked")
    act = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    fitting, stranger = signature_of(table.key(EMPLOYEES[0]), act.act), SigningKey.generate("Nobody")
    new = notice("new", site=table.site)
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True)
    useless = ((replace(fitting, value="0" * 128), InputRefused), (signature_of(stranger, act.act), Refused))
    with ThreadPoolExecutor(1) as pool, scene.gate().transaction(INTAKE, Action(Verb.RECEIVE), arriving):
        for junk, error in useless:
            with pytest.raises(error):
                pool.submit(table.add, act, junk).result(30)
    entries = scene.logged(lambda: table.add(act, fitting))
    assert [(entry["verb"], entry["refused_by"]) for entry in entries] == [("sign", None)]


def test_s32_what_nobody_signed_takes_no_effect_and_what_is_no_act_is_not_written(scene: Scene) -> None:
    table = Table.opened(scene, "raw")
    act = table.propose(table.charter(**TIGHTER))
    add = "INSERT INTO gardefou.acts (id, site_id, kind, document, side, proposed_by)"
    with pytest.raises(psycopg.errors.CheckViolation), as_person(table, Side.EMPLOYER) as web:
        values = "SELECT %s, site_id, 'succession', '[]', 'employer', gardefou.person() FROM gardefou.acts"
        web.execute(f"{add} {values} WHERE id = %s".encode(), [uuid4(), act.act.id])
    with pytest.raises(psycopg.Error, match="not open"), as_person(table, Side.EMPLOYER) as web:
        web.execute("SELECT gardefou.take_effect(%s, now(), repeat('a', 64), false)", [act.act.id])
    assert table.clause() is None and table.get(act.act.id).is_open


def test_s32_acts_take_effect_one_after_another_whatever_a_clock_says(scene: Scene) -> None:
    """What was signed in the last second of a charter, or a moment before what was signed last, verifies."""
    table = Table.opened(scene, "order")
    last = table.standing.latest
    assert last is not None
    act = table.propose(table.charter(**TIGHTER))
    now = last - timedelta(milliseconds=1)
    assert [table.add(act, signature_of(table.key(name), act.act), now=now).in_force for name in EMPLOYEES[:2]][1]
    assert (table.standing.latest, table.clause()) == (last, None)


def test_s32_an_altered_site_says_which_act_does_not_verify_and_takes_its_signature_back(scene: Scene) -> None:
    table = Table.opened(scene, "mended")
    first = table.propose(table.charter(**TIGHTER))
    table.sign(first, *EMPLOYEES[:2])
    lost = signature_of(table.key(EMPLOYEES[1]), first.act)
    with scene.installation.pool("owner").connection() as connection:
        connection.execute("ALTER TABLE gardefou.act_signatures DISABLE TRIGGER USER")
        connection.execute("DELETE FROM gardefou.act_signatures WHERE value = %s", [lost.value])
        connection.execute("ALTER TABLE gardefou.act_signatures ENABLE TRIGGER USER")
        connection.execute("UPDATE gardefou.sites SET revision = revision + 1 WHERE code = 'mended'")
    acts, altered = CommandTable(scene.installation, "mended").verified()
    assert altered and acts[-1].act.act.id == first.act.id and acts[-1].fault and not acts[0].fault
    with pytest.raises(InputRefused, match="not open any more"):
        table.add(first, lost)
    with pytest.raises(InputRefused, match="does not fit"):
        CommandTable(scene.installation, "mended").sign(first.act, replace(lost, value="0" * 128))
    assert CommandTable(scene.installation, "mended").sign(first.act, lost).in_force
    assert table.clause() is None and not CommandTable(scene.installation, "mended").verified()[1]


def test_s32_a_clock_that_stood_ahead_is_set_right_and_that_is_logged(scene: Scene) -> None:
    table = Table.opened(scene, "ahead")
    scene.ask("UPDATE gardefou.clock SET seen_at = clock_timestamp() + interval '1 year'")
    try:
        assert table.clause() == "S32"
    finally:
        with administration_of(scene.installation) as administration:
            administration.set_clock()
    assert table.clause() is None
    logged = scene.ask("SELECT actor_kind, change FROM gardefou.audit WHERE change ? 'clock'")
    assert [(row["actor_kind"], len(row["change"]["clock"])) for row in logged] == [("operator", 2)]


def test_s32_what_the_database_cannot_keep_is_refused_without_its_words(table: Table) -> None:
    with pytest.raises(InputRefused) as refused:
        table.consultation().propose(table.employer, "a secret\0name", ActKind.SUSPENSION, {"reason": "a test"})
    assert "secret" not in str(refused.value)


def party(*keys: SigningKey, required: int = 1) -> Party:
    people = tuple(Signatory(name=each.name, organisation="CSE", key=each.public) for each in keys)
    return Party(required=required, signatories=people)


def _rate(gate: PostgresGate, table: Table) -> float | None:
    """The rate of the charter in force as the gate of one process has it, None where it has none."""
    with gate.transaction(operator(), operation(Verb.READ_ACTS), SiteWork(table.site)) as tx:
        charter = tx.site.standing.charter
        return charter.draw.rate if charter else None


@contextmanager
def changed_by_hand(table: Table, statement: str, *, revised: bool = True) -> Iterator[None]:
    """Rows of acts, signatures and sites as whoever owns the database could write them; put back at the end."""
    pool = table.scene.installation.pool("owner")
    with pool.connection() as connection:
        site = {"site": table.scene.ask("SELECT id FROM gardefou.sites WHERE code = %s", table.site)[0]["id"]}
        kept = [(write, connection.execute(read, site).fetchall()) for read, write in KEPT]
        for name in LOCKED:
            connection.execute(f"ALTER TABLE gardefou.{name} DISABLE TRIGGER USER".encode())
        connection.execute(statement.encode(), site)
        if revised:
            connection.execute(REVISE, site)
    try:
        yield
    finally:
        with pool.connection() as connection:
            connection.execute(b"DELETE FROM gardefou.act_signatures WHERE act_id IN " + ACTS, site)
            for write, rows in kept:
                for row in rows:
                    connection.execute(write, row)
            connection.execute(REVISE, site)
            for name in LOCKED:
                connection.execute(f"ALTER TABLE gardefou.{name} ENABLE TRIGGER USER".encode())
