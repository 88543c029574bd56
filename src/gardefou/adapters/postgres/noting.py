"""What a transaction of the gate has to note outside of the database, before it commits or after."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from gardefou.kernel.errors import StorageFull, StorageUnwritable
from gardefou.kernel.journal import ActInForce, Note

LOG = logging.getLogger(__name__)
SUSPENSION = "suspension"


class NoteBook(Protocol):
    """Where notes go."""

    def add(self, installation: UUID, notes: Sequence[Note]) -> None:
        """Write them down durably; raises StorageFull or StorageUnwritable."""
        ...


class Noting:
    """The notes of one transaction: one that restricts is written before the commit, one that loosens after it.

    Killed between the two, what a restored backup would be told is the stricter of both.
    """

    def __init__(self, book: NoteBook, installation: Callable[[], UUID]) -> None:
        self._book = book
        self._ask_installation = installation
        self._installation: UUID | None = None
        self._notes: list[Note] = []

    def add(self, note: Note) -> None:
        """Have something noted."""
        self._notes.append(note)

    def before_commit(self) -> None:
        """Write down what restricts; raises StorageFull or StorageUnwritable, so that nothing of it commits.

        A suspension waits for no disk: a restored backup is closed anyway.
        """
        if not self._notes:
            return
        self._installation = self._ask_installation()
        notes = [note for note in self._notes if not note.loosens]
        try:
            self._write(notes)
        except (StorageFull, StorageUnwritable) as error:
            if not all(isinstance(note, ActInForce) and note.kind == SUSPENSION for note in notes):
                raise
            LOG.error("a suspension is in force and not in the journal: %s", error)

    def after_commit(self) -> None:
        """Write down what loosens; it is done already, so that a disk that fails is told and nothing else."""
        try:
            self._write([note for note in self._notes if note.loosens])
        except (StorageFull, StorageUnwritable) as error:
            LOG.error("done, and not in the journal: a restored backup is stricter: %s", error)

    def _write(self, notes: Sequence[Note]) -> None:
        if notes and self._installation:
            self._book.add(self._installation, notes)
