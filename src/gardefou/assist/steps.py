"""What is offered as words of a call become final."""

from collections.abc import Iterator
from dataclasses import dataclass

from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.guides.follower import GuideFollower
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.knowledge.desk import SuggestionDesk
from gardefou.assist.model import Help
from gardefou.assist.phrases.book import PhraseBook
from gardefou.assist.wrap_up.drafter import WrapUpDrafter
from gardefou.kernel.transcript import Segment, Transcript


@dataclass(frozen=True, slots=True)
class Assistant:
    """The help for one call, which lives as long as the call does."""

    suggestions: SuggestionDesk
    guide: GuideFollower
    checklist: ChecklistDesk
    phrases: PhraseBook
    wrap_up: WrapUpDrafter
    search: SharedSearch

    def heard(self, call: Transcript, new: Segment) -> Iterator[Help]:
        """What changes with the last words of a call."""
        for part in (self.suggestions, self.guide, self.checklist):
            changed = part.heard(call, new)
            if changed is not None:
                yield changed

    def forget(self) -> None:
        """Let go of every word."""
        self.search.forget()
