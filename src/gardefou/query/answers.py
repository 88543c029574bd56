"""Answers to the parts of a query, and what they make together."""

from dataclasses import dataclass

from gardefou.kernel.message import Message
from gardefou.query.grounds import NOTHING, Grounds, either, every, only_measured


@dataclass(frozen=True, slots=True)
class Answer:
    """True, False, or None where it cannot be told and `why`, with what shows it."""

    found: bool | None
    grounds: Grounds = NOTHING
    why: Message | None = None


def together(answers: list[Answer], holds: bool) -> Answer:
    """Any of some parts (`holds` True) or all of them: one answer like `holds` settles it, then one that is unknown."""
    found = {each.found for each in answers}
    settled = holds if holds in found else None if None in found else not holds
    alike = [each for each in answers if each.found is settled]
    joined = either if settled is holds else every
    why = next((each.why for each in alike if each.why), None)
    return Answer(settled, joined(each.grounds for each in alike), why)


def denied(answer: Answer) -> Answer:
    """What was found breaks a negation; what was not found shows nothing, but a measure shows its value."""
    if answer.found is False:
        return Answer(True, only_measured(answer.grounds))
    return Answer(None if answer.found is None else False, answer.grounds, answer.why)
