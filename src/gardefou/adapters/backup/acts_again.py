"""What both sides signed since a backup was made is in force again in what is restored from it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.postgres.standings import effected
from gardefou.adapters.signing.ed25519 import verify
from gardefou.governance.acts import Act, ActKind, Signature, signers
from gardefou.governance.standing import Standing, effect, standing_of
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import ActInForce

SOURCE = "the journal"
WAY_OUT = "take the journal as it was written, or say --without-journal"


@dataclass(frozen=True, slots=True)
class ActsAgain:
    """How many acts are in force again, and what could not be put back, a line for each site."""

    done: int = 0
    left: tuple[str, ...] = ()


def acts_again(connection: "psycopg.Connection[Row]", notes: Iterable[ActInForce]) -> ActsAgain:
    """Put back the acts of each site that follow those of the backup; each is verified as it was when it was signed.

    Raises InputRefused where one is missing between them or does not verify.
    """
    records = Records(connection)
    installation = connection.execute("SELECT id, simulated FROM gardefou.installation").fetchone()
    assert installation is not None  # noqa: S101 -- every backup holds it
    by_site: dict[UUID, list[ActInForce]] = {}
    for note in notes:
        by_site.setdefault(note.site, []).append(note)
    sites = {row["id"]: row for row in connection.execute("SELECT id, code, closures FROM gardefou.sites").fetchall()}
    done, left = 0, []
    for site, noted in by_site.items():
        if site not in sites:
            left.append(f"{len(noted)} signed acts are of a site that was opened after the backup: open it again")
            continue
        again = _SiteAgain(records, installation, sites[site]["code"], site)
        number, cause = again.put_back(tuple(one_line_of_acts(noted)), sites[site]["closures"])
        done += number
        left += [f"site {sites[site]['code']}: {cause}"] if cause else []
    return ActsAgain(done, tuple(left))


def one_line_of_acts(notes: Iterable[ActInForce]) -> Iterator[ActInForce]:
    """The acts of a site in their order.

    Of two in one place the later counts: the other never committed, or was left behind by a restore without journal; so
    was what follows it in place and not in time.
    """
    places: dict[int, ActInForce] = {}
    for note in notes:
        places[note.sequence] = max(note, places.get(note.sequence, note), key=lambda each: each.at)
    latest = None
    for _, note in sorted(places.items()):
        if latest is None or note.at >= latest:
            latest = note.at
            yield note


class _SiteAgain:
    """One site of the backup."""

    def __init__(self, records: Records, installation: Row, code: str, site: UUID) -> None:
        self._records = records
        self._installation = installation
        self._code = code
        self._site = site

    def put_back(self, notes: Collection[ActInForce], closures: Iterable[UUID]) -> tuple[int, str | None]:
        """Put back what is missing; return how many acts, and what is in the way of more."""
        rows = self._records.all("effected_acts", site=self._site)
        missing = [note for note in notes if note.sequence > len(rows)]
        if not missing:
            return 0, None
        if [note.sequence for note in missing] != [*range(len(rows) + 1, len(rows) + 1 + len(missing))]:
            raise InputRefused(SOURCE, f"lacks signed acts of site {self._code} between others: {WAY_OUT}")
        known = (*closures, *(each for note in missing for each in note.closures))
        standing = self._standing(rows, tuple(dict.fromkeys(known)))
        if standing is None:
            return 0, "what is signed in the backup does not verify, so that nothing signed since follows it (S32)"
        for number, note in enumerate(missing):
            if not self._is_open(note):
                return number, f"act {note.id} was given up, so that it is not in force"
            standing = self._in_force(standing, note)
        return len(missing), None

    def _standing(self, rows: list[Row], closures: tuple[UUID, ...]) -> Standing | None:
        for closure in closures:
            self._records.run("add_closure", site=self._site, closure=closure)
        try:
            acts = [effected(row, self._installation["id"], self._code) for row in rows]
            return standing_of(acts, simulated=self._installation["simulated"], verify=verify, closures=closures)
        except Exception:  # whatever cannot be verified was altered, as for the gate
            return None

    def _is_open(self, note: ActInForce) -> bool:
        """Write an act down that the backup does not hold; False where the backup holds it closed."""
        values = {"kind": note.kind, "document": Jsonb(note.document), "side": note.side}
        self._records.run("put_act", id=note.id, site=self._site, **values)
        return bool(self._records.sole("is_open_act", id=note.id, site=self._site)["found"])

    def _in_force(self, standing: Standing, note: ActInForce) -> Standing:
        signatures = tuple(Signature(*each) for each in note.signatures)
        try:
            act = Act(note.id, self._installation["id"], self._code, ActKind(note.kind), note.document)
            signed = signers(act, signatures, verify)
            after = effect(standing, act, signed, note.at, simulated=self._installation["simulated"])
        except Exception:  # as above; its words may be those of the document
            cause = f"act {note.id} of site {self._code} does not verify after those of the backup: {WAY_OUT}"
            raise InputRefused(SOURCE, cause) from None
        for each in signatures:
            self._records.run("add_act_signature", act=note.id, key=each.key, value=each.value)
        assert after.charter is not None  # noqa: S101 -- no act takes a charter away
        stopped, charter = after.stopped_by is not None, after.charter.digest
        self._records.one("take_effect", act=note.id, at=note.at, charter=charter, stopped=stopped)
        return after
