"""Wiring of a worker: the flow of recorded calls, with its engines loaded when first needed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from importlib.util import find_spec

from gardefou.adapters.postgres.agreement_bounds import AgreementBounds
from gardefou.adapters.postgres.hearing_progress import HearingProgress
from gardefou.adapters.postgres.jobs import DESK, SPEECH
from gardefou.adapters.queue.consumer import Queue, Run, Source, consume
from gardefou.adapters.queue.under_way import Job
from gardefou.adapters.speech.devices import check_device
from gardefou.adapters.speech.installed import check_installed
from gardefou.adapters.speech.trial import try_model
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, clock, process
from gardefou.bootstrap.laboratory import Analysing, Laboratory
from gardefou.bootstrap.settings import Settings
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.ports import ReplyStore
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.flows.erasure import Erasure
from gardefou.flows.human_review import HumanReview
from gardefou.flows.measuring import measure_agreement
from gardefou.flows.ports import Clock, Engines
from gardefou.flows.recorded_call import SHADOW, STEP_AFTER, STEPS, RecordedCall
from gardefou.flows.sweep import Sweep, Swept
from gardefou.governance.actors import ProcessName
from gardefou.kernel.errors import PartMissing
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript

DESK_TOGETHER = 2
MOST_EVALUATORS = 16


MakesEngines = Callable[[Settings], Engines]
"""Makes what works on calls, each part loaded when first used."""


class SettingsEngines:
    """The engines that the settings name: a speech model, a model of meaning, and a scorecard to be signed."""

    def __init__(self, settings: Settings) -> None:
        self._laboratory = Laboratory(settings)
        self.scorecard = self._laboratory.scorecard_of_settings
        self._evaluators: OrderedDict[tuple[str, bool], ScorecardEvaluator] = OrderedDict()
        self._loading = threading.RLock()
        """Held while a part is asked for: calls that are worked on at once share it, and it is loaded once."""

    def check(self) -> None:
        """Find out before any call does whether the models are there, and whether that of speech computes.

        Raises PartMissing or SettingWrong, InputRefused where the glossary has a fault.
        """
        settings = self._laboratory.settings
        self._laboratory.check_files()
        check_installed()
        check_device(settings.speech_device, settings.speech_precision)
        weights = find_weights(settings.speech_model, settings.models)
        try_model(weights, settings.speech_device, settings.speech_precision)
        if not find_spec("stdnum"):
            raise PartMissing("redaction", "redaction")

    @property
    def _analysing(self) -> Analysing:
        with self._loading:
            return self._analysing_once

    @cached_property
    def _analysing_once(self) -> Analysing:
        return self._laboratory.analysing(self.scorecard)

    @property
    def model(self) -> str:
        """Which model of meaning drafts rest on."""
        return self._analysing.model

    def models(self, scorecard: Scorecard) -> tuple[str, ...]:
        """Every model that answers of a scorecard rest on."""
        return self._laboratory.models(scorecard)

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The transcript of a call, personal data removed."""
        with self._loading:
            hearing = self._laboratory.hearing
        return hearing.hear(sound, roles, language, progress)

    def classify(self, transcript: Transcript) -> Reason | None:
        """Why the customer called, None where no model of meaning is installed."""
        classifier = self._analysing.classifier
        return classifier.classify(transcript) if classifier else None

    def evaluate(
        self,
        scorecard: Scorecard,
        transcript: Transcript,
        measures: Measures,
        reason: Reason | None,
        replies: ReplyStore,
    ) -> Evaluation:
        """A draft of that scorecard, with one checked result per criterion."""
        return self._evaluator(scorecard, asks=True).evaluate(transcript, measures, reason, replies)

    def shadow(
        self, scorecard: Scorecard, transcript: Transcript, measures: Measures, reason: Reason | None
    ) -> Evaluation:
        """What a proposed scorecard would say; no language model is asked."""
        return self._evaluator(scorecard, asks=False).evaluate(transcript, measures, reason)

    def _evaluator(self, scorecard: Scorecard, *, asks: bool) -> ScorecardEvaluator:
        """The evaluator of a scorecard, kept until many others were asked for since."""
        key = (scorecard.digest, asks)
        with self._loading:
            if key not in self._evaluators:
                while len(self._evaluators) >= MOST_EVALUATORS:
                    self._evaluators.popitem(last=False)
                self._evaluators[key] = self._laboratory.analysing(scorecard, asks=asks).evaluator
            self._evaluators.move_to_end(key)
            return self._evaluators[key]


def flow(installation: Installation, make_engines: MakesEngines = SettingsEngines) -> RecordedCall:
    """The flow of recorded calls, for a worker."""
    return RecordedCall(
        installation.gate("worker"),
        installation.sounds,
        make_engines(installation.settings),
        process(ProcessName.WORKER),
        timedelta(seconds=installation.settings.retry_after_s),
        PublicHolidays(),
        HearingProgress(installation.pool("worker")),
    )


def queue_of(name: str, speech_batch: int) -> Queue:
    """What a process for that queue takes."""
    if name == SPEECH:
        return Queue(SPEECH, ("hear",), speech_batch)
    return Queue(DESK, (*(step.name for step in STEPS if step.name != "hear"), SHADOW), DESK_TOGETHER)


def work(
    installation: Installation,
    queue: str,
    make_engines: MakesEngines = SettingsEngines,
    stop_when_idle: bool = False,
    noting: Callable[[Run], Run] = lambda run: run,
) -> None:
    """Take and do jobs of one queue until the process is asked to stop, or none is left.

    `noting` sees every step as it begins and ends.
    """
    settings, server = installation.settings, installation.store.server
    consume(
        Source(server.dsn("worker"), server.revive, settings.stalled_after_s),
        queue_of(queue, settings.speech_batch),
        noting(flow(installation, make_engines).run),
        stop_when_idle,
    )


def blame(installation: Installation, jobs: Sequence[Job]) -> None:
    """Count a failure of steps that were under way in a process which ended by a fault of its own."""
    recorded = flow(installation)
    for place, (step, call) in enumerate(jobs):
        recorded.stopped_program(step, call, place)


class Sweeping:
    """What a worker looks after now and then."""

    def __init__(self, installation: Installation, now: Clock = clock) -> None:
        self._lookout = installation.lookout()
        self._stalled_after_s = installation.settings.stalled_after_s
        self._now = now
        sweeper = process(ProcessName.SWEEP)
        self._sounds = installation.sounds
        self._reviews = AgreementBounds(installation.pool("worker"))
        gate = installation.gate("worker")
        review = HumanReview(gate, PublicHolidays())
        erasure = Erasure(gate, self._sounds, installation.tombstones)
        self._sweep = Sweep(gate, self._sounds, self._lookout, erasure, review, sweeper, now)

    def run(self) -> Swept:
        """Put forgotten jobs back, and destroy what is overdue."""
        self._lookout.rescue(STEP_AFTER, self._stalled_after_s, self._now())
        self._sounds.sweep()
        swept = self._sweep.run()
        measure_agreement(self._reviews, self._now())
        return swept
