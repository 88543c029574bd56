"""How far the hearing of a call is, told as it goes on."""

from dataclasses import dataclass

from gardefou.kernel.progress import Progress


@dataclass
class Course:
    """Tells which share of a call was heard, never less than before; `duration_ms` is None as long as nobody knows."""

    progress: Progress
    duration_ms: int | None
    _share: float = 0.0

    def heard(self, until_ms: int) -> None:
        """Everything up to there is heard."""
        if self.duration_ms:
            self._share = max(self._share, min(1.0, until_ms / self.duration_ms))
        self.progress("hear", self._share)
