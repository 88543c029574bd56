"""Stand-ins for what a live call is given by the process."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from threading import Event

import numpy as np

from gardefou.assist.model import Help, Said, Suggestion, Suggestions, Wording
from gardefou.flows.live_session import LiveCallNotice, LiveSession, Recording
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import LiveWords
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role, Segment, Transcript, Word

BOTH = (Role.ADVISER, Role.CUSTOMER)


def notice(id_: str = "1", **changes: object) -> LiveCallNotice:
    return LiveCallNotice(id_, "audiohook", BOTH, datetime(2026, 3, 2, 9, tzinfo=UTC), **changes)


def session(recorder=None, closed=lambda _: None) -> LiveSession:
    return LiveSession(notice(), recorder, closed)


def sound(seconds: float) -> Samples:
    return np.zeros((2, round(seconds * HEARING_RATE)), np.float32)


def said(text: str, start_ms: int = 0, role: Role = Role.CUSTOMER) -> Segment:
    words, at = [], start_ms
    for each in text.split():
        words.append(Word(at, at + 200, each, 0.9))
        at += 250
    return Segment(BOTH.index(role), role, start_ms, words[-1].end_ms, text, 0.9, tuple(words))


class Sibling:
    """Notes what a sibling is given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, int]] = []
        self.is_over = False

    def add(self, samples: Samples) -> None:
        self.given.append(("add", samples.shape[1] * 1000 // HEARING_RATE))

    def skip(self, milliseconds: int) -> None:
        self.given.append(("skip", milliseconds))

    def end(self) -> None:
        self.given.append(("end", 0))

    def drop(self) -> None:
        self.given.append(("drop", 0))


class Tape(Sibling):
    """A recorder."""

    recording = Recording.DRAWN

    def erase(self) -> None:
        self.given.append(("erase", 0))
        self.recording = Recording.ERASED


class Ears:
    """Keeps the ears that were opened with what they deliver to."""

    def __init__(self) -> None:
        self.opened: list[tuple[Sibling, Callable[[LiveWords], None]]] = []
        self.roles: list[Sequence[Role]] = []
        self.is_full = False

    @property
    def channels_heard(self) -> int:
        pairs = zip(self.opened, self.roles, strict=True)
        return sum(len(roles) for (ear, _), roles in pairs if not ear.is_over)

    def open(self, roles, language: Language | None, deliver: Callable[[LiveWords], None]) -> Sibling:
        if self.is_full:
            raise RoomFull("all channels are taken")
        self.opened.append((Sibling(), deliver))
        self.roles.append(roles)
        return self.opened[-1][0]


class Book:
    """A phrase book; with `answers` a language model seems to draft them, one by one."""

    def __init__(self, *answers: str) -> None:
        self.answers = answers
        self.drafts = bool(answers)

    def wording(self, situation: str, call: Transcript) -> Wording:
        return Wording(situation, ("own words",))

    def drafted(self, situation: str, call: Transcript, stop: Event) -> Iterator[Wording]:
        for each in self.answers:
            yield Wording(situation, (each,), is_machine_text=True, is_final=each == self.answers[-1])


class Cards:
    """Quotes all that will stay of what goes on."""

    def __init__(self) -> None:
        self.calls: list[Transcript] = []

    def heard_so_far(self, call: Transcript, going: Segment) -> Suggestions:
        self.calls.append(call)
        because = Said(going.role, going.start_ms, going.end_ms, going.text)
        return Suggestions((Suggestion("card", "Carte", "passage", "source", because),))


class Assistant:
    """Offers what it was made with for every utterance."""

    def __init__(self, *offers: Help, book: Book | None = None) -> None:
        self.offers = offers
        self.suggestions = Cards()
        self.phrases = book or Book()
        self.calls: list[Transcript] = []
        self.is_forgotten = False

    def heard(self, call: Transcript, new: Segment) -> Iterator[Help]:
        self.calls.append(call)
        yield from self.offers

    def forget(self) -> None:
        self.calls.clear()
        self.is_forgotten = True
