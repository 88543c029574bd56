"""What is suggested in labelled calls against what is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evals.suggestion_moments import LabelledCall
from gardefou.assist.knowledge.desk import SuggestionDesk
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.kernel.transcript import Segment, Transcript


@dataclass(frozen=True, slots=True)
class Shown:
    """A card when it came, and whether it was due."""

    card: str
    at_ms: int
    is_due: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Score:
    """One call: what was shown, what was due and missed, turns without need and those of them left alone."""

    call: str
    shown: tuple[Shown, ...]
    due: int
    missed: tuple[str, ...]
    needless_turns: int
    quiet_turns: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall, and the share of turns where none was due and none was shown."""

    shown: int
    right: int
    due: int
    found: int
    needless: int
    quiet: int

    @property
    def precision(self) -> float:
        """Share of shown cards that were due."""
        return self.right / max(1, self.shown)

    @property
    def recall(self) -> float:
        """Share of due cards that were shown in time."""
        return self.found / max(1, self.due)

    @property
    def left_alone(self) -> float:
        """Share of turns without need after which nothing came."""
        return self.quiet / max(1, self.needless)


def score(labelled: LabelledCall, heard: Transcript, finder: CardFinder, today: date) -> Score:
    """Play a call to a desk, each segment as it ends."""
    return scored(labelled, tuple(_played(labelled, heard, SuggestionDesk(finder, today))))


def scored(labelled: LabelledCall, shown: tuple[Shown, ...]) -> Score:
    """What was shown in a call against what was due."""
    missed = tuple(each.card for each in labelled.due if not any(one.is_due and one.card == each.card for one in shown))
    needless = [turn for turn in labelled.transcript.segments if not labelled.are_wanted(turn)]
    troubled = {_turn_of(labelled, each.at_ms) for each in shown if not each.is_due}
    quiet = sum(turn not in troubled for turn in needless)
    return Score(labelled.id, shown, len(labelled.due), missed, len(needless), quiet)


def _played(labelled: LabelledCall, heard: Transcript, desk: SuggestionDesk) -> Iterable[Shown]:
    before: set[str] = set()
    said: list[Segment] = []
    for new in sorted(heard.segments, key=lambda each: each.end_ms):
        said.append(new)
        changed = desk.heard(replace(heard, segments=tuple(said)), new)
        for each in changed.cards if changed else ():
            if each.card not in before:
                due = any(one.card == each.card and one.is_in_time(new.end_ms) for one in labelled.due)
                yield Shown(each.card, new.end_ms, due, each.because.quote)
        before = {each.card for each in desk.suggestions.cards}


def _turn_of(labelled: LabelledCall, at_ms: int) -> Segment:
    """The turn that is going on then, or was the last to begin."""
    begun = [turn for turn in labelled.transcript.segments if turn.start_ms <= at_ms]
    ending = [turn for turn in begun if turn.end_ms == at_ms]
    return (ending or begun or list(labelled.transcript.segments[:1]))[-1]


def figures(scores: Sequence[Score]) -> Figures:
    """All calls together."""
    shown = [each for score in scores for each in score.shown]
    due = sum(each.due for each in scores)
    found = due - sum(len(each.missed) for each in scores)
    needless, quiet = sum(each.needless_turns for each in scores), sum(each.quiet_turns for each in scores)
    return Figures(len(shown), sum(each.is_due for each in shown), due, found, needless, quiet)
