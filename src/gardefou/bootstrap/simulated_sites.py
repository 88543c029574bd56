"""Sites of simulated installations: their signatories sign a charter, and the scorecard that the settings name."""

from collections.abc import Sequence

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.governance.charter import Charter


def open_simulated_site(
    installation: Installation, site: str, zone: str, charter: Charter, models: Sequence[str] = ()
) -> Charter:
    """Open a site under a charter, and return it with the keys of its signatories; nothing when it is open already.

    They sign the scorecard for the models given, or for those of this installation.
    """
    signatories, laboratory = SimulatedSignatories(installation), Laboratory(installation.settings)
    signed = signatories.open_site(site, zone, charter)
    scorecard = laboratory.scorecard_of_settings
    signatories.sign_scorecard(site, signed, scorecard, models or laboratory.models(scorecard))
    return signed
