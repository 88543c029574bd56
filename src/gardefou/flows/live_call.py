"""A call while it goes on: words -> without personal data -> help; all of it in memory, and gone with it (S7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from threading import Event, Lock

from gardefou.assist.model import Help
from gardefou.assist.steps import Assistant
from gardefou.flows.live_hypothesis import said_so_far
from gardefou.hearing.ports import Redact
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.transcript import Language, Role, Segment, Transcript

REDACTED_TOGETHER = 12
"""So many utterances are searched together for personal data: a number may run over several."""
STAY_AS_THEY_ARE = 6
"""So many of them, the oldest, are searched for what comes after them, and not told anew: what was before is gone."""

ASKED_EVERY = 3
"""Suggestions are looked for again when so many more words of what goes on will stay."""
LiveEvent = LiveWords | Help
Tell = Callable[[LiveEvent], None]
RedactText = Callable[[str, str], str]


@dataclass(repr=False)
class LiveCall:
    """One call; used by one thread at a time.

    An utterance is told again under its number when later words show that it held part of a number.
    """

    assistant: Assistant
    redact: Redact
    redact_text: RedactText
    tell: Tell
    roles: tuple[Role, ...]
    language: Language = Language.FRENCH
    model: str = "live"
    _raw: list[tuple[int, Segment]] = field(default_factory=list)
    _told: dict[int, Segment] = field(default_factory=dict)
    _asked: dict[int, int] = field(default_factory=dict)
    """How many words of an utterance that goes on suggestions were looked for with."""
    _drafting: tuple[str, Event] | None = None
    """The situation that a language model drafts words for, and what ends it."""
    _telling: Lock = field(default_factory=Lock)
    """Held while drafted words are told, so that none comes after what stands in their place."""

    def heard(self, words: LiveWords) -> None:
        """Take what was heard, and tell what comes of it."""
        if isinstance(words, Utterance):
            self._asked.pop(words.utterance, None)
        if isinstance(words, Utterance) and words.segment:
            self._said(words.utterance, words.segment)
        elif isinstance(words, Hypothesis):
            shown = self._without_data(words)
            self.tell(shown)
            self._said_so_far(words, holds_data=shown is not words)
        else:
            self.tell(words)

    def offer(self, offered: Help) -> None:
        """Tell what the adviser asked for."""
        self.tell(offered)

    def word(self, situation: str, elsewhere: Callable[..., None]) -> None:
        """Tell words for a situation; `elsewhere` runs what takes long, as when a language model drafts them."""
        self._end_drafting()
        book = self.assistant.phrases
        if not book.drafts:
            self.tell(book.wording(situation, self.transcript))
            return
        stop = Event()
        self._drafting = (situation, stop)
        elsewhere(self._draft, situation, self.transcript, stop)

    def stop_wording(self) -> None:
        """Draft no more: the book's own words stand in the place of what is being drafted."""
        if situation := self._end_drafting():
            self.tell(self.assistant.phrases.wording(situation, self.transcript))

    @property
    def transcript(self) -> Transcript:
        """The call so far, without personal data."""
        segments = sorted(self._told.values(), key=lambda each: (each.start_ms, each.channel))
        duration_ms = max((each.end_ms for each in segments), default=0)
        return Transcript(duration_ms, self.language.value, self.model, tuple(segments), roles=self.roles)

    def forget(self) -> None:
        """Let go of every word."""
        self._end_drafting()
        self.assistant.forget()
        self._raw.clear()
        self._told.clear()
        self._asked.clear()
        self.tell = _nobody

    def _said(self, number: int, segment: Segment) -> None:
        self._raw.append((number, segment))
        del self._raw[:-REDACTED_TOGETHER]
        for changed, redacted in self._redacted():
            if self._told.get(changed) != redacted:
                self._told[changed] = redacted
                self.tell(Utterance(changed, redacted))
        if segment.role is Role.CUSTOMER:  # what is being drafted does not answer that
            self.stop_wording()
        for each in self.assistant.heard(self.transcript, self._told[number]):
            self.tell(each)

    def _said_so_far(self, words: Hypothesis, *, holds_data: bool) -> None:
        """Look for suggestions with the words that will stay; at once where some of them are to be taken out."""
        count = len(words.agreed.split())
        if not count or (count - self._asked.get(words.utterance, 0) < ASKED_EVERY and not holds_data):
            return
        self._asked[words.utterance] = count
        going, call = dict(self._redacted(*said_so_far(words)))[words.utterance], self.transcript
        changed = self.assistant.suggestions.heard_so_far(replace(call, segments=(*call.segments, going)), going)
        if changed is not None:
            self.tell(changed)

    def _end_drafting(self) -> str:
        """The situation that words were still being drafted for, or nothing."""
        drafting, self._drafting = self._drafting, None
        if drafting is None:
            return ""
        situation, stop = drafting
        with self._telling:
            was_over = stop.is_set()
            stop.set()
        return "" if was_over else situation

    def _draft(self, situation: str, call: Transcript, stop: Event) -> None:
        for each in self.assistant.phrases.drafted(situation, call, stop):
            with self._telling:
                if not stop.is_set():
                    self.tell(each)
                if each.is_final:
                    stop.set()

    def _redacted(self, *going: tuple[int, Segment]) -> Iterator[tuple[int, Segment]]:
        ordered = sorted((*self._raw, *going), key=lambda each: (each[1].start_ms, each[1].channel))
        segments = tuple(segment for _, segment in ordered)
        until_ms = max(segment.end_ms for segment in segments)
        raw = Transcript(until_ms, self.language.value, self.model, segments, roles=self.roles)
        is_some_gone = len(self._told) >= REDACTED_TOGETHER
        lost = {number for number, _ in self._raw[:-STAY_AS_THEY_ARE]} if is_some_gone else set()
        redacted = zip((number for number, _ in ordered), self.redact(raw).segments, strict=True)
        yield from ((number, segment) for number, segment in redacted if number not in lost)

    def _without_data(self, words: Hypothesis) -> Hypothesis:
        """What is being said; where it holds part of a number, none of it is taken as agreed."""
        whole = f"{words.agreed} {words.pending}".strip()
        redacted = self.redact_text(whole, self.language.value)
        return words if redacted == whole else replace(words, agreed="", pending=redacted)


def _nobody(_: LiveEvent) -> None:
    """Who is told once all is forgotten."""
