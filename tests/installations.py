"""Simulated installations for tests: a real PostgreSQL, a real vault, real audio, and what the engine heard once."""

import atexit
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.steps import ReasonClassifier
from gardefou.bootstrap.installation import Everything, Installation, operation, operator, process
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.bootstrap.simulated_sites import open_simulated_site
from gardefou.bootstrap.store import Store
from gardefou.bootstrap.worker import work
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.ports import ReplyStore
from gardefou.evaluation.preparation import Engines as EvaluationEngines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.governance.actions import Verb
from gardefou.governance.actors import ProcessName
from gardefou.governance.charter import Charter, Review
from gardefou.governance.roles import PersonRole
from gardefou.hearing.redaction import redact_transcript
from gardefou.intake.model import CallNotice, PersonNotice, Received
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript
from tests.embeddings import SharedWords
from tests.integration.postgres.server_users import copy_cluster, open_directory

HEARD = Path(__file__).parent / "data" / "heard"
SITE = "paris"
ADVISERS = ("1001", "1002", "1003")


class RecordedEngines:
    """Answers what the real engine heard in a sample call, known by its length; the rest is the real thing."""

    model = "shared-words"

    def __init__(self, settings: Settings) -> None:
        self.scorecard = read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard)

    def models(self, scorecard: Scorecard) -> tuple[str, ...]:
        return (self.model,)

    @cached_property
    def _classifier(self) -> ReasonClassifier:
        return ReasonClassifier(read_yaml(resource("taxonomy.yaml"), Taxonomy), SharedWords())

    @cached_property
    def _evaluator(self) -> ScorecardEvaluator:
        return _evaluator_of(self.scorecard)

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        length = sound.properties.duration_ms
        sample = next(call for call in sample_calls() if _length(call) == length)
        return redact_transcript(read_transcript(HEARD / f"{sample.id}.json"))

    def classify(self, transcript: Transcript) -> Reason | None:
        return self._classifier.classify(transcript)

    def evaluate(
        self,
        scorecard: Scorecard,
        transcript: Transcript,
        measures: Measures,
        reason: Reason | None,
        replies: ReplyStore,
    ) -> Evaluation:
        evaluator = self._evaluator if scorecard.digest == self.scorecard.digest else _evaluator_of(scorecard)
        return evaluator.evaluate(transcript, measures, reason, replies)

    def shadow(
        self, scorecard: Scorecard, transcript: Transcript, measures: Measures, reason: Reason | None
    ) -> Evaluation:
        return _evaluator_of(scorecard).evaluate(transcript, measures, reason)


def _evaluator_of(scorecard: Scorecard) -> ScorecardEvaluator:
    return ScorecardEvaluator(scorecard, EvaluationEngines(SharedWords()))


class SimulatedInstallation:
    """One installation in a directory of its own, with a site and three advisers."""

    def __init__(self, directory: Path, charter: Charter, **settings: Any) -> None:
        self.directory = directory
        self.charter = charter
        self._changed = settings
        self._given = {"retry_after_s": 0, "stalled_after_s": 2, "sweep_every_s": 0.5} | settings

    @property
    def settings(self) -> Settings:
        return Settings(data_directory=self.directory, **self._given)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is started with."""
        root = Path(__file__).parents[1]
        given = {f"GARDEFOU_{name.upper()}": str(value) for name, value in self._given.items()}
        path = os.pathsep.join([str(root / "src"), str(root)])
        return os.environ | given | {"GARDEFOU_DATA_DIRECTORY": str(self.directory), "PYTHONPATH": path}

    def create(self) -> None:
        """Take a copy of what every such installation begins with: making it anew costs five times as much."""
        if self.charter == simulated_charter() and not self._changed:
            copy_cluster(_begun(), self.directory)
        else:
            copy_cluster(_empty(), self.directory)
            self.begin()

    def begin(self) -> None:
        """Open the site and let its people in."""
        with self.opened() as installation:
            open_site(installation, SITE, self.charter)
            gate = installation.gate("owner")
            with gate.transaction(operator(), operation(Verb.ADMINISTER), Everything()) as tx:
                tx.administration.put_people([_adviser(number) for number in ADVISERS])

    @contextmanager
    def opened(self) -> Iterator[Installation]:
        with Installation(self.settings) as installation:
            yield installation

    def work_off(self, installation: Installation) -> None:
        """Do every step that waits, in this process."""
        for queue in ("speech", "desk"):
            work(installation, queue, RecordedEngines, stop_when_idle=True)


def prepare() -> None:
    """Have at hand what installations are copies of, before this process is copied."""
    _begun()


@cache
def _empty() -> Path:
    """The directory of a simulated installation without sites, whose server is down; it goes with this process."""
    directory = _kept_directory() / "data"
    with Store(Settings(data_directory=directory), creating=True) as store:
        store.create(simulated=True)
    return directory


@cache
def _begun() -> Path:
    """The directory of one that has its site and people, whose server is down."""
    directory = _kept_directory() / "data"
    copy_cluster(_empty(), directory)
    SimulatedInstallation(directory, simulated_charter()).begin()
    return directory


def _kept_directory() -> Path:
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(open_directory())


@contextmanager
def simulated_installation(charter: Charter | None = None, **settings: Any) -> Iterator[SimulatedInstallation]:
    """A new installation, gone at the end."""
    with open_directory() as directory:
        made = SimulatedInstallation(directory / "data", charter or simulated_charter(), **settings)
        made.create()
        yield made


@contextmanager
def installation_and_folder() -> Iterator[tuple[SimulatedInstallation, Path]]:
    """A new installation and an empty folder beside it, gone at the end."""
    with simulated_installation() as made:
        folder = made.directory.parent / "aside"
        folder.mkdir()
        try:
            yield made, folder
        finally:
            shutil.rmtree(folder)


def open_site(installation: Installation, site: str, charter: Charter, zone: str = "Europe/Paris") -> None:
    """Put a site under a charter that its simulated signatories sign; everything may be done there."""
    place = {"features": ["recording", "evaluation", "assist", "analytics", "laboratory"]}
    named = Charter.model_validate({**charter.model_dump(), "sites": {site: place}})
    open_simulated_site(installation, site, zone, named, (RecordedEngines.model,))


def sign_scorecard(installation: Installation, site: str, charter: Charter, scorecard: Scorecard) -> None:
    """Have the simulated signatories of a site sign another scorecard."""
    SimulatedSignatories(installation).sign_scorecard(site, charter, scorecard, (RecordedEngines.model,))


def simulated_charter(**changes: Any) -> Charter:
    """The charter of simulated calls, with nothing left to choice allowed, with changes to its fields."""
    document = read_yaml(resource("charters/simulated.yaml"), Charter).model_dump()
    strict = {"review": Review().model_dump(), "erasure_by_adviser": False, "learning_from_reviews": False}
    return Charter.model_validate(document | strict | changes)


def notice(external_id: str, **changes: Any) -> CallNotice:
    """What the telephone system says of a simulated call of yesterday."""
    values: dict[str, Any] = {
        "key": CallKey(changes.pop("site", SITE), changes.pop("source", "test"), external_id),
        "adviser": ADVISERS[0],
        "direction": Direction.INBOUND,
        "started_at": datetime.now(UTC) - timedelta(days=1),
        "simulated": True,
    }
    return CallNotice(**(values | changes))


def receive(installation: Installation, sample: SampleCall, **changes: Any) -> Received:
    """Have a sample call come in, under its own id."""
    reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
    return reception.receive(notice(sample.id, **changes), pieces(sample.sound))


def pieces(sound: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces."""
    with sound.open("rb") as file:
        while piece := file.read(65_536):
            yield piece


def worker_command(queue: str) -> list[str]:
    """The command line of a worker's process whose engine answers what it heard once."""
    return [sys.executable, "-m", "tests.recorded_worker", queue]


def _length(call: SampleCall) -> int:
    from gardefou.adapters.media.sound import open_sound

    return open_sound(call.sound).properties.duration_ms or 0


def _adviser(number: str) -> PersonNotice:
    return PersonNotice(number, f"Adviser {number}", SITE, "A", frozenset({PersonRole.ADVISER}))
