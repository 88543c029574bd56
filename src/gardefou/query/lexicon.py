"""Named lists of phrases, which a query takes in by `@name`."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from gardefou.query.checks import check_size
from gardefou.query.errors import Fault
from gardefou.query.limits import DEEPEST_NESTING, MOST_LISTS
from gardefou.query.model import AnyOf, Query

_NAME = re.compile(r"[^\W\d]\w{0,63}")

Read = Callable[[str, "Lexicon"], Query]


class Lexicon:
    """A mapping from the name of a list to its entries, each a query of its own; entries may name other lists."""

    def __init__(self, lists: Mapping[str, Sequence[str]] | None = None) -> None:
        self._lists = lists or {}
        self._known: dict[str, Query] = {}
        self._open: list[str] = []
        self._lock = threading.RLock()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its lists."""
        return tuple(self._lists)

    def query_of(self, name: str, read: Read) -> Query:
        """What a list asks for: any of its entries.

        Raises Fault, placed at the start, naming the list and the entry that cannot be read.
        """
        with self._lock:
            if name not in self._known:
                self._check(name)
                self._open.append(name)
                try:
                    self._known[name] = self._any_of(name, read)
                finally:
                    self._open.pop()
            return self._known[name]

    def _check(self, name: str) -> None:
        if len(self._lists) > MOST_LISTS:
            raise Fault(
                "the lexicon has {count} lists, at most {most} may be", 0, count=len(self._lists), most=MOST_LISTS
            )
        if name in self._open:
            circle = ", ".join(f"@{each}" for each in self._open)
            raise Fault("the lists name each other in a circle: {circle}", 0, circle=circle)
        if len(self._open) == DEEPEST_NESTING:
            raise Fault("lists may name each other {deepest} deep at most", 0, deepest=DEEPEST_NESTING)
        if name not in self._lists:
            known = ", ".join(f"@{each}" for each in self.names[:8])
            if known:
                raise Fault("the lexicon has no list @{name}; it has {known}", 0, name=name, known=known)
            raise Fault("the lexicon has no list @{name}", 0, name=name)
        entries = self._lists[name]
        if isinstance(entries, str) or not entries or len(entries) > MOST_LISTS:
            raise Fault("the list @{name} must have 1 to {most} entries", 0, name=name, most=MOST_LISTS)
        if not is_name(name):
            raise Fault("the list @{name} needs a name of letters, digits and _", 0, name=name)

    def _any_of(self, name: str, read: Read) -> Query:
        parts = tuple(self._entry(name, number, read) for number in range(1, len(self._lists[name]) + 1))
        query = parts[0] if len(parts) == 1 else AnyOf(parts)
        check_size(query)
        return query

    def _entry(self, name: str, number: int, read: Read) -> Query:
        written: object = self._lists[name][number - 1]
        if not isinstance(written, str):
            cause = "the list @{name}, entry {number}, is not a text: put it between quotes"
            raise Fault(cause, 0, name=name, number=number)
        try:
            return read(written, self)
        except Fault as fault:
            if fault.cause.startswith(("the list", "with its lists")):
                raise fault.moved(0) from None
            column = fault.start + 1
            cause = "the list @{name}, entry {number}, column {column}"
            raise Fault(cause, 0, inner=fault.told, name=name, number=number, column=column) from None

    def closest(self, name: str) -> str | None:
        """The list whose name is nearest."""
        return next(iter(get_close_matches(name, self.names, n=1)), None)


def is_name(text: str) -> bool:
    """Whether a list may be called so."""
    return bool(_NAME.fullmatch(text))
