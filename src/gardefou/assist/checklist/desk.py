"""The checklist of one call."""

from collections.abc import Callable, Sequence

from gardefou.assist.checklist.made import is_made
from gardefou.assist.checklist.model import StatementRule
from gardefou.assist.guides.findings import Findings
from gardefou.assist.guides.quoted import said_at
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.model import Checklist, Said, Statement, TickedBy
from gardefou.kernel.transcript import Segment, Transcript


def no_guide() -> str | None:
    """That no guide is followed."""
    return None


class ChecklistDesk:
    """Ticks statements as they are heard; what a hand ticked or unticked stays as the hand left it.

    A statement that is due, and one that was heard, stay so. `guide` tells the guide that the call seems to follow,
    `language` is the one that the adviser reads.
    """

    def __init__(
        self,
        rules: Sequence[StatementRule],
        language: str = "fr",
        search: SharedSearch | None = None,
        guide: Callable[[], str | None] = no_guide,
    ) -> None:
        self._rules = rules
        self._language = language
        self._search = search or SharedSearch()
        self._guide = guide
        self._due: set[str] = set()
        self._heard: dict[str, Said] = {}
        self._by_hand: dict[str, bool] = {}
        self._latest = Checklist()

    def heard(self, call: Transcript, new: Segment) -> Checklist | None:
        """The checklist after the last words, None where it is as before."""
        findings = self._search.after(call, new)
        for rule in self._rules:
            if rule.id not in self._due and self._is_due(rule, findings):
                self._due.add(rule.id)
            if rule.id not in self._heard and (where := _where(rule, call, findings)):
                self._heard[rule.id] = where
        return self._changed()

    def tick(self, statement: str, on: bool) -> Checklist:
        """The checklist after a hand ticked a statement or unticked it; one that is not shown changes nothing."""
        if any(each.id == statement for each in self._latest.statements):
            self._by_hand[statement] = on
        return self._changed() or self._latest

    def _is_due(self, rule: StatementRule, findings: Findings) -> bool:
        if rule.guides and self._guide() not in rule.guides:
            return False
        return rule.when is None or findings.find(rule.when).found

    def _changed(self) -> Checklist | None:
        checklist = Checklist(tuple(self._shown(rule) for rule in self._rules if rule.id in self._due))
        if checklist == self._latest:
            return None
        self._latest = checklist
        return checklist

    def _shown(self, rule: StatementRule) -> Statement:
        heard = self._heard.get(rule.id)
        by_hand = self._by_hand.get(rule.id)
        ticked_by = TickedBy.HEARD if heard else None
        if by_hand is not None:
            ticked_by = TickedBy.HAND if by_hand else None
        return Statement(rule.id, rule.text.into(self._language), ticked_by, heard)


def _where(rule: StatementRule, call: Transcript, findings: Findings) -> Said | None:
    finding = findings.find(rule.said)
    made = [each for each in finding.evidence if is_made(rule, call, each)] if finding.found else []
    return said_at(call, made) if made else None
