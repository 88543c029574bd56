"""Searches a call that goes on: made ready once per utterance for all that search it."""

from collections.abc import Callable

from gardefou.assist.guides.findings import Findings
from gardefou.kernel.transcript import Segment, Transcript
from gardefou.query.match import Searcher

Search = Callable[[Transcript], Searcher]


class SharedSearch:
    """Gives all parts of the help that look at the same transcript the same searcher; holds that of the last one."""

    def __init__(self) -> None:
        self._latest: tuple[Transcript, Searcher] | None = None
        self._findings = Findings(self)

    def __call__(self, call: Transcript) -> Searcher:
        """The transcript made ready."""
        if self._latest is None or self._latest[0] is not call:
            self._latest = (call, Searcher(call))
        return self._latest[1]

    def after(self, call: Transcript, new: Segment) -> Findings:
        """What queries find in the call up to a new utterance."""
        self._findings.follow(call, new)
        return self._findings

    def forget(self) -> None:
        """Let go of every word."""
        self._latest = None
        self._findings.forget()
