"""Reads a query from what a person wrote, and says where it is wrong."""

import re
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from gardefou.kernel.errors import GardefouError
from gardefou.kernel.transcript import Role
from gardefou.query.model import AllOf, AnyOf, ByRole, InWindow, Not, Phrase, Query
from gardefou.query.text import folded

LONGEST_QUERY = 4_000
DEEPEST_NESTING = 40
_WORD = re.compile(r"[^\W_]+\*?")


class QueryError(GardefouError):
    """A query that cannot be read; `column` counts from 1."""

    code = "query_wrong"

    def __init__(self, cause: str, column: int) -> None:
        self.column = column
        super().__init__(f"query, column {column}: {cause}")


class _Builder(Transformer[Token, Query]):
    def start(self, parts: list[Query]) -> Query:
        return parts[0]

    def either(self, parts: list[Query]) -> Query:
        return AnyOf(tuple(parts))

    def all(self, parts: list[Query]) -> Query:
        return AllOf(tuple(parts))

    def negation(self, parts: list[Query]) -> Query:
        return Not(parts[1])

    def by_role(self, parts: "tuple[Token, Query]") -> Query:
        return ByRole(Role(parts[0].lower()), parts[1])

    def in_window(self, parts: "tuple[Token, Query]") -> Query:
        edge, length = re.split(r"\s+", parts[0].lower().rstrip("s "), maxsplit=1)
        return InWindow(edge, round(float(length) * 1000), parts[1])

    def phrase(self, parts: list[Token]) -> Query:
        return _phrase(parts[0])

    def word(self, parts: list[Token]) -> Query:
        return _phrase(parts[0])


def _phrase(token: Token) -> Phrase:
    words = tuple(_WORD.findall(folded(token)))
    if not words:
        raise QueryError("expected a word with a letter or a digit", token.column or 1)
    return Phrase(words)


@cache
def _parser() -> Lark:
    grammar = files("gardefou.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


def _check_size(text: str) -> None:
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"a query has at most {LONGEST_QUERY} characters, this one has {len(text)}", LONGEST_QUERY)
    depth = 0
    for column, char in enumerate(re.sub(r'"[^"\n]*"', lambda quoted: "." * len(quoted[0]), text), start=1):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth > DEEPEST_NESTING:
            raise QueryError(f"at most {DEEPEST_NESTING} parentheses may be open at once", column)
    if len(re.findall(r"\bnot\b|:", text, re.IGNORECASE)) > 4 * DEEPEST_NESTING:
        raise QueryError("too many scopes and negations", 1)


def _cause(text: str, column: int) -> str:
    if not text.strip():
        return "expected a word or a phrase in double quotes"
    if text.count('"') % 2:
        return 'a double quote is not closed: write "bonjour madame"'
    if text.count("(") != text.count(")"):
        return "the parentheses do not pair"
    if text[column - 1 : column] == ":":
        return 'before a colon only adviser, customer, "first 30s" or "last 30s" may stand'
    return "expected a word, a phrase in double quotes, |, &, not, or parentheses"


def _column(error: UnexpectedInput, text: str) -> int:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    return len(text) + 1 if at_end or error.column < 1 else error.column


def parse_query(text: str) -> Query:
    """Read a query.

    Raises QueryError with the column of the first fault.
    """
    _check_size(text)
    try:
        return _Builder().transform(_parser().parse(text))
    except UnexpectedInput as error:
        column = _column(error, text)
        raise QueryError(_cause(text, column), column) from None
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise
