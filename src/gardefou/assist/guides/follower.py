"""Follows a call through its guide."""

from collections.abc import Sequence

from gardefou.assist.guides.findings import Findings
from gardefou.assist.guides.model import Guide
from gardefou.assist.guides.rules import Course, likeliest
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.model import NextSteps, Step
from gardefou.kernel.transcript import Segment, Transcript


class GuideFollower:
    """Offers the next steps of the guide that a call seems to follow; it keeps no account of which are taken (S8).

    `language` is the one that the adviser reads.
    """

    def __init__(self, guides: Sequence[Guide], language: str = "fr", search: SharedSearch | None = None) -> None:
        self._guides = guides
        self._language = language
        self._search = search or SharedSearch()
        self._latest = NextSteps()

    @property
    def guide(self) -> str | None:
        """The guide that the call seems to follow."""
        return self._latest.guide

    def heard(self, call: Transcript, new: Segment) -> NextSteps | None:
        """What comes next after the last words, None where that is what came next before."""
        steps = self._next(self._search.after(call, new))
        if steps == self._latest:
            return None
        self._latest = steps
        return steps

    def _next(self, findings: Findings) -> NextSteps:
        guide = likeliest(self._guides, findings)
        if guide is None:
            return NextSteps()
        due = Course(guide, findings).offered()
        return NextSteps(guide.id, tuple(Step(step.id, step.text.into(self._language)) for step in due))
