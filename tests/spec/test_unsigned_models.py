"""S17: a model or a scorecard that both sides did not sign runs in shadow until they do."""

from uuid import UUID

import pytest
from tests.spec.evaluating import Evaluating, OtherModel
from tests.spec.scene import Scene

from gardefou.evaluation.model import Scorecard

MODEL, OTHER = "shared-words", OtherModel.model


def changed(scorecard: Scorecard) -> Scorecard:
    return Scorecard.model_validate(scorecard.model_dump(mode="json") | {"version": "changed"})


@pytest.fixture(scope="module")
def made(scene: Scene) -> Evaluating:
    site = Evaluating(scene, "changing")
    site.sign()
    return site


def drafts(scene: Scene, call: UUID) -> list[tuple[str, str]]:
    rows = scene.ask("SELECT scorecard_digest, model FROM gardefou.evaluations WHERE call_id = %s", call)
    return [(row["scorecard_digest"], row["model"]) for row in rows]


def test_s17_a_changed_model_speaks_in_shadow_alone_until_both_sides_sign_it(scene: Scene, made: Evaluating) -> None:
    other, digest = OtherModel(scene.installation.settings), made.engines.scorecard.digest
    call = made.classified("model")
    logged = scene.logged(lambda: made.run(call, other))
    assert ("evaluate", "S17") in {(row["verb"], row["refused_by"]) for row in logged}
    assert made.state(call) == ("classified", False) and not drafts(scene, call)
    said = made.shadow(call)
    assert set(said) == {(digest, OTHER)} and {"met", "not_met"} <= set(said[digest, OTHER].values())
    [job] = scene.ask(
        "SELECT scheduled_at > now() AS later FROM jobs.procrastinate_jobs"
        " WHERE args ->> 'call' = %s AND task_name = 'evaluate'",
        str(call),
    )
    assert job["later"], "it looks again by itself"
    made.run(call, other)
    assert made.shadow(call) == said, "it speaks once"
    made.sign(models=(MODEL, OTHER))
    made.run(call, other)
    assert made.state(call) == ("offered", False) and drafts(scene, call) == [(digest, OTHER)]


def test_s17_one_side_alone_signs_no_model(scene: Scene) -> None:
    site = Evaluating(scene, "half")
    site.sign()
    call = site.classified("call")
    site.propose_signed_by_one_side((OTHER,))
    site.run(call, OtherModel(scene.installation.settings))
    assert not drafts(scene, call)
    site.run(call)
    assert drafts(scene, call) == [(site.engines.scorecard.digest, MODEL)], "what was signed before goes on"


def test_s17_a_scorecard_of_the_settings_runs_in_shadow_until_both_sides_sign_it(
    scene: Scene, made: Evaluating
) -> None:
    engines = made.engines.__class__(scene.installation.settings)
    signed, engines.scorecard = engines.scorecard.digest, changed(engines.scorecard)
    call = made.classified("scorecard")
    made.run(call, engines, "evaluate", "shadow", "offer")
    assert drafts(scene, call) == [(signed, MODEL)] and made.state(call) == ("offered", False)
    assert set(made.shadow(call)) == {(engines.scorecard.digest, MODEL)}
    made.sign(engines.scorecard)
    later = made.classified("signed")
    made.run(later, engines, "evaluate", "shadow", "offer")
    assert drafts(scene, later) == [(engines.scorecard.digest, MODEL)] and not made.shadow(later)
