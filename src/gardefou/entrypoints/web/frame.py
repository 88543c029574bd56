"""What stands around every page and is the same for all: templates, the charter in force, what waits."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from gardefou.adapters.pages.rendering import render
from gardefou.adapters.postgres.accounts import SignInTable
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.entrypoints.web.origin import Origin
from gardefou.governance.actors import Person
from gardefou.governance.charter import Charter

Tasks = Callable[[Person], Mapping[str, int]]
"""How many things wait for a person, by the name of the route that lists them; nothing else is counted in a menu."""
ASKED_EVERY_S = 5.0


def no_tasks(person: Person) -> Mapping[str, int]:
    """Nothing waits for anybody."""
    return {}


class Frame:
    """Renders pages; a charter never changes, so each is read once."""

    def __init__(self, pool: Pool, origin: Origin, simulated: bool, tasks: Tasks = no_tasks) -> None:
        self.origin = origin
        self.simulated = simulated
        self.tasks = tasks
        self._pool = pool
        self._charters: dict[str, Charter] = {}
        self._workers = (0, -ASKED_EVERY_S)

    def render(self, language: str, template: str, values: Mapping[str, Any]) -> str:
        """A page."""
        return render(language, template, **values)

    def charter(self, digest: str | None) -> Charter | None:
        """A charter by its digest.

        Raises StoreUnavailable.
        """
        if digest is not None and digest not in self._charters:
            with database_failures(), self._pool.connection() as connection:
                document = Records(connection).sole("charter", digest=digest)["document"]
            self._charters[digest] = Charter.model_validate(document)
        return self._charters[digest] if digest is not None else None

    def workers(self) -> int:
        """How many processes hear and evaluate calls, as asked a few seconds ago at most.

        Raises StoreUnavailable.
        """
        workers, asked = self._workers
        if monotonic() - asked >= ASKED_EVERY_S:
            with database_failures(), self._pool.connection() as connection:
                workers = SignInTable(Records(connection)).workers()
            self._workers = (workers, monotonic())
        return workers
