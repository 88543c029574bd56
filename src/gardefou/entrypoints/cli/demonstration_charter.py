"""A charter that simulated representatives have proposed, so that a visitor finds something to sign."""

from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import SITE
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.acts import ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.subjects import SiteWork

REPRESENTATIVE, EMPLOYER = "R01", "S01"
VERSION, DAYS = "2", 92
COMMENT = "Trois mois suffisent pour relire, d'accord. Gardons l'échantillon tel qu'il est."


def negotiate(installation: Installation) -> None:
    """Have the representative propose to keep sound for three months, unless something was proposed before."""
    with administration_of(installation) as administration:
        representative, employer = (Person(*administration.person(each)) for each in (REPRESENTATIVE, EMPLOYER))
    gate, consultation = installation.gate("web"), consultation_of(installation, "web")
    with gate.transaction(representative, operation(Verb.READ_ACTS), SiteWork(SITE)) as tx:
        in_force = tx.site.standing.charter
        is_fresh = sum(each.act.kind is ActKind.CHARTER for each in tx.acts.listed()) == 1
    if in_force is None or not is_fresh:
        return
    retention = in_force.retention.model_dump() | {"recordings_days": DAYS}
    proposed = Charter.model_validate(in_force.model_dump() | {"version": VERSION, "retention": retention})
    act = consultation.propose(representative, SITE, ActKind.CHARTER, proposed.document)
    consultation.comment(employer, SITE, act, COMMENT)
