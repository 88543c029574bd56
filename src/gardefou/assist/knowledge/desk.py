"""The suggestions of one call: few, none twice, gone when the talk has moved on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gardefou.assist.knowledge.finder import CardFinder, Fit
from gardefou.assist.knowledge.quotes import quoted_anew
from gardefou.assist.model import Suggestion, Suggestions
from gardefou.kernel.transcript import Segment, Transcript

MOST_SHOWN = 3
SHOWN_FOR_MS = 90_000
"""A suggestion that is not pinned goes after that much of the call, or where three newer ones come."""
BACK_AFTER_MS = 240_000
"""A card comes again at the earliest when that much of the call has passed since it came."""


@dataclass(frozen=True, slots=True)
class _Shown:
    suggestion: Suggestion
    since_ms: int
    going: Segment | None = None
    """What was being said when it came, until that is final."""

    def is_decided_by(self, new: Segment) -> bool:
        """Whether these final words are those that it came on the first part of."""
        return self.going is not None and new.channel == self.going.channel and new.end_ms > self.going.start_ms


class SuggestionDesk:
    """What is suggested in one call; times are those of the call."""

    def __init__(self, finder: CardFinder, today: date) -> None:
        self._finder = finder
        self._today = today
        self._shown: list[_Shown] = []
        self._came_ms: dict[str, int] = {}
        self._dismissed: set[str] = set()

    @property
    def suggestions(self) -> Suggestions:
        """What is shown now, the newest first and pinned ones before all."""
        ordered = sorted(self._shown, key=lambda each: not each.suggestion.is_pinned)
        return Suggestions(tuple(each.suggestion for each in ordered))

    def heard(self, call: Transcript, new: Segment) -> Suggestions | None:
        """What is shown after new final words of a call; None where that is what was shown before."""
        before, fits = self.suggestions, self._finder.fits(call, new)
        decided = (self._decided(each, new, fits) for each in self._shown)
        self._shown = [each for each in decided if each]
        return self._changed(before, call, new, fits)

    def heard_so_far(self, call: Transcript, going: Segment) -> Suggestions | None:
        """What is shown while somebody speaks, of whose words these will stay; None where that was shown before.

        What comes so goes again where the whole of it does not tell the same.
        """
        fits = self._finder.fits(call, going)
        return self._changed(self.suggestions, call, going, fits, going)

    def dismiss(self, card: str) -> Suggestions:
        """Take a card away for the rest of the call."""
        self._dismissed.add(card)
        self._shown = [each for each in self._shown if each.suggestion.card != card]
        return self.suggestions

    def pin(self, card: str, on: bool) -> Suggestions:
        """Keep a card for the rest of the call, or no longer; one that is not shown stays away."""
        self._shown = [
            replace(each, suggestion=replace(each.suggestion, is_pinned=on)) if each.suggestion.card == card else each
            for each in self._shown
        ]
        return self.suggestions

    def _changed(
        self, before: Suggestions, call: Transcript, new: Segment, fits: Sequence[Fit], going: Segment | None = None
    ) -> Suggestions | None:
        now_ms = new.end_ms
        self._shown = [_quoting(each, call) for each in self._shown if self._stays(each, now_ms)]
        coming = [each for each in fits if self._may_come(each, now_ms)]
        for fit in reversed(coming[: self._room()]):
            self._show(fit, now_ms, going)
        after = self.suggestions
        return None if after == before else after

    def _decided(self, shown: _Shown, new: Segment, fits: Sequence[Fit]) -> _Shown | None:
        """What came on the first words of something, by all of it: it stays, quoting all, or was never meant."""
        if not shown.is_decided_by(new):
            return shown
        own = shown.suggestion
        because = next((each.because for each in fits if each.card.id == own.card), None)
        if because:
            return replace(shown, suggestion=replace(own, because=because), going=None)
        if own.is_pinned:
            return replace(shown, going=None)
        del self._came_ms[own.card]
        return None

    def _room(self) -> int:
        return MOST_SHOWN - sum(each.suggestion.is_pinned for each in self._shown)

    def _stays(self, shown: _Shown, now_ms: int) -> bool:
        return shown.suggestion.is_pinned or now_ms - shown.since_ms < SHOWN_FOR_MS

    def _may_come(self, fit: Fit, now_ms: int) -> bool:
        id = fit.card.id
        is_shown = any(each.suggestion.card == id for each in self._shown)
        is_back_too_soon = id in self._came_ms and now_ms - self._came_ms[id] < BACK_AFTER_MS
        return fit.card.is_valid(self._today) and id not in self._dismissed and not is_shown and not is_back_too_soon

    def _show(self, fit: Fit, now_ms: int, going: Segment | None) -> None:
        """Put a card first; the oldest that is not pinned goes where there would be too many."""
        card = fit.card
        made = Suggestion(card.id, card.title, fit.passage, card.source, fit.because, card.valid_until)
        self._came_ms[card.id] = now_ms
        self._shown.insert(0, _Shown(made, now_ms, going))
        loose = [each for each in self._shown if not each.suggestion.is_pinned]
        if len(self._shown) > MOST_SHOWN and loose:
            self._shown.remove(loose[-1])


def _quoting(shown: _Shown, call: Transcript) -> _Shown:
    because = quoted_anew(shown.suggestion.because, call)
    return replace(shown, suggestion=replace(shown.suggestion, because=because))
