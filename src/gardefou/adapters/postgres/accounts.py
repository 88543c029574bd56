"""Who may sign in, who is signed in, and how often it was tried in vain."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import AccountClosed, AccountOpened, PasswordChanged


@dataclass(frozen=True, slots=True)
class Account:
    """How a person signs in."""

    person: UUID
    password_hash: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a session, as they stand now; `charter` is the digest of the one in force at their site."""

    person: Person
    number: str
    name: str
    language: str
    site: str
    zone: str
    team: str | None
    charter: str | None


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many attempts in vain close the door, for one login and for one address, within a window."""

    window_s: float = 15 * 60
    of_login: int = 5
    of_address: int = 30


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as whoever runs the machine names them."""

    id: UUID
    number: str
    name: str


def session_digest(token: str) -> bytes:
    """What is stored of a session's token."""
    return sha256(token.encode()).digest()


class SignInTable:
    """Accounts and sessions as the web process reaches them: by functions of the database alone."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def begin(self, login: bytes, address: bytes, attempts: Attempts) -> bool:
        """Count an attempt by the hashes of its login and address; False when there were too many in vain."""
        row = self._records.sole(
            "begin_sign_in",
            login=login,
            address=address,
            window_s=attempts.window_s,
            of_login=attempts.of_login,
            of_address=attempts.of_address,
        )
        return bool(row["may"])

    def forget_failures(self, login: bytes) -> None:
        """Count no attempt of this login any more."""
        self._records.run("forget_failures", login=login)

    def account(self, login: str) -> Account | None:
        """The account in use of a person's number or e-mail address."""
        row = self._records.one("account_of", login=login)
        return Account(row["person_id"], row["password_hash"]) if row else None

    def rehash(self, account: Account, password_hash: str) -> None:
        """Store the same password under newer parameters."""
        self._records.run("rehash_account", person=account.person, former=account.password_hash, hash=password_hash)

    def open_session(self, person: UUID, token: str, lasts_s: float) -> None:
        """Begin a session that ends after so long whatever happens."""
        self._records.run("open_session", person=person, digest=session_digest(token), lasts_s=lasts_s)

    def signed_in(self, token: str, idle_s: float) -> SignedIn | None:
        """Whose session this is, None when it has ended or was not used for so long."""
        row = self._records.one("session_of", digest=session_digest(token), idle_s=idle_s)
        return _signed_in(row) if row else None

    def read_session(self, token: str) -> SignedIn | None:
        """Whose session this is, None when it has ended; nothing is noted of its use."""
        row = self._records.one("session_read", digest=session_digest(token))
        return _signed_in(row) if row else None

    def close_session(self, token: str) -> None:
        """End a session."""
        self._records.run("close_session", digest=session_digest(token))

    def workers(self) -> int:
        """How many processes hear and evaluate calls now."""
        return int(self._records.sole("workers_alive")["workers"])


class AccountTable:
    """Accounts as whoever runs the machine changes them; the database ends sessions that a change concerns."""

    def __init__(self, records: Records, noting: Noting) -> None:
        self._records = records
        self._noting = noting

    def person(self, number: str) -> NamedPerson:
        """The person of that number.

        Raises InputRefused when nobody has it.
        """
        row = self._records.one("named_person", number=number)
        if row is None:
            raise InputRefused(f"person {shown(number)}", "nobody here has that number; import people first")
        return NamedPerson(row["id"], row["number"], row["name"])

    def put(self, person: UUID, password_hash: str) -> None:
        """Let a person sign in by this password from now on, and by no former one."""
        self._records.run("put_account", person=person, hash=password_hash)
        at = self._records.sole("password_changed_at", person=person)["changed_at"]
        self._noting.add(PasswordChanged(person=person, at=at))

    def disable(self, number: str) -> None:
        """Let a person sign in no more.

        Raises InputRefused when there is no such account.
        """
        row = self._change("disable_account", number)
        self._noting.add(AccountClosed(person=row["person_id"], since=row["since"]))

    def enable(self, number: str) -> None:
        """Let a person sign in again, by the same password.

        Raises InputRefused when there is no such account.
        """
        row = self._change("enable_account", number)
        if row["since"]:
            self._noting.add(AccountOpened(person=row["person_id"], since=row["since"]))

    def all(self) -> list[Row]:
        """Everybody, with roles, whether they have a password, and on which day a session still open was last used."""
        return self._records.all("all_accounts")

    def _change(self, query: str, number: str) -> Row:
        changed = self._records.one(query, person=self.person(number).id)
        if changed is None:
            cause = "has no account; make one with gardefou account set"
            raise InputRefused(f"person {shown(number)}", cause)
        return changed


def _signed_in(row: Row) -> SignedIn:
    person = Person(row["person_id"], frozenset(PersonRole(role) for role in row["roles"]))
    return SignedIn(
        person,
        row["number"],
        row["name"],
        row["language"],
        row["site"],
        row["zone"],
        row["team"],
        row["charter_digest"],
    )
