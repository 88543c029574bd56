"""Wiring of live assist: what hears, what suggests, and the threads that both run on; nothing here reaches a store."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import Self

from gardefou.adapters.documents.guide_file import read_guides, read_statements
from gardefou.adapters.documents.knowledge_folder import read_knowledge
from gardefou.adapters.documents.phrases_file import read_phrases
from gardefou.adapters.documents.wrap_up_file import read_wrap_up
from gardefou.adapters.language_model.drafting import StreamedDrafting
from gardefou.adapters.language_model.endpoint import read_endpoint
from gardefou.adapters.speech.live_engine import LiveWhisperEngine
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.analysis.model import OTHER
from gardefou.analysis.steps import ReasonClassifier
from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.checklist.model import StatementRule
from gardefou.assist.guides.follower import GuideFollower
from gardefou.assist.guides.model import Guide
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.knowledge.desk import SuggestionDesk
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.assist.phrases.book import PhraseBook
from gardefou.assist.phrases.model import Situation
from gardefou.assist.steps import Assistant
from gardefou.assist.wrap_up.drafter import WrapUpDrafter
from gardefou.assist.wrap_up.model import SlotRule
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import Settings
from gardefou.flows.assisted_session import MakeCall
from gardefou.flows.live_call import LiveCall, Tell
from gardefou.hearing.first_speech import first_speech
from gardefou.hearing.live.steps import LiveHearing
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.hearing.written.form import written_text
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript

_log = logging.getLogger(__name__)
DRAFTING_AT_ONCE = 8


class Assistance:
    """Made once in a process; hears while it is entered.

    All words and help of every call pass one thread, in the order in which they were heard and asked for.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._laboratory = Laboratory(settings)
        self._turns = ThreadPoolExecutor(1, "assist")
        self._slow = ThreadPoolExecutor(DRAFTING_AT_ONCE, "drafting")

    def __enter__(self) -> Self:
        """Read every file and load every model, so that what is wrong is said at the start.

        Raises InputRefused, SettingWrong or PartMissing.
        """
        self.prepare()
        self.hearing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hearing.close()
        self._turns.shutdown(cancel_futures=True)
        self._slow.shutdown(wait=False, cancel_futures=True)

    def prepare(self) -> None:
        """Have all parts ready."""
        self._laboratory.check_files()
        _ = self.situations, self._rules, self._slots, self._finder, self._reasons, self.hearing

    @cached_property
    def hearing(self) -> LiveHearing:
        """What hears calls that go on."""
        of, model = self._settings, self._laboratory.whisper
        engine = LiveWhisperEngine(model.weights, model.name, of.speech_beam, self._laboratory.glossary)
        return LiveHearing(engine, self._voice_activity, model.workers, of.live_channels)

    @cached_property
    def _voice_activity(self) -> SileroVoiceActivity:
        return SileroVoiceActivity()

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """What the phrase book has words for."""
        return read_phrases(self._settings.phrases or resource("phrases.yaml"))

    def make_call(self, spoken: Language, read: Language) -> MakeCall:
        """What makes the assistant of a call in one language for an adviser who reads another."""

        def made(tell: Tell, roles: tuple[Role, ...]) -> LiveCall:
            return LiveCall(self._assistant(read), redact_transcript, redact_text, tell, roles, spoken)

        return made

    def in_turn(self, function: Callable[..., None], *given: object) -> None:
        """Have a function called after all that was asked for before."""
        self._turns.submit(_called, function, *given)

    def elsewhere(self, function: Callable[..., None], *given: object) -> None:
        """Have a function called that takes long."""
        self._slow.submit(_called, function, *given)

    def wait(self) -> None:
        """Until all that was asked for is done."""
        self._turns.submit(lambda: None).result()

    def language_of(self, sound: Sound) -> Language:
        """The language of what a recording's speech begins with; French where nobody speaks.

        Raises InputRefused when the sound cannot be read so far.
        """
        speech = first_speech(sound, self._voice_activity)
        return self._laboratory.engine.language_of(speech) if len(speech) else Language.FRENCH

    def _assistant(self, language: Language) -> Assistant:
        search = SharedSearch()
        guides, statements = self._rules
        guide = GuideFollower(guides, language.value, search)
        return Assistant(
            SuggestionDesk(self._finder, date.today()),
            guide,
            ChecklistDesk(statements, language.value, search, lambda: guide.guide),
            PhraseBook(self.situations, self._drafts),
            WrapUpDrafter(self._slots, written_text, self._reason(language), language.value, search),
            search,
        )

    @cached_property
    def _rules(self) -> tuple[tuple[Guide, ...], tuple[StatementRule, ...]]:
        folder, lexicon = self._settings.guides or resource("guides"), self._laboratory.lexicon
        guides = read_guides(folder, lexicon)
        return guides, read_statements(folder, lexicon, guides)

    @cached_property
    def _slots(self) -> tuple[SlotRule, ...]:
        return read_wrap_up(self._settings.wrap_up or resource("wrap_up.yaml"), self._laboratory.lexicon)

    @cached_property
    def _finder(self) -> CardFinder:
        cards = read_knowledge(self._settings.knowledge or resource("knowledge"), self._laboratory.lexicon)
        return CardFinder(cards, self._laboratory.embeddings_if_installed)

    @cached_property
    def _reasons(self) -> ReasonClassifier | None:
        embeddings = self._laboratory.embeddings_if_installed
        return ReasonClassifier(self._laboratory.taxonomy, embeddings) if embeddings else None

    def _reason(self, language: Language) -> Callable[[Transcript], str | None]:
        names = {each.id: each.label.into(language.value) for each in self._laboratory.taxonomy.reasons}

        def reason(call: Transcript) -> str | None:
            found = self._reasons.classify(call) if self._reasons else None
            return names[found.id] if found and found.id != OTHER else None

        return reason

    @cached_property
    def _drafts(self) -> StreamedDrafting | None:
        of = self._settings
        if not of.judge_url or not of.judge_model:
            return None
        return StreamedDrafting(read_endpoint(of.judge_url), of.judge_model, of.judge_key)


def _called(function: Callable[..., None], *given: object) -> None:
    """Call a function; what fails ends nothing else, and is logged by its kind and place."""
    try:
        function(*given)
    except Exception:
        _log.exception("a part of assist failed")
