"""Drafts the wrap-up of a call from what was said in it."""

from collections.abc import Callable, Iterator, Sequence

from gardefou.assist.guides.quoted import said, said_at
from gardefou.assist.guides.search import Search
from gardefou.assist.model import Slot, WrapUp
from gardefou.assist.wrap_up.model import SlotKind, SlotRule
from gardefou.assist.wrap_up.rules import Found, joined, sentences
from gardefou.kernel.transcript import Transcript, Word
from gardefou.query.match import Searcher
from gardefou.query.text import folded

Write = Callable[[Sequence[Word], str], str]
"""Words as people write them, in a language."""
Reason = Callable[[Transcript], str | None]
"""Why the customer called, as the adviser reads it."""


class WrapUpDrafter:
    """Proposes the lines of a wrap-up, each with its quote; a line of which nothing was said is empty.

    `language` is the one that the adviser reads.
    """

    def __init__(
        self, rules: Sequence[SlotRule], write: Write, reason: Reason, language: str = "fr", search: Search = Searcher
    ) -> None:
        self._rules = rules
        self._write = write
        self._reason = reason
        self._language = language
        self._search = search

    def draft(self, call: Transcript) -> WrapUp:
        """The lines as far as the call is."""
        searcher = self._search(call)
        return WrapUp(tuple(slot for rule in self._rules for slot in self._slots(rule, call, searcher)))

    def _slots(self, rule: SlotRule, call: Transcript, searcher: Searcher) -> list[Slot]:
        label = rule.label.into(self._language)
        if rule.kind is SlotKind.REASON:
            finding = searcher.find(rule.quote) if rule.quote else None
            return [Slot(rule.id, label, self._reason(call) or "", said_at(call, finding.evidence if finding else ()))]
        lines = list(self._lines(rule, call, searcher))
        slots = [
            Slot(rule.id if rule.most == 1 else f"{rule.id}_{number}", label, value, said(*found))
            for number, (value, found) in enumerate(lines, start=1)
        ]
        return slots or [Slot(rule.id if rule.most == 1 else f"{rule.id}_1", label, "")]

    def _lines(self, rule: SlotRule, call: Transcript, searcher: Searcher) -> Iterator[tuple[str, Found]]:
        """The last of what was found, in order, what was said twice once."""
        finding = searcher.find(rule.quote) if rule.quote else None
        passages = finding.evidence if finding and finding.found else ()
        found = sentences(call, passages) if rule.kind is SlotKind.SENTENCES else joined(call, passages)
        latest: dict[str, tuple[str, Found]] = {}
        for segment, words in found:
            value = self._write(words, call.language).strip(" ,;:")
            latest[folded(value).strip(" .!?…")] = (value, (segment, words))
        in_order = sorted(latest.values(), key=lambda each: each[1][1][0].start_ms)
        yield from in_order[-rule.most :]
