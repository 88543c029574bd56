"""Answers to the parts of a query, and what they make together."""

from dataclasses import dataclass

from gardefou.kernel.evidence import Evidence
from gardefou.query.spans import Piece


@dataclass(frozen=True, slots=True)
class Answer:
    """True, False, or None where it cannot be told, with what shows it."""

    found: bool | None
    pieces: frozenset[Piece] = frozenset()
    measured: tuple[Evidence, ...] = ()


def together(answers: list[Answer], holds: bool) -> Answer:
    """Any of some parts (`holds` True) or all of them: one answer like `holds` settles it, then one that is unknown."""
    found = {each.found for each in answers}
    settled = holds if holds in found else None if None in found else not holds
    alike = [each for each in answers if each.found is settled]
    return Answer(
        settled,
        frozenset(piece for each in alike for piece in each.pieces),
        tuple(evidence for each in alike for evidence in each.measured),
    )


def denied(answer: Answer) -> Answer:
    """What was found breaks a negation; what was not found shows nothing, but a measure shows its value."""
    if answer.found is False:
        return Answer(True, measured=answer.measured)
    return Answer(None if answer.found is None else False, answer.pieces, answer.measured)
