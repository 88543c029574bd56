"""One channel of a call that goes on: what of it should be read, and what comes of readings."""

from collections import deque
from collections.abc import Callable, Iterator

from gardefou.hearing.live.before import SaidBefore
from gardefou.hearing.live.following import Follower
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.live.saying import Kind, Reading, Saying
from gardefou.hearing.live.trimming import TRIM_FROM, trim
from gardefou.hearing.live.wishes import wish
from gardefou.hearing.ports import VOICE_WINDOW, HeardClip, VoiceListener
from gardefou.hearing.rules import is_believed, segment
from gardefou.hearing.stretches import Stretch
from gardefou.hearing.tape import WINDOW_MS
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Language, Role

LANGUAGE_FROM_S = 3.0
"""So much speech tells the language of a channel; before, each reading recognises it anew."""
GIVEN_UP_AFTER_S = 30.0
"""Words that are later than this help nobody: they are given up, so that memory stays bounded."""


class LiveChannel:
    """Follows one channel; `number` gives the next number of an utterance in the call, `before` is of all channels."""

    def __init__(
        self,
        channel: int,
        role: Role,
        language: Language | None,
        listener: VoiceListener,
        number: Callable[[], int],
        before: SaidBefore,
    ) -> None:
        self._channel = channel
        self._role = role
        self._language = language
        self._language_is_told = language is not None
        self._follower = Follower(listener)
        self._number = number
        self._before = before
        self._going: Saying | None = None
        self._over: deque[Saying] = deque()

    @property
    def is_done(self) -> bool:
        """Whether all that was said is final."""
        return not self._over and self._going is None

    def add(self, samples: Samples, now: float) -> Iterator[LiveWords]:
        """What becomes final with these samples."""
        yield from self._follow(self._follower.add(samples), now)

    def skip(self, count: int, now: float) -> Iterator[LiveWords]:
        """What becomes final as so many samples never came."""
        yield from self._follow(self._follower.skip(count), now)

    def end(self, now: float) -> Iterator[LiveWords]:
        """What becomes final as nothing follows."""
        yield from self._follow(self._follower.end(), now)

    def wants(self, now: float, guesses: bool = True) -> Iterator[Reading]:
        """What should be read, what goes on only where that `guesses`."""
        for saying in self._over:
            if saying.final is None and not saying.is_asked_final and saying.paused_at != saying.last:
                yield self._reading(Kind.FINAL, saying, now)
        if self._going:
            kind = wish(self._going)
            if kind is None or (kind is Kind.HYPOTHESIS and not guesses):
                self._going.wanted = None
            else:
                yield self._reading(kind, self._going, now)

    def asked(self, reading: Reading) -> None:
        """A reading is under way."""
        saying = reading.saying
        saying.wanted = None
        saying.asked_to = max(saying.asked_to, reading.end)
        saying.is_asked_final |= reading.kind is Kind.FINAL
        if reading.kind is Kind.PAUSE:
            saying.paused_at = reading.last

    def heard(self, reading: Reading, heard: HeardClip) -> Iterator[LiveWords]:
        """What comes of a reading."""
        saying = reading.saying
        if self._language is None and (reading.kind is Kind.FINAL or reading.clip.seconds >= LANGUAGE_FROM_S):
            self._language = heard.language if heard.words else None
        if saying.piece is None:
            if reading.kind is Kind.PAUSE:
                saying.spoken = reading.last, heard
            if reading.end > saying.heard_to:
                saying.heard_to = reading.end
                yield from self._hypothesis(reading, heard)
        elif reading.kind is Kind.FINAL or (reading.kind is Kind.PAUSE and reading.last == saying.last):
            saying.final = saying.final or heard
            yield from self._finals()

    def give_up(self, now: float) -> Iterator[LiveWords]:
        """Let go of what has waited too long to be final."""
        for saying in self._over:
            saying.is_given_up |= now - saying.over_since > GIVEN_UP_AFTER_S
        yield from self._finals()

    def _follow(self, over: Iterator[Stretch], now: float) -> Iterator[LiveWords]:
        for each in over:
            saying = self._going or self._new(each.begin, each.begin, each.last)
            self._going = None
            saying.piece, saying.last, saying.over_since = each.piece, each.last, now
            if saying.spoken and saying.spoken[0] == each.last:
                saying.final = saying.spoken[1]
            self._over.append(saying)
        going = self._follower.going
        if going:
            self._going = self._going or self._new(going.begin, going.first, going.last)
            self._going.last, self._going.now = going.last, going.now
        yield from self._finals()

    def _new(self, begin: int, first: int, last: int) -> Saying:
        return Saying(self._number(), begin, first, last, last + 1, read_from=begin, asked_to=first, paused_at=-1)

    def _reading(self, kind: Kind, saying: Saying, now: float) -> Reading:
        if saying.wanted is not kind:
            saying.wanted, saying.since = kind, now
        begin = saying.read_from if kind is Kind.HYPOTHESIS else saying.begin
        samples = saying.piece.samples if saying.piece else self._follower.sound(begin, saying.now)
        may_stay = kind is not Kind.HYPOTHESIS
        clip = LiveClip(
            samples,
            self._language,
            self._language_is_told,
            may_stay=may_stay,
            needs_times=len(samples) > TRIM_FROM * VOICE_WINDOW,
            before=self._before.text(self._language) if may_stay else "",
        )
        return Reading(kind, saying, clip, begin, saying.last, saying.now, saying.since)

    def _hypothesis(self, reading: Reading, heard: HeardClip) -> Iterator[LiveWords]:
        saying = reading.saying
        if not is_believed(heard.words, heard):
            return
        is_whole = reading.begin == saying.begin
        saying.agreement.hear([word.text for word in heard.words], 0 if is_whole else saying.skipped)
        saying.is_shown = True
        said = saying.agreement
        start_ms = saying.first * WINDOW_MS
        texts = " ".join(said.agreed), " ".join(said.pending)
        yield Hypothesis(saying.number, self._channel, self._role, start_ms, *texts)
        trim(reading, heard)

    def _finals(self) -> Iterator[LiveWords]:
        """The oldest utterances that are final, in order."""
        while self._over and (self._over[0].final or self._over[0].is_given_up):
            saying = self._over.popleft()
            words = saying.words(self._channel)
            if saying.final and words:
                self._before.add(saying.final)
            if words or saying.is_shown:
                yield Utterance(saying.number, segment(self._channel, self._role, words) if words else None)
