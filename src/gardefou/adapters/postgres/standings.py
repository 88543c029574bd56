"""How sites stand by what was signed there: verified by every process for itself, once for each revision of a site."""

import logging
from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.signing.ed25519 import verify
from gardefou.governance.acts import Act, ActKind, EffectedAct, Signature
from gardefou.governance.standing import Standing, standing_of
from gardefou.governance.subjects import SiteFacts, SiteState

LOG = logging.getLogger(__name__)


class Standings:
    """Keeps what was verified; a site whose acts do not verify is altered, and stays closed."""

    def __init__(self, simulated: bool) -> None:
        self._simulated = simulated
        self._installation: UUID | None = None
        self._verified: dict[tuple[UUID, int], Standing | None] = {}

    def site(self, records: Records, row: Row) -> SiteFacts:
        """A site as the row has it and as its signed acts make it: the stricter of both."""
        known = (row["site_id"], row["revision"])
        if known not in self._verified:
            self._verified[known] = self._verify(records, row)
        verified = self._verified[known]
        standing = verified or Standing()
        signed = standing.charter.digest if standing.charter else None
        suspended = standing.stopped_by is not None or row["state"] != SiteState.OPEN
        return SiteFacts(
            row["site_id"],
            row["code"],
            row["zone"],
            SiteState.SUSPENDED if suspended else SiteState.OPEN,
            signed,
            row["is_own"],
            is_altered=verified is None or signed != row["charter_digest"],
            latest=_latest(standing.latest, row["seen_at"]),
            standing=standing,
            closures=tuple(row["closures"]),
        )

    def installation(self, records: Records) -> UUID:
        """The id of this installation, which every signature names."""
        if self._installation is None:
            self._installation = UUID(str(records.sole("installation_id")["id"]))
        return self._installation

    def _verify(self, records: Records, row: Row) -> Standing | None:
        rows = records.all("effected_acts", site=row["site_id"])
        installation, closures = self.installation(records), tuple(row["closures"])
        try:
            acts = [effected(each, installation, row["code"]) for each in rows]
            return standing_of(acts, simulated=self._simulated, verify=verify, closures=closures)
        except Exception as error:  # whatever cannot be verified was altered; its words stay out of the log
            LOG.warning("what was signed at a site does not verify (%s)", type(error).__name__)
            return None


def effected(row: Row, installation: UUID, site: str) -> EffectedAct:
    """An act with its signatures."""
    act = Act(row["id"], installation, site, ActKind(row["kind"]), row["document"])
    signatures = tuple(Signature(key, value) for key, value in zip(row["keys"], row["signatures"], strict=True))
    return EffectedAct(act, signatures, row["effected_at"])


def _latest(signed: datetime | None, seen: datetime) -> datetime:
    return max(signed, seen) if signed else seen
