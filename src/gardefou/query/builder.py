"""Makes the tree of a query from what the grammar recognised."""

import re
from collections.abc import Callable

from lark import Token, Transformer

from gardefou.kernel.transcript import Role
from gardefou.query.checks import check_said, check_scoped
from gardefou.query.errors import Fault
from gardefou.query.leaves import figure, meaning, measured, phrase
from gardefou.query.lexicon import Lexicon, is_name
from gardefou.query.limits import FARTHEST_SECONDS, FARTHEST_WORDS, MOST_IN_SEQUENCE
from gardefou.query.model import (
    AllOf,
    AnyOf,
    ByRole,
    InWindow,
    Listed,
    NearTime,
    NearWords,
    Not,
    Query,
    Then,
)
from gardefou.query.repair import at, closest, replaced
from gardefou.query.text import folded

ROLES = {
    "adviser": Role.ADVISER,
    "conseiller": Role.ADVISER,
    "conseillere": Role.ADVISER,
    "customer": Role.CUSTOMER,
    "client": Role.CUSTOMER,
    "cliente": Role.CUSTOMER,
}
_WINDOW = re.compile(r"(first|last)\s+(\d{1,5}(?:[.,]\d{1,3})?)\s*s", re.IGNORECASE)
_UNFINISHED_WINDOW = re.compile(r"(first|last)\s+(\d{1,5}(?:[.,]\d{1,3})?)\D*", re.IGNORECASE)
_NEAR = re.compile(r"~(\d{1,9}(?:[.,]\d{1,3})?)(s?)", re.IGNORECASE)


class Builder(Transformer[Token, Query]):
    """Reads one text; `read` reads the entries of the lists that it names.

    Its methods raise Fault at the place of what cannot be.
    """

    def __init__(self, text: str, lexicon: Lexicon, read: Callable[[str, Lexicon], Query]) -> None:
        super().__init__()
        self._text = text
        self._lexicon = lexicon
        self._read = read
        self._pairs = 0

    def start(self, parts: list[Query]) -> Query:
        """The whole query."""
        return parts[0]

    def either(self, parts: list[Query]) -> Query:
        """Parts between `|`."""
        return AnyOf(tuple(parts))

    def all(self, parts: list[Query]) -> Query:
        """Parts between `&`, or side by side."""
        return AllOf(tuple(parts))

    def negation(self, parts: list[Query]) -> Query:
        """A part after `not`."""
        return Not(parts[1])

    def sequence(self, parts: "list[Token | Query]") -> Query:
        """Parts between `then`, the first two first."""
        query = parts[0]
        for operator, part in zip(parts[1::2], parts[2::2], strict=True):
            self._check_pair(operator, query, part)  # type: ignore[arg-type]
            query = Then(query, part)  # type: ignore[arg-type]
        return query  # type: ignore[return-value]

    def _check_pair(self, operator: Token, left: Query, right: Query) -> None:
        self._pairs += 1
        if self._pairs > MOST_IN_SEQUENCE:
            raise Fault("at most {most} uses of ~ and then may be", at(operator), most=MOST_IN_SEQUENCE)
        for part in (left, right):
            check_said(part, str(operator).lower(), at(operator))

    def near(self, parts: "list[Token | Query]") -> Query:
        """Parts between `~3` or `~5s`, the first two first."""
        query = parts[0]
        for operator, part in zip(parts[1::2], parts[2::2], strict=True):
            query = self._near(operator, query, part)  # type: ignore[arg-type]
        return query  # type: ignore[return-value]

    def _near(self, operator: Token, left: Query, right: Query) -> Query:
        self._check_pair(operator, left, right)
        match = _NEAR.fullmatch(operator)
        if not match or (not match[2] and not match[1].isdigit()):
            cause = "after ~ a number of words such as ~3 or of seconds such as ~5s is expected"
            raise Fault(cause, at(operator), self._counted(operator))
        distance = float(match[1].replace(",", "."))
        farthest = FARTHEST_SECONDS if match[2] else FARTHEST_WORDS
        if not 0 < distance <= farthest:
            nearest = f"~{farthest}{match[2]}" if distance else f"~1{match[2]}"
            cause = "~ takes 1 to {farthest} seconds" if match[2] else "~ takes 1 to {farthest} words"
            raise Fault(cause, at(operator), replaced(self._text, operator, nearest), farthest=farthest)
        return NearTime(left, right, round(distance * 1000)) if match[2] else NearWords(left, right, int(distance))

    def _counted(self, operator: Token) -> str:
        """The text with the number of words that follows, or three, right after a bare ~."""
        after = self._text[at(operator) + 1 :].lstrip()
        if operator == "~" and after[:1].isdigit():
            return f"{self._text[: at(operator)]}~{after}"
        return replaced(self._text, operator, "~3")

    def scope(self, parts: "tuple[Token, Query]") -> Query:
        """A part after `adviser:` or `first 30s:`."""
        written, part = parts
        check_scoped(part, at(written))
        if role := ROLES.get(folded(written)):
            return ByRole(role, part)
        if window := _WINDOW.fullmatch(written):
            return InWindow(window[1].lower(), round(float(window[2].replace(",", ".")) * 1000), part)
        if window := _UNFINISHED_WINDOW.fullmatch(written):
            repaired = replaced(self._text, written, f"{window[1]} {window[2]}s")
            raise Fault("a window is in seconds, such as first 30s: or last 30s:", at(written), repaired)
        near = closest(folded(written), ROLES)
        cause = 'before a colon only adviser, customer, "first 30s" or "last 30s" may stand, not {written}'
        mended = replaced(self._text, written, near) if near else None
        raise Fault(cause, at(written), mended, written=str(written))

    def listed(self, parts: list[Token]) -> Query:
        """A list of the lexicon."""
        name = parts[0].removeprefix("@")
        near = self._lexicon.closest(name) if name not in self._lexicon.names else None
        try:
            return Listed(name, self._lexicon.query_of(name, self._read))
        except Fault as fault:
            repaired = replaced(self._text, parts[0], f"@{near}") if near else None
            raise fault.moved(at(parts[0]), repaired) from None

    def defined(self, parts: "tuple[Token, Query]") -> Query:
        """A list with what it holds written out."""
        name = parts[0].removeprefix("@").removesuffix("(")
        if not is_name(name):
            raise Fault("a list needs a name of letters, digits and _", at(parts[0]))
        return Listed(name, parts[1])

    def phrase(self, parts: list[Token]) -> Query:
        """Words between double quotes."""
        return phrase(parts[0])

    def word(self, parts: list[Token]) -> Query:
        """A word, which may fall into several as `rendez-vous` does."""
        return phrase(parts[0])

    def exact(self, parts: list[Token]) -> Query:
        """Words after `=`."""
        return phrase(parts[0], exact=True)

    def figure(self, parts: list[Token]) -> Query:
        """A number, an amount or a duration."""
        return figure(self._text, parts)

    def measured(self, parts: list[Token]) -> Query:
        """A measure of the call, compared."""
        return measured(self._text, parts)

    def meaning(self, parts: list[Token]) -> Query:
        """A sentence to be near."""
        return meaning(self._text, parts[0])
