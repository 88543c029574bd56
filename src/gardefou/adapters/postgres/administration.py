"""Sites, people and tokens, and how everything stands: what whoever runs the machine reaches, without content."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from gardefou.adapters.postgres.accounts import AccountTable
from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.actors import Sender
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import TokensRevoked
from gardefou.kernel.transcript import Language
from gardefou.review.worked_days import Absence

TOKEN_PREFIX = "gardefou_"  # noqa: S105 -- says what it is, to whoever finds one in a file
LISTED_PARKED = 50


def token_digest(token: str) -> bytes:
    """What is stored of a token: it has 256 random bits, so a plain hash tells nothing."""
    return sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How calls and queues stand: counts and codes, never content."""

    calls: dict[str, int]
    waiting_ms: int
    not_drawn: int
    queues: list[Row]
    hearing: list[Row]
    parked: list[Row]
    workers: int


class Administration:
    """The tables of sites, people and tokens, as one transaction of an operator sees them."""

    def __init__(self, records: Records, noting: Noting) -> None:
        self._records = records
        self._noting = noting
        self.accounts = AccountTable(records, noting)

    def add_site(self, code: str, zone: str) -> bool:
        """Write a site down, closed until a charter is signed for it; False when it is here already."""
        return self._records.run("add_site", code=code, zone=zone) == 1

    def clock_mark(self) -> datetime:
        """The latest moment that this machine has seen."""
        seen_at: datetime = self._records.sole("clock_mark")["seen_at"]
        return seen_at

    def set_clock(self) -> None:
        """Take the present for the latest moment, and write down who did so: a clock stood ahead."""
        self._records.run("set_clock")

    def site_codes(self) -> dict[str, UUID]:
        """The id of every site by its code."""
        return {row["code"]: row["id"] for row in self._records.all("site_codes")}

    def sites(self) -> list[Row]:
        """Every site with its zone, its state and the version of its charter."""
        return self._records.all("all_sites")

    def people(self) -> list[PersonNotice]:
        """Everybody who works here."""
        return [_notice(row) for row in self._records.all("all_people")]

    def people_found(self, words: str, most: int, skip: int = 0) -> list[Row]:
        """Those whose number or name has these words, by number, with the state of their accounts."""
        return self._records.all("people_found", words=words, most=most, skip=skip)

    def number_of_people_found(self, words: str) -> int:
        """How many there are."""
        return int(self._records.sole("number_of_people_found", words=words)["number"])

    def put_people(self, people: list[PersonNotice]) -> None:
        """Write people down, new or changed; their sites are open."""
        sites = self.site_codes()
        in_order = sorted(people, key=lambda person: person.number)  # two imports at once wait for each other
        self._records.run_many("put_person", [_values(person, sites[person.site]) for person in in_order])

    def changes_of_people(self, number: str | None, most: int) -> list[Row]:
        """Who changed roles, site or team of whom, the latest first; of one person if a number is given."""
        return self._records.all("changes_of_people", number=number, most=most)

    def put_absences(self, absences: list[tuple[str, Absence]]) -> None:
        """Write down when people are absent, by their numbers; those of unknown people are left out."""
        rows = [{"number": number, "first_day": each.first_day, "last_day": each.last_day} for number, each in absences]
        self._records.run_many("put_absence", rows)

    def person(self, number: str) -> tuple[UUID, frozenset[PersonRole]]:
        """The id and roles of a person.

        Raises InputRefused when nobody has that number.
        """
        row = self._records.one("person_of_number", number=number)
        if row is None:
            raise InputRefused(f"person {number}", "nobody here has that number; import people first")
        return row["id"], frozenset(PersonRole(role) for role in row["roles"])

    def make_token(self, label: str, site: str) -> str:
        """A new token that sends calls for one site; it is shown once and stored nowhere.

        Raises InputRefused when there is no such site.
        """
        sites = self.site_codes()
        if site not in sites:
            there = ", ".join(sorted(sites)) or "none"
            raise InputRefused(f"site {site}", f"there is no such site here; there are: {there}")
        token = TOKEN_PREFIX + token_urlsafe(32)
        self._records.run("add_token", label=label, digest=token_digest(token), site=sites[site])
        return token

    def revoke_tokens(self, label: str) -> int:
        """Refuse every token of that name from now on, and return how many.

        Raises InputRefused when there is none.
        """
        revoked = tuple(row["id"] for row in self._records.all("revoke_tokens", label=label))
        if not revoked:
            cause = "no token of that name is in force here; gardefou token list names those that are"
            raise InputRefused(f"token {shown(label)}", cause)
        self._noting.add(TokensRevoked(tokens=revoked))
        return len(revoked)

    def tokens(self) -> list[Row]:
        """Every token by its name, with its dates; nothing that it could be found by."""
        return self._records.all("all_tokens")

    def parked(self) -> list[UUID]:
        """Every parked call, the one that waits longest first."""
        return [row["id"] for row in self._records.all("parked_ids")]

    def calls(self, state: str | None, most: int) -> list[Row]:
        """The latest calls, those of one state if it is given: ids, names and states."""
        return self._records.all("latest_calls", state=state, most=most)

    def history(self, call: UUID) -> list[Row]:
        """Who did what with a call, and what was refused."""
        return self._records.all("audit_of_call", call=call)

    def oldest_waiting(self) -> datetime | None:
        """When the call arrived that has been under way for longest, parked and lost ones apart."""
        since: datetime | None = self._records.sole("oldest_waiting")["since"]
        return since

    def standing(self, stalled_after_s: float, most_parked: int = LISTED_PARKED) -> Standing:
        """How calls and queues stand, with the calls that were parked last."""
        calls = self._records.all("calls_by_status")
        return Standing(
            calls={row["state"]: row["calls"] for row in calls},
            waiting_ms=sum(int(row["ms"]) for row in calls if row["state"] == "drawn"),
            not_drawn=self._records.sole("undrawn_calls")["calls"],
            queues=self._records.all("waiting_jobs"),
            hearing=self._records.all("calls_being_heard", seconds=stalled_after_s),
            parked=self._records.all("parked_calls", most=most_parked),
            workers=self._records.sole("live_workers", seconds=stalled_after_s)["workers"],
        )


class TokenTable:
    """Who sends calls, by the token they show."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def sender(self, token: str) -> Sender | None:
        """Whoever has this token; the database finds its hash, so timing tells nothing of it."""
        row = self._records.one("sender_of_digest", digest=token_digest(token))
        return Sender(row["id"], row["label"], frozenset({row["site"]})) if row else None


def _notice(row: Row) -> PersonNotice:
    roles = frozenset(PersonRole(role) for role in row["roles"])
    return PersonNotice(
        row["number"], row["name"], row["site"], row["team"], roles, row["email"], Language(row["language"])
    )


def _values(person: PersonNotice, site: UUID) -> Row:
    return {
        "number": person.number,
        "name": person.name,
        "email": person.email,
        "language": person.language.value,
        "site": site,
        "team": person.team,
        "roles": sorted(role.value for role in person.roles),
    }
