"""The administrator's pages: how the machine stands, calls to try again, and who works where; no content."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.documents.people_file import people_of
from gardefou.adapters.pages.administrator_faults import ToldFault, told_faults
from gardefou.adapters.pages.administrator_pages import (
    QUEUES,
    STATES,
    Health,
    OpenSite,
    health,
    parked_calls,
    size,
)
from gardefou.adapters.postgres.administration import Administration, Standing
from gardefou.adapters.postgres.records import Row
from gardefou.adapters.postgres.state import database_state
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.administrator_disk import VaultCount, free_bytes, has_key
from gardefou.entrypoints.web.form import Upload
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.people_import import PeopleChange, people_change
from gardefou.flows.recorded_call import retry
from gardefou.governance.actions import Verb, operation
from gardefou.governance.subjects import Installation as Everything
from gardefou.governance.subjects import SiteState
from gardefou.kernel.errors import InputRefused

LISTED = 100
LONGEST_SEARCH = 200
SHOWN_CHANGES = 200
DIGEST_LENGTH = 32


def administrator_pages(installation: Installation) -> Mapping[str, Handler]:
    """The handlers of administrators' routes."""
    health_pages, people_pages = _HealthPages(installation), _PeoplePages(installation)
    return {
        "administration": health_pages.administration,
        "retry": health_pages.retry,
        "people": people_pages.people,
        "import_people": people_pages.import_people,
    }


class _HealthPages:
    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._gate = installation.gate("owner")
        self._vault = VaultCount(installation.sounds.usage)

    def administration(self, visit: Visit) -> Response:
        return self._page(visit, retried=visit.query.get("retried") == "1")

    def retry(self, visit: Visit, call: UUID) -> Response:
        try:
            retry(self._gate, visit.person, call)
        except InputRefused:
            return self._page(visit, 409, not_parked=True)
        return visit.go("/administration?retried=1")

    def _page(self, visit: Visit, status: int = 200, *, retried: bool = False, not_parked: bool = False) -> Response:
        stalled_after_s = self._installation.settings.stalled_after_s
        with self._gate.transaction(visit.person, operation(Verb.READ_STATE), Everything()) as tx:
            standing = tx.administration.standing(stalled_after_s)
            oldest = tx.administration.oldest_waiting()
            sites = tx.administration.sites()
        return visit.render(
            "administrator/administration.html",
            status,
            retried=retried,
            not_parked=not_parked,
            oldest=oldest,
            sites=[_site(visit, row) for row in sites],
            **self._machine(),
            **_calls(standing, has_key(self._installation)),
        )

    def _machine(self) -> dict[str, object]:
        database = database_state(self._installation.pool("owner"))
        vault = self._vault.size()
        return {
            "database": database,
            "database_size": size(database.size_bytes),
            "vault": vault,
            "vault_size": size(vault.size_bytes) if vault else None,
            "free": size(free_bytes(self._installation.settings.data_directory)),
            "key": self._installation.ring.current.id,
        }


class _PeoplePages:
    def __init__(self, installation: Installation) -> None:
        self._gate = installation.gate("owner")

    def people(self, visit: Visit) -> Response:
        return self._page(visit, written=_number(visit.query.get("written")))

    def import_people(self, visit: Visit) -> Response:
        upload = visit.upload
        if upload is None or not upload.content:
            return self._page(visit, 422, is_empty=True)
        try:
            change, is_written = self._imported(visit, upload)
        except InputRefused as error:
            return self._page(visit, 422, faults=told_faults(error), file_name=upload.name)
        if is_written:
            return visit.go(f"/administration/people?written={len(change.to_write)}")
        is_other = bool(_checked(visit)) and _checked(visit) != _digest(upload)
        return self._page(visit, change=change, file_name=upload.name, checked=_digest(upload), is_other=is_other)

    def _imported(self, visit: Visit, upload: Upload) -> tuple[PeopleChange, bool]:
        """What a file would change, and whether it did: only when that was asked for, of the file that was checked."""
        notices = people_of(upload.name, upload.content, lambda warning: None)
        is_wanted = "only_check" not in visit.form and _checked(visit) in {"", _digest(upload)}
        with self._gate.transaction(visit.person, operation(Verb.ADMINISTER), Everything()) as tx:
            here = tx.administration
            change = people_change(upload.name, notices, here.people(), here.site_codes(), visit.number)
            if is_wanted:
                here.put_people(change.to_write)
        return change, is_wanted

    def _page(
        self,
        visit: Visit,
        status: int = 200,
        *,
        change: PeopleChange | None = None,
        faults: tuple[ToldFault, ...] = (),
        file_name: str = "",
        checked: str = "",
        written: int | None = None,
        is_empty: bool = False,
        is_other: bool = False,
    ) -> Response:
        words = visit.query.get("q", "").strip()[:LONGEST_SEARCH]
        with self._gate.transaction(visit.person, operation(Verb.ADMINISTER), Everything()) as tx:
            found, number, page = _found(tx.administration, words, _number(visit.query.get("page")) or 1)
        return visit.render(
            "administrator/people.html",
            status,
            looked_for=words,
            people=found,
            number=number,
            page=page,
            pages=_pages(number),
            change=change,
            shown=SHOWN_CHANGES,
            faults=faults,
            file_name=file_name,
            checked=checked,
            written=written,
            is_empty=is_empty,
            is_other=is_other,
        )


def _calls(standing: Standing, has_vault_key: bool) -> dict[str, object]:
    calls = [(name, words, standing.calls.get(name, 0)) for name, words in STATES]
    parked = standing.calls.get("parked", 0)
    lost = standing.calls.get("lost", 0)
    done = standing.calls.get("offered", 0) + standing.calls.get("analysed", 0)
    return {
        "health": health(has_vault_key, standing.workers, parked),
        "Health": Health,
        "has_vault_key": has_vault_key,
        "workers": standing.workers,
        "calls": calls,
        "under_way": sum(standing.calls.values()) - parked - lost - done,
        "lost": lost,
        "not_drawn": standing.not_drawn,
        "waiting_ms": standing.waiting_ms,
        "queues": [(QUEUES.get(row["queue"], row["queue"]), row) for row in standing.queues],
        "hearing": standing.hearing,
        "parked": parked_calls(standing.parked),
        "number_parked": parked,
    }


def _site(visit: Visit, row: Row) -> OpenSite:
    charter = visit.frame.charter(row["charter_digest"])
    named = (charter.name, charter.version) if charter else None
    return OpenSite(row["code"], row["zone"], row["state"] == SiteState.OPEN, named)


def _found(administration: Administration, words: str, wanted: int) -> tuple[list[Row], int, int]:
    """The people of one page, how many there are in all, and which page it is: the last one beyond the end."""
    number = administration.number_of_people_found(words)
    page = min(wanted, _pages(number))
    return administration.people_found(words, LISTED, (page - 1) * LISTED), number, page


def _pages(number: int) -> int:
    return max(1, -(-number // LISTED))


def _number(text: str | None) -> int | None:
    """A positive number as an address has it."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else None


def _digest(upload: Upload) -> str:
    """What a file is known by between its check and its import."""
    return sha256(upload.content).hexdigest()[:DIGEST_LENGTH]


def _checked(visit: Visit) -> str:
    return visit.form.get("checked", "")
