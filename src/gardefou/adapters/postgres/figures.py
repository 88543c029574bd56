"""Figures of a site in which nobody is named, and the scorecards that they are about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.records import Records, Row
from gardefou.evaluation.model import Scorecard
from gardefou.governance.access_log import AccessCount
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import AgreementPair, Group, GroupFigure, GroupLevel, ReleasedCall


class FigureTable:
    """What the database counts for whoever asks, already without small groups."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def agreement_pairs(self) -> tuple[AgreementPair, ...]:
        """How often the draft said one thing and people decided another, or the same."""
        return _pairs(self._records.all("agreement_pairs"))

    def shadow_pairs(self) -> tuple[AgreementPair, ...]:
        """The same for proposed scorecards, which nobody was shown."""
        return _pairs(self._records.all("shadow_pairs"))

    def group(self, since: datetime) -> Group:
        """Whom a manager's figures are about.

        Raises InputRefused when whoever asks manages nobody.
        """
        row = self._records.one("group_of_manager", since=since)
        if row is None:
            raise InputRefused("the figures", "whoever asks manages no team here")
        return Group(GroupLevel(row["level"]), row["advisers"], row["smallest"])

    def figures(self, since: datetime) -> tuple[GroupFigure, ...]:
        """The verdicts of that group, reviewed ones apart from automatic ones; none about too few advisers."""
        return tuple(
            GroupFigure(
                row["scorecard_digest"],
                row["criterion"],
                row["reviewed"],
                Verdict(row["verdict"]),
                row["calls"],
                row["advisers"],
            )
            for row in self._records.all("figures_of_manager", since=since)
        )

    def released_calls(self, person: UUID, most: int) -> tuple[ReleasedCall, ...]:
        """Reviewed calls of others that the charter lets a manager read, the latest first."""
        rows = self._records.all("released_calls", person=person, most=most)
        return tuple(
            ReleasedCall(
                row["id"],
                row["started_at"],
                row["sound_ms"],
                row["reason"],
                row["ended_at"],
                row["decided_by"],
                row["voids"],
            )
            for row in rows
        )

    def access_log(self) -> tuple[AccessCount, ...]:
        """How often each function did what at the site, the latest week first, for representatives."""
        rows = self._records.all("access_log")
        return tuple(
            AccessCount(row["week"], row["role"], row["verb"], row["refused_by"], row["times"]) for row in rows
        )

    def scorecard(self, digest: str) -> Scorecard:
        """A scorecard by its digest.

        Raises InputRefused when there is none.
        """
        row = self._records.one("scorecard_of_digest", digest=digest)
        if row is None:
            raise InputRefused("the scorecard", "there is none of that digest here")
        return Scorecard.model_validate(row["document"])

    def scorecards(self) -> dict[str, Scorecard]:
        """Every scorecard that drafts answered, by its digest."""
        return {row["digest"]: Scorecard.model_validate(row["document"]) for row in self._records.all("all_scorecards")}


def _pairs(rows: Sequence[Row]) -> tuple[AgreementPair, ...]:
    return tuple(
        AgreementPair(
            row["scorecard_digest"], row["criterion"], Verdict(row["draft"]), Verdict(row["decided"]), row["pairs"]
        )
        for row in rows
    )
