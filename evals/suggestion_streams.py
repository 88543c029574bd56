"""Cards that come while a call is heard live: which, when, and how late after the words that they quote."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evals.live.clocks import ROLES, simulated
from evals.live.excerpts import Excerpt
from evals.suggestion_moments import LabelledCall
from evals.suggestion_scores import Shown
from gardefou.adapters.media.sound import open_sound
from gardefou.assist.knowledge.desk import SuggestionDesk
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.assist.model import Said, Suggestions
from gardefou.bootstrap.samples import SampleCall
from gardefou.flows.live_call import LiveCall
from gardefou.hearing.live.agreement import plain
from gardefou.hearing.live.ports import LiveEngine
from gardefou.hearing.ports import VoiceActivity
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.transcript import Language, Segment, Transcript

Stream = Sequence[tuple[float, LiveWords]]
"""What live hearing tells of a call, with the second at which it does."""
LANES = 2
NEAR_MS = 1_500
"""The times of words that are not final are off by so much at most."""
TAIL = 3
"""So many words tell the end of a quote."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A card that comes, at a time of the call."""

    card: str
    at_ms: int
    because: Said


def heard_live(call: SampleCall, engine: LiveEngine, voice_activity: VoiceActivity) -> Stream:
    """One call alone, heard in simulated time."""
    samples = np.concatenate([block.samples for block in open_sound(call.sound).blocks()], axis=1)
    language = Language(json.loads(call.labels.read_text("utf-8"))["language"])
    return simulated([Excerpt(call.id, samples, language, ())], engine, voice_activity, LANES).told[0].events


def coming(stream: Stream, language: Language, finder: CardFinder, today: date, *, so_far: bool) -> list[Coming]:
    """The cards of a call that comes so; without `so_far` only final words bring any."""
    found: list[Coming] = []
    shown: set[str] = set()
    now_ms = 0

    def tell(event: object) -> None:
        if isinstance(event, Suggestions):
            found.extend(Coming(each.card, now_ms, each.because) for each in event.cards if each.card not in shown)
            shown.clear()
            shown.update(each.card for each in event.cards)

    cards = _CardsOnly(SuggestionDesk(finder, today))
    call = LiveCall(cards, redact_transcript, redact_text, tell, ROLES, language)  # type: ignore[arg-type]
    for at, words in stream:
        if so_far or not isinstance(words, Hypothesis):
            now_ms = round(at * 1000)
            call.heard(words)
    return found


def shown_of(labelled: LabelledCall, cards: Sequence[Coming]) -> Iterator[Shown]:
    """The same, with whether each was due."""
    for each in cards:
        due = any(one.card == each.card and one.is_in_time(each.at_ms) for one in labelled.due)
        yield Shown(each.card, each.at_ms, due, each.because.quote)


def late_ms(each: Coming, stream: Stream) -> int:
    """How long after the last word that it quotes a card comes, by the times of final words."""
    said = [words.segment for _, words in stream if isinstance(words, Utterance) and words.segment]
    own = [segment for segment in said if segment.role is each.because.role]
    return each.at_ms - _end_of(each.because, min(own, key=lambda segment: _apart(segment, each.because)))


def _apart(segment: Segment, said: Said) -> int:
    early, late = segment.start_ms - NEAR_MS - said.start_ms, said.start_ms - segment.end_ms
    return max(0, early, late)


def _end_of(said: Said, segment: Segment) -> int:
    quoted = [plain(word) for word in said.quote.split()]
    words = [plain(word.text) for word in segment.words]

    def likeness(place: int) -> tuple[int, int]:
        pairs = zip(reversed(quoted[-TAIL:]), reversed(words[: place + 1]), strict=False)
        return sum(one == other for one, other in pairs), -abs(place + 1 - len(quoted))

    return segment.words[max(range(len(words)), key=likeness)].end_ms


@dataclass(frozen=True)
class _CardsOnly:
    """An assistant that suggests cards and does nothing else."""

    suggestions: SuggestionDesk

    def heard(self, call: Transcript, new: Segment) -> Iterator[Suggestions]:
        changed = self.suggestions.heard(call, new)
        if changed is not None:
            yield changed
