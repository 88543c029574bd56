"""A proposed scorecard runs beside the one in force, and shows nobody what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import SITE, RecordedEngines, SimulatedInstallation, receive, simulated_installation

from gardefou.bootstrap.installation import Installation, administration_of, clock, process
from gardefou.bootstrap.samples import sample_calls
from gardefou.evaluation.model import Scorecard
from gardefou.flows.shadow_run import ShadowRun
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.intake.model import PersonNotice
from gardefou.kernel.errors import InputRefused, Refused

WORKER = process(ProcessName.WORKER)


@dataclass(frozen=True)
class Shadows:
    """An installation with an analyst, a call evaluated before anything was proposed, and one received since."""

    made: SimulatedInstallation
    installation: Installation
    analyst: Person
    proposed: Scorecard
    before: UUID
    since: UUID

    def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(self.installation.store.server.dsn("owner"), row_factory=dict_row) as owner:
            return owner.execute(statement.encode(), values).fetchall()


def changed(scorecard: Scorecard, **changes: object) -> Scorecard:
    return Scorecard.model_validate(scorecard.model_dump(mode="json") | changes)


@pytest.fixture(scope="module")
def shadows() -> Iterator[Shadows]:
    with simulated_installation() as made, made.opened() as installation:
        samples = sample_calls()
        before = receive(installation, samples[0]).call
        made.work_off(installation)
        with administration_of(installation) as administration:
            roles = frozenset({PersonRole.QUALITY_ANALYST})
            administration.put_people([PersonNotice("q-1", "Analyst", SITE, None, roles)])
            analyst = Person(*administration.person("q-1"))
        proposed = changed(RecordedEngines(made.settings).scorecard, version="2", lowest_confidence=0.0)
        with installation.gate("web").transaction(analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
            tx.scorecards.propose(proposed)
        since = receive(installation, samples[1]).call
        made.work_off(installation)
        assert before and since
        yield Shadows(made, installation, analyst, proposed, before, since)


def test_from_its_proposal_on_it_runs_on_every_call_and_leaves_verdicts_alone(shadows: Shadows) -> None:
    ran = shadows.ask("SELECT call_id FROM gardefou.shadows")
    assert [row["call_id"] for row in ran] == [shadows.since]
    verdicts = shadows.ask("SELECT criterion FROM gardefou.shadow_verdicts")
    assert {row["criterion"] for row in verdicts} == {each.id for each in shadows.proposed.criteria()}


def test_the_draft_under_review_is_the_one_of_the_scorecard_in_force(shadows: Shadows) -> None:
    drafts = shadows.ask("SELECT scorecard_digest FROM gardefou.evaluations")
    assert {row["scorecard_digest"] for row in drafts} == {RecordedEngines(shadows.made.settings).scorecard.digest}


def test_calls_that_were_here_before_are_run_over_once(shadows: Shadows) -> None:
    digest, lookout = shadows.proposed.digest, shadows.installation.lookout()
    assert lookout.number_without_shadow(SITE, digest, clock()) == 1
    (call,) = lookout.without_shadow(SITE, digest, UUID(int=0), 10, clock())
    assert call == shadows.before
    engines = RecordedEngines(shadows.made.settings)
    run = ShadowRun(shadows.installation.gate("worker"), engines, WORKER)
    run.run(call)
    run.run_one(call, digest, shadows.proposed)
    assert lookout.number_without_shadow(SITE, digest, clock()) == 0
    (proposal,) = proposals(shadows)
    assert (proposal.digest, proposal.is_open, proposal.calls, proposal.proposed_by) == (digest, True, 2, "Analyst")


def proposals(shadows: Shadows) -> tuple[Any, ...]:
    gate = shadows.installation.gate("web")
    with gate.transaction(shadows.analyst, Action(Verb.READ_AGREEMENT), SiteWork(SITE)) as tx:
        return tx.scorecards.proposals()


def test_a_scorecard_that_cannot_be_run_keeps_no_call_from_going_on(
    shadows: Shadows, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = changed(shadows.proposed, version="broken")
    with shadows.installation.gate("web").transaction(shadows.analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
        tx.scorecards.propose(broken)
    shadow = RecordedEngines.shadow

    def failing(self: RecordedEngines, scorecard: Scorecard, *given: Any) -> Any:
        if scorecard.version == "broken":
            raise RuntimeError("cannot be run")
        return shadow(self, scorecard, *given)

    monkeypatch.setattr(RecordedEngines, "shadow", failing)
    call = receive(shadows.installation, sample_calls()[2]).call
    shadows.made.work_off(shadows.installation)
    assert shadows.ask("SELECT status FROM gardefou.calls WHERE id = %s", call) == [{"status": "offered"}]
    ran = shadows.ask("SELECT scorecard_digest, failed FROM gardefou.shadows WHERE call_id = %s", call)
    assert {row["scorecard_digest"]: row["failed"] for row in ran} == {
        shadows.proposed.digest: None,
        broken.digest: "RuntimeError",
    }
    assert {each.digest: each.failures for each in proposals(shadows)} == {shadows.proposed.digest: 0, broken.digest: 1}


def test_the_same_is_not_proposed_twice_and_only_analysts_propose(shadows: Shadows) -> None:
    gate = shadows.installation.gate("web")
    with (
        pytest.raises(InputRefused, match="proposed here before"),
        gate.transaction(shadows.analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx,
    ):
        tx.scorecards.propose(shadows.proposed)
    adviser = Person(shadows.analyst.id, frozenset({PersonRole.ADVISER}))
    with pytest.raises(Refused, match="S10"), gate.transaction(adviser, Action(Verb.PROPOSE), SiteWork(SITE)):
        raise AssertionError("the gate was open")


def test_only_as_many_as_a_site_can_bear_run_in_shadow(shadows: Shadows) -> None:
    gate = shadows.installation.gate("web")
    more = [changed(shadows.proposed, version=f"more-{number}") for number in range(3)]
    with gate.transaction(shadows.analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
        for each in more[tx.scorecards.number_of_open_proposals() :]:
            tx.scorecards.propose(each)
    with (
        pytest.raises(InputRefused, match="3 run in shadow"),
        gate.transaction(shadows.analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx,
    ):
        tx.scorecards.propose(changed(shadows.proposed, version="one-too-many"))


def test_what_was_withdrawn_runs_no_more(shadows: Shadows) -> None:
    gate = shadows.installation.gate("web")
    with gate.transaction(shadows.analyst, Action(Verb.WITHDRAW), SiteWork(SITE)) as tx:
        for proposal in tx.scorecards.proposals():
            if proposal.is_open:
                assert tx.scorecards.withdraw(proposal.digest)
        assert not tx.scorecards.withdraw(shadows.proposed.digest)
        assert {each.withdrawn_by for each in tx.scorecards.proposals()} == {"Analyst"}
    call = receive(shadows.installation, sample_calls()[3]).call
    shadows.made.work_off(shadows.installation)
    assert not shadows.ask("SELECT 1 AS one FROM gardefou.shadows WHERE call_id = %s", call)


def test_a_call_that_goes_takes_what_was_said_of_it_in_shadow_along(shadows: Shadows) -> None:
    assert shadows.ask("SELECT 1 AS one FROM gardefou.shadow_verdicts WHERE call_id = %s", shadows.since)
    with shadows.installation.pool("owner").connection() as owner:
        owner.execute("DELETE FROM gardefou.calls WHERE id = %s", (shadows.since,))
    for table in ("shadows", "shadow_verdicts"):
        assert not shadows.ask(f"SELECT 1 AS one FROM gardefou.{table} WHERE call_id = %s", shadows.since)
