"""What was signed, refused, left, frozen and revoked since a backup was made holds in what is restored from it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import psycopg

from gardefou.adapters.backup.acts_again import acts_again
from gardefou.adapters.postgres.records import Records, Row
from gardefou.kernel.journal import (
    AccountClosed,
    AccountOpened,
    ActInForce,
    CallFrozen,
    FreezeLifted,
    Note,
    PartEnded,
    PasswordChanged,
    RecordingAllowed,
    RecordingRefused,
    TokensRevoked,
)

Dated = RecordingRefused | RecordingAllowed | PartEnded | CallFrozen | FreezeLifted | AccountClosed | AccountOpened
Kind = TypeVar("Kind", bound=Note)
DatedKind = TypeVar("DatedKind", bound=Dated)


@dataclass(frozen=True, slots=True)
class NotedAgain:
    """What was done again, by name, and what could not be."""

    done: dict[str, int]
    left: tuple[str, ...] = ()


def note_again(connection: "psycopg.Connection[Row]", notes: Collection[Note]) -> NotedAgain:
    """Do again what is noted and not in the backup; done twice, it is as if it were done once.

    Raises InputRefused where signed acts do not follow those of the backup.
    """
    rights = _Rights(Records(connection), notes)
    acts = acts_again(connection, _of(ActInForce, notes))
    done = {
        "signed acts": acts.done,
        "refusals taken back": rights.allow(),
        "refusals of recording": rights.refuse(),
        "volunteers who left": rights.leave(),
        "freezes lifted": rights.lift(),
        "freezes": rights.freeze(),
        "tokens revoked": rights.revoke(),
        "accounts opened": rights.open(),
        "accounts closed": rights.close(),
        "former passwords dropped": rights.drop_former(),
    }
    return NotedAgain({what: number for what, number in done.items() if number}, acts.left)


class _Rights:
    """What of a person, a call or a token was noted last; a moment says which refusal, freeze or closing is meant."""

    def __init__(self, records: Records, notes: Collection[Note]) -> None:
        self._records = records
        self._notes = notes
        self._refused = {each.person: each for each in _last(RecordingRefused, notes)}
        self._allowed = {each.person: each for each in _last(RecordingAllowed, notes)}
        self._frozen = {each.call: each for each in _last(CallFrozen, notes)}
        self._lifted = {each.call: each for each in _last(FreezeLifted, notes)}
        self._closed = {each.person: each for each in _last(AccountClosed, notes)}
        self._opened = {each.person: each for each in _last(AccountOpened, notes)}

    def refuse(self) -> int:
        """Refuse recording for those who do."""
        held = [each for person, each in self._refused.items() if _holds(each.since, self._allowed.get(person))]
        return self._all("refuse_recording_again", map(_values, held))

    def allow(self) -> int:
        """Take back the refusals that were taken back; one that came after stays."""
        return self._all("allow_recording_again", map(_values, self._allowed.values()))

    def leave(self) -> int:
        """End what volunteers left."""
        return self._all("end_part_again", map(_values, _last(PartEnded, self._notes)))

    def freeze(self) -> int:
        """Freeze the calls that are frozen; one that is not here is left out."""
        held = [each for call, each in self._frozen.items() if _holds(each.since, self._lifted.get(call))]
        return self._all("freeze_noted_call", map(_values, held))

    def lift(self) -> int:
        """Lift the freezes that were lifted, of calls that were not frozen anew."""
        done = 0
        for call, each in self._lifted.items():
            frozen = self._frozen.get(call)
            if (frozen is None or frozen.since <= each.since) and self._records.run(
                "lift_noted_freeze", **_values(each)
            ):
                self._records.run("move_days_again", **_values(each))
                done += 1
        return done

    def revoke(self) -> int:
        """Revoke tokens."""
        tokens = [token for each in _of(TokensRevoked, self._notes) for token in each.tokens]
        return self._records.run("revoke_noted_tokens", tokens=tokens)

    def close(self) -> int:
        """Close accounts that are closed."""
        held = [each for person, each in self._closed.items() if _holds(each.since, self._opened.get(person))]
        return self._all("close_account_again", map(_values, held))

    def open(self) -> int:
        """Open accounts that were opened, and not closed anew."""
        return self._all("open_account_again", map(_values, self._opened.values()))

    def drop_former(self) -> int:
        """Take passwords away that were replaced: nobody signs in by them."""
        changed: dict[UUID, datetime] = {}
        for each in _of(PasswordChanged, self._notes):
            changed[each.person] = max(each.at, changed.get(each.person, each.at))
        return self._all("drop_former_password", ({"person": key, "at": at} for key, at in changed.items()))

    def _all(self, query: str, rows: Iterable[Row]) -> int:
        return sum(self._records.run(query, **row) for row in rows)


def _values(note: Note) -> Row:
    return note.model_dump(exclude={"note"})


def _of(kind: type[Kind], notes: Iterable[Note]) -> list[Kind]:
    return [note for note in notes if isinstance(note, kind)]


def _last(kind: type[DatedKind], notes: Iterable[Note]) -> list[DatedKind]:
    """Those of a kind, the latest last: it takes the place of the others of its subject."""
    return sorted(_of(kind, notes), key=lambda note: note.since)


def _holds(since: datetime, ended: RecordingAllowed | FreezeLifted | AccountOpened | None) -> bool:
    return ended is None or since > ended.since
