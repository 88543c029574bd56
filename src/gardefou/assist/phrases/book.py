"""Words for a situation: those of the phrase book, or drafted by a language model that the installation names."""

from collections.abc import Iterator, Sequence
from threading import Event

from gardefou.assist.model import Wording
from gardefou.assist.phrases.asked import are_usable, phrases_of, request_for
from gardefou.assist.phrases.model import Situation
from gardefou.assist.phrases.ports import Drafting
from gardefou.kernel.errors import JudgeUnavailable
from gardefou.kernel.transcript import Transcript


class PhraseBook:
    """Words for situations by their id; `drafting` is the language model, where one is configured."""

    def __init__(self, situations: Sequence[Situation], drafting: Drafting | None = None) -> None:
        self.situations = tuple(situations)
        self._by_id = {each.id: each for each in situations}
        self._drafting = drafting

    @property
    def drafts(self) -> bool:
        """Whether a language model drafts."""
        return self._drafting is not None

    def wording(self, situation: str, call: Transcript) -> Wording:
        """The book's own words, in the language of the call; none where the book has no such situation."""
        known = self._by_id.get(situation)
        return Wording(situation, known.phrases.into(call.language) if known else ())

    def drafted(self, situation: str, call: Transcript, stop: Event) -> Iterator[Wording]:
        """The words as a language model writes them, the last of them final; the book's own where it fails.

        It may take seconds, so that it is not for the thread that hears; whoever asked sets `stop` when the talk
        moves on, and gets no more. What is sent to the model are the last turns of `call`, which holds no personal
        data.
        """
        known = self._by_id.get(situation)
        if known is None or self._drafting is None:
            yield self.wording(situation, call)
            return
        texts: tuple[str, ...] = ()
        try:
            for answer in self._drafting.draft(request_for(known, call), stop):
                if stop.is_set():
                    return
                if (grown := phrases_of(answer)) != texts:
                    texts = grown
                    yield Wording(situation, texts, is_machine_text=True, is_final=False)
        except JudgeUnavailable:
            texts = ()
        if not stop.is_set():
            is_drafted = are_usable(texts)
            yield Wording(situation, texts, is_machine_text=True) if is_drafted else self.wording(situation, call)
