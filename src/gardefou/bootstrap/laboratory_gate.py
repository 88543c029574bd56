"""Whether files may be tried on this machine: beside signed charters, one of them has to allow the laboratory (S30)."""

from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.settings import Settings
from gardefou.governance.actions import Action, Verb
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import Refused


def check_laboratory(settings: Settings) -> None:
    """Ask the sites of this machine's installation, if there is one; every answer is logged.

    Raises Refused when charters are in force here and none names the laboratory.
    """
    if not (settings.database_url or place_of(settings.data_directory).cluster.exists()):
        return
    with Installation(settings, connections=1) as installation:
        with administration_of(installation) as administration:
            sites = [row["code"] for row in administration.sites() if row["charter_digest"]]
        refusals = [refused for code in sites if (refused := _refused(installation, code))]
    if sites and len(refusals) == len(sites):
        raise refusals[0]


def _refused(installation: Installation, site: str) -> Refused | None:
    try:
        with installation.gate("owner").transaction(operator(), Action(Verb.TRY_FILES, LISTED), SiteWork(site)):
            return None
    except Refused as refused:
        return refused
