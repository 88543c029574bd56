"""One number for each piece of evidence of a call, wherever it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.span import Span

_Key = tuple[int, int, EvidenceKind, int]
_EVERY_CHANNEL = -1


def _key(evidence: Evidence) -> _Key:
    """Quotes differ by channel; a measured or searched stretch is one, on however many channels."""
    channel = evidence.channel if evidence.kind is EvidenceKind.QUOTE else _EVERY_CHANNEL
    return evidence.start_ms, evidence.end_ms, evidence.kind, channel


@dataclass(frozen=True, slots=True)
class Citation:
    """A stretch of the call that verdicts rest on, numbered from 1 in order of time."""

    number: int
    evidence: Evidence
    channels: tuple[int, ...]

    @property
    def span(self) -> Span:
        """When to listen."""
        return self.evidence.span

    @property
    def is_quote(self) -> bool:
        """Whether it quotes words."""
        return self.evidence.kind is EvidenceKind.QUOTE

    @property
    def is_search(self) -> bool:
        """Whether it shows an absence."""
        return self.evidence.kind is EvidenceKind.SEARCHED


class Citations:
    """The evidence of one evaluation; the same stretch cited by two criteria keeps one number."""

    def __init__(self, evaluation: Evaluation) -> None:
        groups = _grouped(each for result in evaluation.criteria for each in result.evidence)
        self._numbers = {key: number for number, key in enumerate(sorted(groups), 1)}
        self.items = tuple(_citation(number, groups[key]) for key, number in self._numbers.items())

    def of(self, evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
        """Some of the evidence under its numbers, each stretch once."""
        return tuple(_citation(self._numbers[key], group) for key, group in _grouped(evidence).items())


def _grouped(evidence: Iterable[Evidence]) -> dict[_Key, list[Evidence]]:
    groups: dict[_Key, list[Evidence]] = {}
    for each in evidence:
        groups.setdefault(_key(each), []).append(each)
    return groups


def _citation(number: int, evidence: list[Evidence]) -> Citation:
    return Citation(number, evidence[0], tuple(sorted({each.channel for each in evidence})))
