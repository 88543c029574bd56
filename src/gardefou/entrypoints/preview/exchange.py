"""What the web process asks the preview process, and what it is answered: one line of JSON each."""

import json
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard, Section
from gardefou.kernel.evaluation import CriterionResult

RESULT: TypeAdapter[CriterionResult] = TypeAdapter(CriterionResult)
SIGN_OF_LIFE = b"{}\n"
"""What the process writes while it works."""


class Trouble(StrEnum):
    """Why there is no preview."""

    BUSY = "busy"
    SUPERSEDED = "superseded"
    SLOW = "slow"
    ENDED = "ended"
    FAILED = "failed"
    NO_MEANING = "no meaning"


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion on one simulated call: as it stands, where it stands somewhere, and as it would be."""

    sample: str
    criterion: str
    before: Scorecard | None
    after: Scorecard

    def line(self) -> bytes:
        """The question as it is sent."""
        documents = {name: each and each.model_dump(mode="json") for name, each in self._scorecards().items()}
        return _line({"sample": self.sample, "criterion": self.criterion} | documents)

    @classmethod
    def read(cls, line: bytes) -> "Question":
        """A question that was sent."""
        sent = json.loads(line)
        before = Scorecard.model_validate(sent["before"]) if sent["before"] else None
        return cls(sent["sample"], sent["criterion"], before, Scorecard.model_validate(sent["after"]))

    def _scorecards(self) -> dict[str, Scorecard | None]:
        return {"before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Preview:
    """What the criterion says of the call, as it stands and as it would be, or why nothing is known."""

    before: CriterionResult | None = None
    after: CriterionResult | None = None
    trouble: Trouble | None = None

    def line(self) -> bytes:
        """The answer as it is sent."""
        results = {"before": self.before, "after": self.after}
        told = {name: each and RESULT.dump_python(each, mode="json") for name, each in results.items()}
        return _line(told | {"trouble": self.trouble})

    @classmethod
    def read(cls, line: bytes) -> "Preview | None":
        """An answer that was sent; None for a sign of life."""
        sent = json.loads(line)
        if not sent:
            return None
        before, after = (RESULT.validate_python(sent[name]) if sent[name] else None for name in ("before", "after"))
        return cls(before, after, Trouble(sent["trouble"]) if sent["trouble"] else None)


def narrowed(scorecard: Scorecard, criterion: str) -> Scorecard:
    """The scorecard with that criterion and those that decide whether it is asked, in one section."""
    by_id = {each.id: each for each in scorecard.criteria()}
    kept: list[Criterion] = []
    wanted: str | None = criterion
    while wanted:
        kept.append(by_id[wanted])
        wanted = kept[-1].asked_if.criterion if kept[-1].asked_if else None
    first = scorecard.sections[0]
    section = Section(id=first.id, title=first.title, criteria=tuple(kept))
    return scorecard.model_copy(update={"sections": (section,)})


def _line(document: object) -> bytes:
    return json.dumps(document).encode() + b"\n"
