"""An installation that works: its database, its keys, its vault, and the gate for each database role."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from gardefou.adapters.postgres.administration import Administration
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.postgres.overdue import Lookout
from gardefou.adapters.postgres.pool import Pool, open_pool
from gardefou.adapters.vault.derivation import derived
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.key_file import read_key_file, read_or_create_key_file
from gardefou.adapters.vault.sounds import CallSounds
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
    """Who runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def protect_memory() -> None:
    """Forbid core dumps and debuggers: the memory of this process holds words and keys."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


PR_SET_DUMPABLE = 4


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

    @cached_property
    def ring(self) -> KeyRing:
        """The keys that wrap the keys of calls: the current one, and former ones in keys/former-*.key."""
        given = self.settings.vault_key
        current = (
            KeyEncryptionKey.from_text(given.get_secret_value())
            if given
            else read_or_create_key_file(self.keys / "vault.key")
        )
        return KeyRing(current, [read_key_file(path) for path in sorted(self.keys.glob("former-*.key"))])

    @cached_property
    def secrets(self) -> Secrets:
        """What makes hashes and draws this installation's own."""
        own = read_or_create_key_file(self.keys / "installation.key")
        return Secrets(*(own.derive(name) for name in (b"draw", b"pseudonym", b"sound", b"customer")))

    @cached_property
    def sounds(self) -> CallSounds:
        """The vault."""
        directory = self.settings.data_directory.absolute()
        memory = self.settings.memory_directory / f"gardefou-{derived(bytes(directory), b'place', length=8).hex()}"
        return CallSounds(self.ring, directory / "vault", memory)

    def gate(self, role: str) -> PostgresGate:
        """The gate for a database role: owner, web or worker."""
        if role not in self._gates:
            self._gates[role] = PostgresGate(self.pool(role), self.sounds, self.simulated, clock)
        return self._gates[role]

    def pool(self, role: str) -> Pool:
        """The connections of a database role."""
        if role not in self._pools:
            pool = open_pool(self.store.server.dsn(role), self._connections)
            self._pools[role] = self._closing.enter_context(pool)
        return self._pools[role]

    def receiving(self, gate: PostgresGate, sender: Actor) -> Receiving:
        """What takes calls in for a sender."""
        return Receiving(gate, self.sounds, self.secrets, sender, self.settings.room_minutes * 60_000)

    def lookout(self, role: str = "worker") -> Lookout:
        """What finds overdue calls and forgotten jobs."""
        return Lookout(self.pool(role))


def operator() -> Operator:
    """Whoever typed the command."""
    return Operator(account())


def process(part: ProcessName) -> Process:
    """A part of gardefou that this process is."""
    return Process(part, account())


@contextmanager
def administering(settings: Settings) -> Iterator[tuple[Installation, Administration]]:
    """One administrator's transaction on sites, people and tokens."""
    with Installation(settings, connections=1) as installation:
        gate = installation.gate("owner")
        with gate.transaction(operator(), operation(Verb.ADMINISTER), Everything()) as tx:
            yield installation, tx.administration
