"""Calls on their way through the step that evaluates them, for tests of safeguards."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from tests.installations import RecordedEngines, simulated_charter
from tests.spec.scene import ALL, WORKER, Scene, transcript

from gardefou.adapters.postgres.hearing_progress import HearingProgress
from gardefou.analysis.rules import measure
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administration_of, operator
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories, consultation_of
from gardefou.evaluation.model import Scorecard
from gardefou.flows.drafting import FIRST_VERSION
from gardefou.flows.recorded_call import RecordedCall
from gardefou.flows.signed_scorecard import Measured, scorecard_document
from gardefou.governance.actions import Action, Verb
from gardefou.governance.acts import ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import LISTED
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.governance.terms.parties import Side
from gardefou.intake.model import PersonNotice
from gardefou.kernel.call import CallStatus

PLACE = {"features": ["recording", "evaluation"]}


class OtherModel(RecordedEngines):
    """The same engines under the name of another model."""

    model = "other-model"


class Evaluating:
    """A site under a signed charter, its scorecard still to be signed, with advisers and calls that were classified."""

    def __init__(self, scene: Scene, site: str, advisers: int = 1, **charter: Any) -> None:
        self.scene, self.site = scene, site
        self.engines = RecordedEngines(scene.installation.settings)
        self._signatories = SimulatedSignatories(scene.installation)
        rules = simulated_charter(**({"draw": ALL, "sites": {site: PLACE}} | charter))
        self.charter: Charter = self._signatories.open_site(site, "Europe/Paris", rules)
        roles = frozenset({PersonRole.ADVISER})
        with administration_of(scene.installation) as administration:
            administration.put_people([PersonNotice(f"{site}-{n}", f"{n}", site, None, roles) for n in range(advisers)])

    def sign(
        self,
        scorecard: Scorecard | None = None,
        agreement: Mapping[str, float] | None = None,
        models: tuple[str, ...] = (RecordedEngines.model,),
    ) -> None:
        """Have both sides sign a scorecard with what was measured of it."""
        measured = Measured(source="a test", date=date(2026, 11, 22), n="100 calls", agreement=dict(agreement or {}))
        self._signatories.sign_scorecard(self.site, self.charter, scorecard or self.engines.scorecard, models, measured)

    def propose_signed_by_one_side(self, models: tuple[str, ...]) -> None:
        """Have one side sign the scorecard for other models."""
        document = scorecard_document(self.engines.scorecard, models)
        act = consultation_of(self.scene.installation).propose(operator(), self.site, ActKind.SCORECARD, document)
        assert not self._signatories.sign(self.site, act, self.charter, frozenset({Side.EMPLOYEES}))

    def classified(self, name: str, adviser: int = 0, until: CallStatus = CallStatus.CLASSIFIED) -> UUID:
        """A call that waits to be evaluated, as if the engine had heard a sample call in it, or has come so far."""
        call = self.scene.kept(self.site, name, adviser=f"{self.site}-{adviser}")
        with self.scene.gate().transaction(WORKER, Action(Verb.HEAR, LISTED), KeptCall(call)) as tx:
            tx.transcripts.add(call, FIRST_VERSION, transcript())
            tx.measures.add(call, FIRST_VERSION, measure(transcript()))
            for before, after in pairwise(list(CallStatus)[: until.rank + 1]):
                assert tx.calls.advance(call, before, after)
        return call

    def run(self, call: UUID, engines: RecordedEngines | None = None, *steps: str) -> None:
        """Do steps of a call as a worker does, evaluate and offer unless others are named."""
        flow = RecordedCall(
            self.scene.gate(),
            self.scene.installation.sounds,
            engines or self.engines,
            WORKER,
            timedelta(0),
            PublicHolidays(),
            HearingProgress(self.scene.installation.pool("worker")),
        )
        for step in steps or ("evaluate", "offer"):
            flow.run(step, call)

    def offered(self, name: str, adviser: int = 0) -> UUID:
        call = self.classified(name, adviser)
        self.run(call)
        return call

    def state(self, call: UUID) -> tuple[str, bool]:
        """Its status, and whether it is parked."""
        [row] = self.scene.ask("SELECT status, parked_at IS NOT NULL AS parked FROM gardefou.calls WHERE id = %s", call)
        return row["status"], row["parked"]

    def verdicts(self, call: UUID) -> dict[str, tuple[str, bool]]:
        """The verdicts of its draft as aggregates know them, each with whether it is on trial."""
        rows = self.scene.ask(
            "SELECT v.criterion, v.verdict, v.on_trial FROM gardefou.verdicts v"
            " JOIN gardefou.evaluations e ON e.id = v.evaluation_id WHERE e.call_id = %s",
            call,
        )
        return {row["criterion"]: (row["verdict"], row["on_trial"]) for row in rows}

    def shadow(self, call: UUID) -> dict[tuple[str, str], dict[str, str]]:
        """What was said of it in shadow, by scorecard and model."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for row in self.scene.ask("SELECT * FROM gardefou.shadow_verdicts WHERE call_id = %s", call):
            found.setdefault((row["scorecard_digest"], row["model"]), {})[row["criterion"]] = row["verdict"]
        return found
