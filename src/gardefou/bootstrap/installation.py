"""An installation that works: its database, its keys, its vault, and the gate for each database role."""

import os
import pwd
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from gardefou.adapters.host.memory import protect_memory
from gardefou.adapters.journal.folder import NAME as JOURNAL
from gardefou.adapters.journal.folder import Journal, copy_beside
from gardefou.adapters.postgres.administration import Administration
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.postgres.overdue import Lookout
from gardefou.adapters.postgres.pool import Pool, open_pool
from gardefou.adapters.vault.derivation import derived
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.key_file import read_key_file, read_or_create_key_file
from gardefou.adapters.vault.mark import check_mark, is_marked
from gardefou.adapters.vault.sounds import CallSounds
from gardefou.adapters.vault.tombstones import NAME, TombstoneLog
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.store import Store
from gardefou.flows.reception import Receiving, Secrets
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Operator, Process, ProcessName
from gardefou.governance.subjects import Installation as Everything


def clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def account() -> str:
    """Who runs this process, as the operating system knows it: no variable can forge it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


class Installation:
    """Opens each part when first asked for, and closes all of them at the end; `connections` limits each pool."""

    def __init__(self, settings: Settings, connections: int = 4) -> None:
        self.settings = settings
        self._connections = connections
        self._closing = ExitStack()
        self._pools: dict[str, Pool] = {}
        self._gates: dict[str, PostgresGate] = {}

    def __enter__(self) -> Self:
        protect_memory()
        self.store = self._closing.enter_context(Store(self.settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    @cached_property
    def simulated(self) -> bool:
        """Whether its calls are simulated."""
        return self.store.simulated()

    @property
    def keys(self) -> Path:
        """Where the keys are."""
        return self.settings.data_directory / "keys"

    @property
    def vault_directory(self) -> Path:
        """Where the vault is."""
        return self.settings.data_directory.absolute() / "vault"

    @cached_property
    def ring(self) -> KeyRing:
        """The keys that wrap the keys of calls: the current one, and former ones in keys/former-*.key.

        Raises SettingWrong when the key of a vault that is in use is missing, KeyWrong when it is another one.
        """
        given = self.settings.vault_key
        self._own_key  # noqa: B018 -- made before the vault is marked
        current = KeyEncryptionKey.from_text(given.get_secret_value()) if given else self._key_of("vault.key")
        ring = KeyRing(current, [read_key_file(path) for path in sorted(self.keys.glob("former-*.key"))])
        check_mark(self.vault_directory / "keys", ring)
        return ring

    @cached_property
    def secrets(self) -> Secrets:
        """What makes hashes and draws this installation's own."""
        own = self._own_key
        return Secrets(*(own.derive(name) for name in (b"draw", b"pseudonym", b"sound", b"customer")))

    @cached_property
    def sign_in_key(self) -> bytes:
        """What hashes logins and addresses of attempts to sign in."""
        return self._own_key.derive(b"sign-in")

    @cached_property
    def sounds(self) -> CallSounds:
        """The vault."""
        directory = self.settings.data_directory.absolute()
        memory = self.settings.memory_directory / f"gardefou-{derived(bytes(directory), b'place', length=8).hex()}"
        return CallSounds(self.ring, self.vault_directory, memory)

    @cached_property
    def tombstones(self) -> TombstoneLog:
        """What says which calls were erased, beside the keys, which a backup does not hold."""
        return TombstoneLog(self.keys / NAME, self.settings.tombstones_copy)

    @cached_property
    def journal(self) -> Journal:
        """What says, beside the keys, what no restored backup may undo."""
        return Journal(self.keys / JOURNAL, copy_beside(self.settings.tombstones_copy))

    def gate(self, role: str) -> PostgresGate:
        """The gate for a database role: owner, web or worker."""
        if role not in self._gates:
            self._gates[role] = PostgresGate(self.pool(role), self.sounds, self.simulated, clock, self.journal)
        return self._gates[role]

    def pool(self, role: str) -> Pool:
        """The connections of a database role."""
        if role not in self._pools:
            server = self.store.server
            pool = open_pool(server.dsn(role), self._connections, server.revive)
            self._pools[role] = self._closing.enter_context(pool)
        return self._pools[role]

    def receiving(self, gate: PostgresGate, sender: Actor) -> Receiving:
        """What takes calls in for a sender."""
        return Receiving(gate, self.sounds, self.secrets, sender, self.settings.room_minutes * 60_000)

    def lookout(self, role: str = "worker") -> Lookout:
        """What finds overdue calls and forgotten jobs."""
        return Lookout(self.pool(role))

    @cached_property
    def _own_key(self) -> KeyEncryptionKey:
        return self._key_of("installation.key")

    def _key_of(self, name: str) -> KeyEncryptionKey:
        """A key of this installation, made before its vault is first used and never after: a new one would not fit."""
        path = self.keys / name
        return read_key_file(path) if is_marked(self.vault_directory / "keys") else read_or_create_key_file(path)


def operator() -> Operator:
    """Whoever typed the command."""
    return Operator(account())


def process(part: ProcessName) -> Process:
    """A part of gardefou that this process is."""
    return Process(part, account())


@contextmanager
def administering(settings: Settings) -> Iterator[tuple[Installation, Administration]]:
    """One administrator's transaction on sites, people and tokens."""
    with Installation(settings, connections=1) as installation, administration_of(installation) as administration:
        yield installation, administration


@contextmanager
def administration_of(installation: Installation) -> Iterator[Administration]:
    """One administrator's transaction in an installation that is open."""
    gate = installation.gate("owner")
    with gate.transaction(operator(), operation(Verb.ADMINISTER), Everything()) as tx:
        yield tx.administration
