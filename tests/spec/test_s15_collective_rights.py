"""S15: what people decided teaches the program nothing unless the representatives agreed to it."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.spec.reviewing import DISPUTED, Reviewing
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import operator, process
from gardefou.flows.learning import decided_calls
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import ProcessName
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import Refused
from gardefou.kernel.verdict import Verdict

LEARNER = process(ProcessName.LEARNING)


@pytest.fixture(scope="module")
def agreed(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, "agreed", learning_from_reviews=True)


def reviewed(reviewing: Reviewing, name: str) -> UUID:
    call = reviewing.scene.offered(reviewing.site, name)
    reviewing.final(call)
    return call


def test_s15_without_their_signature_nothing_is_learned_and_the_refusal_is_logged(scene: Scene) -> None:
    silent = Reviewing.at(scene, "silent")
    call = reviewed(silent, "call")

    def learn() -> None:
        with pytest.raises(Refused, match="S15"):
            list(decided_calls(scene.gate("worker"), LEARNER, [(call, silent.adviser.id)]))

    (entry,) = scene.logged(learn)
    assert (entry["verb"], entry["refused_by"]) == ("learn", "S15")


def test_s15_with_it_what_people_decided_last_is_learned_and_every_reading_is_logged(
    scene: Scene, agreed: Reviewing
) -> None:
    call = reviewed(agreed, "call")
    found = []
    entries = scene.logged(
        lambda: found.extend(decided_calls(scene.gate("worker"), LEARNER, [(call, agreed.adviser.id)]))
    )
    (decided,) = found
    rows = scene.ask("SELECT criterion, after FROM gardefou.decisions WHERE call_id = %s AND round = 2", call)
    assert {row["criterion"]: decided.verdicts[row["criterion"]].value for row in rows} == {
        row["criterion"]: row["after"] for row in rows
    }
    assert DISPUTED in decided.verdicts
    assert all(decided.verdicts[criterion] is Verdict.MET for criterion, spans in decided.evidence.items() if spans)
    assert [(entry["verb"], entry["call_id"], entry["refused_by"]) for entry in entries] == [("learn", call, None)]


def test_s15_nothing_is_learned_from_a_review_that_is_not_over(scene: Scene, agreed: Reviewing) -> None:
    call = scene.offered(agreed.site, "open")
    refused = scene.refused(LEARNER, Action(Verb.LEARN), KeptCall(call), role="worker")
    assert refused is not None and refused.clause == "S15"


@pytest.mark.parametrize("who", ["adviser", "first", "manager", "operator", "worker"])
def test_s15_nobody_else_takes_decisions_to_learn_from(scene: Scene, agreed: Reviewing, who: str) -> None:
    call = reviewed(agreed, f"by {who}")
    actors = {"operator": operator(), "worker": replace(LEARNER, part=ProcessName.WORKER)}
    actor = actors.get(who) or getattr(agreed, who)
    refused = scene.refused(actor, Action(Verb.LEARN), KeptCall(call))
    assert refused is not None and refused.clause == "S10"
