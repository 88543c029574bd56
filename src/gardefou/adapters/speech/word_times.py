"""The words of clips with their times: aligned in batches, names of the glossary put in."""

from collections.abc import Sequence

from gardefou.adapters.speech.alignment import aligned
from gardefou.adapters.speech.attempts import Made
from gardefou.adapters.speech.glossary_rescoring import GlossaryRescoring
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.hearing.ports import Clip
from gardefou.kernel.transcript import Language, Word


class WordTimes:
    """Gives words their times; where nobody asks for times, words share the time of their clip."""

    def __init__(self, model: WhisperModel, is_asked_for: bool, glossary: GlossaryRescoring | None) -> None:
        self._model = model
        self._is_asked_for = is_asked_for
        self._glossary = glossary

    def of(self, clips: Sequence[Clip], made: Sequence[Made]) -> list[tuple[Word, ...]]:
        """The words of each clip."""
        if not self._is_asked_for:
            return [_shared_out(clip, each.attempt.text) for clip, each in zip(clips, made, strict=True)]
        words: list[tuple[Word, ...]] = [()] * len(clips)
        alike: dict[tuple[int, Language], list[int]] = {}
        for place, each in enumerate(made):
            alike.setdefault((id(each.frames.batch), each.language), []).append(place)
        for (_, language), places in alike.items():
            own = [made[place] for place in places]
            frames = self._model.chosen(own[0].frames.batch, [each.frames.place for each in own])
            tokens, seconds = [each.decoded.tokens for each in own], [clips[place].seconds for place in places]
            alignments = self._model.align(frames, language, tokens, seconds)
            for place, alignment in zip(places, alignments, strict=True):
                runs = self._model.vocabulary.words(made[place].decoded.tokens)
                words[place] = aligned(runs, alignment, clips[place].seconds)
        return [self._with_glossary(*each) for each in zip(clips, made, words, strict=True)]

    def _with_glossary(self, clip: Clip, made: Made, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words with names of the glossary, clip by clip, so that none depends on others of its batch."""
        if not self._glossary or made.attempt.is_doubtful:
            return words
        frames = self._model.chosen(made.frames.batch, [made.frames.place])
        return self._glossary.words(words, made.decoded.tokens, frames, made.language, clip.seconds)


def _shared_out(clip: Clip, text: str) -> tuple[Word, ...]:
    """The words of a text, each with a share of the clip's time by its letters."""
    said = text.split()
    per_letter_ms = clip.seconds * 1000 / max(1, sum(map(len, said)))
    words, before = [], 0
    for word in said:
        start, before = before, before + len(word)
        words.append(Word(round(start * per_letter_ms), round(before * per_letter_ms), word))
    return tuple(words)
