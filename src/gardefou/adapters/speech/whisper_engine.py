"""Transcribes clips of speech with Whisper: tight encoder input, batches across calls, unsure clips read in context."""

from collections.abc import Generator, Hashable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace

from gardefou.adapters.speech.attempts import CONTEXT_TOKENS, GREEDY, NO_FRAMES, Attempts, Made, context, filled_length
from gardefou.adapters.speech.batches import Batches
from gardefou.adapters.speech.devices import CPU, CUDA, is_of_device
from gardefou.adapters.speech.glossary_rescoring import GlossaryRescoring
from gardefou.adapters.speech.memory import is_of_memory, memory_told, not_enough_memory
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.adapters.speech.word_times import WordTimes
from gardefou.hearing.glossary.model import Glossary
from gardefou.hearing.guards import HELPS_FROM
from gardefou.hearing.ports import Clip, HeardClip
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Word

UNSURE_BELOW = -0.2
"""Clips with a lower log-probability are read again after what was said before them."""
UNSURE_SHARE = 0.4
"""Of what was heard so far, so much at most: where most of a call is hard, another reading helps little."""
LANGUAGE_SAMPLE_S = 12
"""A language is told by so much at the beginning: more of it costs more, and told no other."""
CLIPS_AT_ONCE = 64
MOST_FAILING = 2
"""Where more clips are heard together and the library fails on each, the clips are not at fault."""
BATCH = {CPU: 16, CUDA: 64}


@dataclass(frozen=True, slots=True)
class _Task:
    """A clip to read, or with what was made of it at first, one to read again after the tokens `before`."""

    clip: Clip
    first: Made | None = None
    before: tuple[int, ...] = ()

    @property
    def size(self) -> Hashable:
        """Tasks of the same size share a batch."""
        if self.first is None:
            return filled_length(self.clip)
        return self.first.frames.batch.shape[1], len(self.before)


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of a task; `heard` is missing where the clip is to be read again."""

    made: Made | None
    heard: HeardClip | None


class WhisperEngine:
    """Takes clips of any caller, and puts those of the same length into one batch.

    `beam` 1 is greedy, and reads nothing again for being unsure; without `word_times` words share the time of their
    clip.
    """

    def __init__(
        self,
        model: WhisperModel,
        name: str,
        threads: int,
        beam: int,
        word_times: bool = True,
        batch: int | None = None,
        glossary: Glossary | None = None,
    ) -> None:
        self.name = f"{name}, glossary {glossary.digest}" if glossary else name
        self._model = model
        self._attempts = Attempts(model, beam)
        self._words = WordTimes(model, word_times, GlossaryRescoring(model, glossary) if glossary else None)
        self._unsure_below = UNSURE_BELOW if beam > GREEDY else float("-inf")
        with memory_told():
            self._batches = Batches(self._read, lambda task: task.size, batch or BATCH[model.device], threads)

    @property
    def clips_at_once(self) -> int:
        """The same on every machine: what is read in context depends on the clips that are heard together."""
        return CLIPS_AT_ONCE

    def language_of(self, samples: Samples) -> Language:
        """The likelier of the languages spoken in `samples`, shape `(samples,)` at HEARING_RATE."""
        sample = samples[: LANGUAGE_SAMPLE_S * HEARING_RATE]
        with memory_told():
            odds = self._model.language_odds(self._attempts.encoded([sample], 0.0))[0]
        return max(Language, key=lambda language: odds[language])

    def hear(self, clips: Sequence[Clip]) -> Iterator[HeardClip]:
        """The words of each clip, in the order of the clips, which is that of the call, as soon as they are there.

        Raises SettingWrong when memory lacks or nothing can be read, RuntimeError when the GPU fails.
        """
        failed = 0
        with closing(self._final(clips)) as finals:
            for final in finals:
                failed += final.made is None
                if failed == len(clips) > MOST_FAILING:
                    raise SettingWrong(
                        f"{self.name}: fails on each of {failed} passages; run gardefou doctor, or name another "
                        "model in GARDEFOU_SPEECH_MODEL"
                    )
                assert final.heard is not None  # noqa: S101 -- a second reading is the last
                yield final.heard

    def _final(self, clips: Sequence[Clip]) -> Generator[_Read, None, None]:
        first = self._batches.submit([_Task(clip) for clip in clips])
        second: dict[int, Future[_Read]] = {}
        read: list[_Read] = []
        given = in_context = 0
        try:
            for clip, future in zip(clips, first, strict=True):
                read.append(future.result())
                if read[-1].heard is None:
                    may = in_context < UNSURE_SHARE * len(read)
                    task = _Task(clip, read[-1].made, self._before(read) if may else ())
                    in_context += bool(task.before)
                    second[len(read) - 1] = self._batches.submit([task])[0]
                while given < len(read) and (given not in second or second[given].done()):
                    yield second[given].result() if given in second else read[given]
                    given += 1
            for place in range(given, len(read)):
                yield second[place].result() if place in second else read[place]
        finally:
            for future in (*first, *second.values()):
                future.cancel()

    def _before(self, read: Sequence[_Read]) -> tuple[int, ...]:
        """The last tokens of what was surely said before the last clip in its language; none where they are few."""
        *earlier, last = read
        tokens: list[int] = []
        for made in (each.made for each in reversed(earlier)):
            if len(tokens) >= CONTEXT_TOKENS:
                break
            if made and last.made and made.language is last.made.language and _is_sure(made):
                tokens = [*self._model.vocabulary.without_marks(made.decoded.tokens), *tokens]
        return context(tokens)

    def _read(self, tasks: Sequence[_Task]) -> list[_Read]:
        """One batch; what fails together is tried one by one, and what fails alone is marked as failed.

        Raises SettingWrong when there is no memory for one alone, RuntimeError when the GPU fails.
        """
        try:
            return self._read_again(tasks) if tasks[0].first else self._read_first(tasks)
        except (RuntimeError, MemoryError, ValueError) as error:
            if is_of_device(error):
                raise
            if tasks[0].before:
                return self._read([replace(task, before=()) for task in tasks])
            if len(tasks) == 1 and is_of_memory(error):
                raise not_enough_memory() from None
            if len(tasks) == 1:
                return [_Read(None, HeardClip((), 0.0, 0.0, tasks[0].clip.language, failed=True))]
            return [each for task in tasks for each in self._read([task])]

    def _read_first(self, tasks: Sequence[_Task]) -> list[_Read]:
        clips = [task.clip for task in tasks]
        made = self._attempts.first(clips)
        sure = [place for place, each in enumerate(made) if each.attempt.log_probability >= self._unsure_below]
        unsure = self._attempts.apart(made, [place for place in range(len(made)) if place not in sure])
        heard = iter(self._heard([clips[place] for place in sure], [made[place] for place in sure]))
        return [
            _Read(unsure[place], None) if place in unsure else _Read(replace(each, frames=NO_FRAMES), next(heard))
            for place, each in enumerate(made)
        ]

    def _read_again(self, tasks: Sequence[_Task]) -> list[_Read]:
        clips = [task.clip for task in tasks]
        made = self._attempts.together([task.first for task in tasks if task.first])
        if tasks[0].before:
            made = self._attempts.in_context(clips, made, [task.before for task in tasks])
        return [_Read(each, heard) for each, heard in zip(made, self._heard(clips, made), strict=True)]

    def _heard(self, clips: Sequence[Clip], made: Sequence[Made]) -> list[HeardClip]:
        words = self._words.of(clips, made) if clips else []
        return [_result(each, said) for each, said in zip(made, words, strict=True)]


def _is_sure(made: Made) -> bool:
    return made.attempt.log_probability >= HELPS_FROM and not made.attempt.is_doubtful


def _result(made: Made, words: tuple[Word, ...]) -> HeardClip:
    decoded = made.decoded
    return HeardClip(
        words, decoded.log_probability, decoded.no_speech_probability, made.language, failed=made.attempt.is_lost
    )
