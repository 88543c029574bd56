"""S30: no place of a person and no dispatch; at a site only what the charter names for it is done."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.installations import notice, simulated_charter
from tests.spec.names import planted, told_by, unexcused
from tests.spec.scene import ALL, INTAKE, WORKER, Scene, sound

from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.governance.actions import Action, Verb
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import LISTED
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.governance.terms.places import Feature
from gardefou.kernel.errors import Refused

FEATURES = {"recording", "evaluation", "assist", "analytics", "laboratory"}
EXCUSED_PACE = {
    "Settings.session_idle_minutes": "when somebody who left the screen is signed out",
    "Pace.lag_ms": "how far the program is behind a call, whoever speaks",
    "Pace.shows_hypotheses": "whether the program shows words while they are said",
}
MAKES_DRAFTS = (Verb.EVALUATE, Verb.OFFER, Verb.SHADOW)


def test_s30_no_table_route_page_or_command_tells_where_somebody_is_or_sends_them_anywhere(scene: Scene) -> None:
    assert unexcused("S30", scene, {}) == []


def test_s30_none_measures_how_fast_or_how_idle_somebody_is(scene: Scene) -> None:
    session = "session_of(_digest, _idle_s, person_id, number, name, language,"
    names = [name for name in unexcused("pace", scene, EXCUSED_PACE) if not name.text.startswith(session)]
    assert names == []


@pytest.mark.parametrize("word", ["gps", "location", "latitude", "géolocalisation", "dispatch", "itineraire"])
def test_s30_one_that_did_is_found_wherever_it_is(scene: Scene, word: str, tmp_path: Path) -> None:
    assert {source for source, names in planted(scene, word, tmp_path).items() if not told_by("S30", names)} == set()


@pytest.mark.parametrize("word", ["pace", "cadence", "idle", "calls per hour", "productivity"])
def test_s30_a_pace_that_were_measured_is_found_wherever_it_is(scene: Scene, word: str, tmp_path: Path) -> None:
    assert {source for source, names in planted(scene, word, tmp_path).items() if not told_by("pace", names)} == set()


def test_s30_what_may_be_done_at_a_site_is_a_closed_list() -> None:
    assert {feature.value for feature in Feature} == FEATURES


@pytest.mark.parametrize("feature", ["location", "field_service", "shop_floor", "back_office", "everything", ""])
def test_s30_another_trade_is_in_no_charter_as_long_as_the_program_does_not_know_it(feature: str) -> None:
    with pytest.raises(ValidationError):
        simulated_charter(sites={"paris": {"features": ["recording", feature]}})


def test_s30_a_site_without_the_feature_takes_no_call_and_the_refusal_is_logged(scene: Scene) -> None:
    open_with(scene, "unnamed", ["analytics", "laboratory"])
    reception = scene.installation.receiving(scene.gate("worker"), INTAKE)

    def receive() -> None:
        with pytest.raises(Refused) as refused:
            reception.receive(notice("call", site="unnamed", adviser="unnamed-0"), iter([sound()]))
        assert refused.value.clause == "S30"

    entries = scene.logged(receive)
    assert [(entry["verb"], entry["refused_by"]) for entry in entries] == [("receive", "S30")]


def test_s30_recording_alone_makes_no_draft_and_both_do(scene: Scene) -> None:
    for site, features in (("heard", ["recording"]), ("drafted", ["recording", "evaluation"])):
        open_with(scene, site, features)
        call = scene.kept(site, "call")
        refused = {verb: scene.refused(WORKER, Action(verb), KeptCall(call)) for verb in (Verb.HEAR, *MAKES_DRAFTS)}
        clauses = {verb: each.clause if each else None for verb, each in refused.items()}
        assert clauses[Verb.HEAR] is None
        assert {clauses[verb] == "S30" for verb in MAKES_DRAFTS} == {site == "heard"}


def test_s30_nobody_is_helped_during_calls_where_the_charter_does_not_name_it(scene: Scene) -> None:
    for site, features in (("unassisted", ["recording"]), ("named-assist", ["recording", "assist"])):
        open_with(scene, site, features)
        try:
            scene.gate("live").permit(scene.person(f"{site}-0"), Action(Verb.ASSIST, LISTED), SiteWork(site))
            clause = None
        except Refused as refused:
            clause = refused.clause
        assert clause == ("S30" if site == "unassisted" else None)


def test_s30_a_feature_that_is_taken_out_stops_for_calls_that_are_here(scene: Scene) -> None:
    signed = open_with(scene, "narrowed", ["recording", "evaluation"])
    call = scene.kept("narrowed", "call")
    assert scene.refused(WORKER, Action(Verb.HEAR), KeptCall(call)) is None
    open_with(scene, "narrowed", [], version="2", parties=signed.parties)
    for verb in (Verb.HEAR, *MAKES_DRAFTS):
        refused = scene.refused(WORKER, Action(verb), KeptCall(call))
        assert refused and refused.clause == "S30", verb


def open_with(scene: Scene, site: str, features: list[str], **changes: Any) -> Charter:
    """A site whose charter names these features; it may be open already."""
    document = simulated_charter(draw=ALL).model_dump() | {"sites": {site: {"features": features}}} | changes
    signed = SimulatedSignatories(scene.installation).open_site(site, "Europe/Paris", Charter.model_validate(document))
    scene.hire(f"{site}-0", site, PersonRole.ADVISER)
    return signed
