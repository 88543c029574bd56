"""S29: whoever works at a site practises on sample calls, without help and then with it, before any training."""

import pytest
from tests.spec.real_scene import FEATURES, RealScene
from tests.spec.scene import Scene

from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.purposes import LISTED
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.governance.terms.places import Feature
from gardefou.kernel.errors import Refused

PRACTISE, ASSIST = operation(Verb.PRACTISE), Action(Verb.ASSIST, LISTED)


def test_s29_practice_waits_for_no_training_and_no_record_and_help_in_calls_does(real_scene: RealScene) -> None:
    site = "practising"
    features = [each.value for each in (*FEATURES, Feature.ASSIST)]
    real_scene.open_site(site, sites={site: {"features": features}})
    adviser = real_scene.person(f"{site}-0")
    real_scene.gate("live").permit(adviser, PRACTISE, SiteWork(site))
    with pytest.raises(Refused) as refused:
        real_scene.gate("live").permit(adviser, ASSIST, SiteWork(site))
    assert refused.value.clause == "S17"


@pytest.mark.parametrize("role", PersonRole)
def test_s29_everybody_of_the_site_practises_and_nobody_of_another(scene: Scene, role: PersonRole) -> None:
    scene.open_site("practice-here")
    scene.open_site("practice-there")
    person = scene.hire(f"practice-{role.value}", "practice-here", role)
    scene.gate("live").permit(person, PRACTISE, SiteWork("practice-here"))
    with pytest.raises(Refused, match="S10"):
        scene.gate("live").permit(person, PRACTISE, SiteWork("practice-there"))


def test_s29_a_suspended_site_does_not_practise_either(scene: Scene) -> None:
    (number,) = scene.open_site("practice-stopped")
    scene.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = 'practice-stopped'")
    with pytest.raises(Refused, match="S18"):
        scene.gate("live").permit(scene.person(number), PRACTISE, SiteWork("practice-stopped"))
