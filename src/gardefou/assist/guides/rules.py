"""Which guide a call follows, where in it the call is, and what comes next."""

from collections.abc import Iterator, Sequence
from itertools import islice

from gardefou.assist.guides.findings import Findings
from gardefou.assist.guides.model import Guide, GuideStep, State
from gardefou.query.text import folded

MOST_OFFERED = 2
OPENING_MS = 75_000


def likeliest(guides: Sequence[Guide], findings: Findings) -> Guide | None:
    """The guide that most different words speak for, of several the one spoken for first; None where no word does.

    Words of the opening count before all others, as that is where people say why they call.
    """
    ranked = [(guide, strength) for guide in guides if (strength := _strength(guide, findings))]
    return max(ranked, key=lambda each: each[1])[0] if ranked else None


def _strength(guide: Guide, findings: Findings) -> tuple[int, int, int] | None:
    found = findings.find(guide.about)
    if not found.found:
        return None
    until_ms = findings.start_ms + OPENING_MS
    opening = {folded(each.quote) for each in found.evidence if each.start_ms < until_ms}
    everywhere = {folded(each.quote) for each in found.evidence}
    return len(opening), len(everywhere), -min((each.start_ms for each in found.evidence), default=0)


class Course:
    """Where in a guide a call is."""

    def __init__(self, guide: Guide, findings: Findings) -> None:
        self._states = {state.id: state for state in guide.states}
        self._findings = findings
        self._passed = {guide.states[0].id}
        self._here = self._reached(guide.states[0])

    def offered(self) -> tuple[GuideStep, ...]:
        """The first steps that are due, those of what follows where too few are left here."""
        return tuple(islice(self._due(), MOST_OFFERED))

    def _due(self) -> Iterator[GuideStep]:
        yield from self._due_in(self._here)
        following = [each.to for each in self._here.next if each.to not in self._passed]
        if following:
            yield from self._due_in(self._states[following[-1]])

    def _due_in(self, state: State) -> Iterator[GuideStep]:
        """The first step after the last that was done, then what was left out before it, then the others."""
        done = [self._is_done(step) for step in state.steps]
        reached = max((number for number, is_done in enumerate(done) if is_done), default=-1)
        due = [number for number, step in enumerate(state.steps) if not done[number] and self._is_due(step)]
        ahead = [number for number in due if number > reached]
        left_out = [number for number in due if number < reached]
        return (state.steps[number] for number in (*ahead[:1], *left_out, *ahead[1:]))

    def _reached(self, here: State) -> State:
        """The state that the call has come to from here; none is entered twice."""
        is_over = all(self._is_done(step) or not self._is_due(step) for step in here.steps)
        for way in here.next:
            is_heard = is_over if way.heard is None else self._findings.find(way.heard).found
            if way.to not in self._passed and (is_heard or any(map(self._is_done, self._states[way.to].steps))):
                self._passed.add(way.to)
                return self._reached(self._states[way.to])
        return here

    def _is_done(self, step: GuideStep) -> bool:
        return self._findings.find(step.done).found

    def _is_due(self, step: GuideStep) -> bool:
        return step.when is None or self._findings.find(step.when).found
