"""What the pages of the charter rest on: how the site of whoever asks stands, and its acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gardefou.adapters.pages.committee_acts import ActView, act_view
from gardefou.adapters.pages.committee_history import ender, stop_of
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import side_of
from gardefou.governance.actions import Verb, operation
from gardefou.governance.acts import ActKind
from gardefou.governance.draw import day_of
from gardefou.governance.negotiation import Comment, ProposedAct
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteFacts, SiteWork
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import InputRefused

TABLE = frozenset({PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY})
"""Who proposes and signs."""


@dataclass(frozen=True, slots=True)
class Table:
    """The site with its acts, the latest first; comments are there for those who may read them."""

    site: SiteFacts
    acts: tuple[ProposedAct, ...]
    comments: Mapping[UUID, tuple[Comment, ...]]
    now: datetime
    language: str

    @property
    def today(self) -> date:
        """The day at the site."""
        return day_of(self.now, self.site.zone)

    @property
    def open_acts(self) -> tuple[ProposedAct, ...]:
        """What waits for signatures, the oldest first."""
        return tuple(each for each in reversed(self.acts) if each.is_open)

    @property
    def past_acts(self) -> tuple[ProposedAct, ...]:
        """What took effect or was given up, the latest first."""
        ended = [each for each in self.acts if not each.is_open]
        return tuple(
            sorted(ended, key=lambda each: each.effected_at or each.closed_at or each.proposed_at, reverse=True)
        )

    @property
    def charters(self) -> tuple[ProposedAct, ...]:
        """The charters that took effect, the latest first."""
        found = [each for each in self.acts if each.act.kind is ActKind.CHARTER and each.sequence is not None]
        return tuple(sorted(found, key=lambda each: each.sequence or 0, reverse=True))

    def get(self, act: UUID) -> ProposedAct:
        """One of the acts.

        Raises InputRefused when there is none of that id at this site.
        """
        found = next((each for each in self.acts if each.act.id == act), None)
        if found is None:
            raise InputRefused(f"act {act}", "there is no such act at this site")
        return found

    def view(self, proposed: ProposedAct) -> ActView:
        """One of them as pages show it."""
        comments = self.comments.get(proposed.act.id, ())
        return act_view(self.acts, proposed, self.site.standing, self.language, comments)

    def stop_of(self, proposed: ProposedAct) -> ActView | None:
        """The suspension that a resumption ends."""
        stopped = stop_of(self.acts, proposed)
        return self.view(stopped) if stopped else None

    def ender(self, proposed: ProposedAct) -> ActView | None:
        """The act whose effect closed another."""
        found = ender(self.acts, proposed)
        return self.view(found) if found else None


def open_table(gate: PostgresGate, visit: Visit, about: UUID | None = None) -> Table:
    """The table at the site of whoever asks, with the comments on what is open and on the act that is asked about."""
    with gate.transaction(visit.person, operation(Verb.READ_ACTS), SiteWork(visit.site)) as tx:
        acts = tx.acts.listed()
        shown = [each.act.id for each in acts if each.is_open or each.act.id == about]
        comments = {each: tx.acts.comments(each) for each in shown} if may_read_comments(visit) else {}
        return Table(tx.site, acts, comments, tx.now, visit.language)


def sits(visit: Visit) -> bool:
    """Whether somebody proposes and signs for a side."""
    return bool(TABLE & visit.person.roles)


def side(visit: Visit) -> Side | None:
    """The side of whoever asks."""
    return side_of(visit.person) if sits(visit) else None


def may_read_comments(visit: Visit) -> bool:
    """Whether somebody reads what those at the table say to each other."""
    return sits(visit) or PersonRole.DATA_PROTECTION_OFFICER in visit.person.roles
