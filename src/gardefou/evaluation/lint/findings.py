"""What a rule says of a scorecard."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from gardefou.evaluation.model import Scorecard
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.message import Message

Place = tuple[str | int, ...]
"""Where something stands in the file: field names, and numbers of list entries from 0."""


class Severity(StrEnum):
    """An error keeps a scorecard from being used; a warning is for its authors to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where, what is wrong, and how to mend it; `told` and `mend` can be translated."""

    code: str
    severity: Severity
    place: Place
    subject: str
    told: Message
    mend: str

    @property
    def cause(self) -> str:
        """What is wrong, in English."""
        return str(self.told)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules may look at beside the scorecard: the reasons of the taxonomy, sentence embeddings.

    `only` is the one criterion that is asked about; rules that compare criteria may leave out the rest.
    """

    reasons: frozenset[str] | None = None
    embeddings: SentenceEmbeddings | None = None
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A place and what is wrong there; the rule adds the rest."""

    place: Place
    subject: str
    told: Message


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, why it is there, and how what it finds is mended.

    `is_about_whole` is a check that has to see all criteria to say something of one.
    """

    code: str
    severity: Severity
    why: str
    mend: str
    check: Callable[[Scorecard, Surroundings], Iterable[Found]]
    is_about_whole: bool = False

    def findings(self, scorecard: Scorecard, surroundings: Surroundings) -> Iterator[Finding]:
        """Everything that it finds."""
        for found in self.check(scorecard, surroundings):
            yield Finding(self.code, self.severity, found.place, found.subject, found.told, self.mend)
