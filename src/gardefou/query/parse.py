"""Reads a query from what a person wrote, and says where it is wrong and what would be right."""

from functools import cache
from importlib.resources import files

from lark import Lark, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from gardefou.query.builder import Builder
from gardefou.query.checks import check_size, check_text
from gardefou.query.describe import describe
from gardefou.query.errors import Fault, QueryError
from gardefou.query.lexicon import Lexicon
from gardefou.query.limits import LONGEST_QUERY_WITH_FIX
from gardefou.query.model import Query
from gardefou.query.repair import syntax_fault

__all__ = ["QueryError", "parse_query"]

_MOST_REPAIRS = 12
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "\u200b": " ", "\ufeff": " "})


def parse_query(text: str, lexicon: Lexicon | None = None) -> Query:
    """Read a query, with the lists of a lexicon in it written out.

    Raises QueryError with the column of the first fault, and with a query that can be read where one is near.
    """
    try:
        return _read(text, lexicon or Lexicon())
    except Fault as fault:
        fix = _repaired(fault, lexicon or Lexicon()) if len(text) <= LONGEST_QUERY_WITH_FIX else None
        raise QueryError(fault.told, min(fault.start, len(text)) + 1, fix) from None


@cache
def _parser() -> Lark:
    grammar = files("gardefou.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


def _read(text: str, lexicon: Lexicon) -> Query:
    text = text.translate(_STRAIGHT)
    check_text(text)
    try:
        query: Query = Builder(text, lexicon, _read).transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise syntax_fault(text, _place(error, text)) from None
    except VisitError as error:
        if isinstance(error.orig_exc, Fault):
            raise error.orig_exc from None
        raise
    check_size(query)
    _check_written(describe(query))
    return query


def _check_written(written: str) -> None:
    """Refuse what could not be read again once it is written with its lists and all its parentheses."""
    try:
        check_text(written)
    except Fault as fault:
        raise Fault("with its lists and parentheses written out", 0, inner=fault.told) from None


def _place(error: UnexpectedInput, text: str) -> int:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    position = error.pos_in_stream
    return len(text) if at_end or position is None or position < 0 else position


def _repaired(fault: Fault, lexicon: Lexicon) -> str | None:
    """A query that can be read, mended fault by fault."""
    for _ in range(_MOST_REPAIRS):
        if fault.repaired is None:
            return None
        repaired = " ".join(fault.repaired.split())
        try:
            _read(repaired, lexicon)
        except Fault as next_fault:
            fault = next_fault
        else:
            return repaired
    return None
