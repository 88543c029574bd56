"""The query language as its examples show it."""

from collections.abc import Callable, Iterable, Iterator

from gardefou.kernel.measures import MeasureName, Unit, unit_of
from gardefou.query import limits
from gardefou.query.examples import CHAPTERS, LEXICON, MEASURED_LONGEST_SILENCE_MS, MISTAKES, Example
from gardefou.query.lexicon import Lexicon
from gardefou.query.parse import QueryError, parse_query

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
UNITS = {Unit.SHARE: "`%`", Unit.MILLISECONDS: "`s` or `ms`", Unit.COUNT: "a bare number"}


def query_reference(table: Table) -> Iterator[str]:
    """The parts of the page; every example in it is a test."""
    lists = ", ".join(f"`@{name}` has {_code(*entries)}" for name, entries in LEXICON.items())
    yield (
        "Criteria, reasons for calling and search ask in one language. Operators are English in every call; what is "
        "searched may be in French or English. `a:` is the adviser, `c:` the customer, a number before it the second "
        f"of the call. In the examples {lists}, and the longest silence is {MEASURED_LONGEST_SILENCE_MS // 1000} "
        "seconds. Every line is run as a test."
    )
    for chapter in CHAPTERS:
        yield f"## {chapter.title}"
        yield chapter.text
        yield table(["query", "said", "found"], [_row(example) for example in chapter.examples])
        if chapter.title == "Measures":
            yield table(["measure", "compared with"], [[f"`{each}`", UNITS[unit_of(each)]] for each in MeasureName])
    yield "## Mistakes"
    yield "An error names the column and what was expected, and proposes a query that can be read where one is near."
    yield table(["written", "told"], [[_code(each), _told(each)] for each in MISTAKES])
    yield "## Limits"
    yield (
        "Past a limit a query is refused, with the limit named; lists count with what they hold. The work of a search "
        "grows with the words of the call times the words of the query, whatever is asked."
    )
    yield table(["at most", ""], LIMITS)


LIMITS = [
    [f"{limits.LONGEST_QUERY:,}", "characters"],
    [f"{limits.MOST_WORDS:,}", "words and operators"],
    [f"{limits.MOST_WORDS_OF_PHRASE}", "words of one phrase"],
    [f"{limits.MOST_WILDCARDS}", "words with `*`"],
    [f"{limits.MOST_IN_SEQUENCE}", "uses of `~` and `then`"],
    [f"{limits.MOST_MEANINGS}", "uses of `meaning`"],
    [f"{limits.MOST_SCOPES}", "scopes and `not`"],
    [f"{limits.DEEPEST_NESTING}", "parentheses open at once, lists naming each other"],
    [f"{limits.FARTHEST_WORDS}", "words after `~`"],
    [f"{limits.FARTHEST_SECONDS}", "seconds after `~`"],
    [f"{limits.MOST_LISTS:,}", "lists of a lexicon, entries of a list"],
]


def _row(example: Example) -> list[str]:
    quotes = ", ".join(f"“{quote}”" for quote in example.found or ())
    found = "nothing" if example.found is None else quotes or "holds"
    note = f" ({example.note})" if example.note else ""
    return [_code(example.query), " / ".join(example.said), _cell(found + note)]


def _told(mistake: str) -> str:
    try:
        parse_query(mistake, Lexicon(LEXICON))
    except QueryError as error:
        fix = f"; did you mean: {_code(error.fix)}" if error.fix else ""
        return f"column {error.column}: {_cell(error.cause)}{fix}"
    raise ValueError(f"this is no mistake: {mistake}")


def _code(*texts: str) -> str:
    return ", ".join(f"`{_cell(text)}`" for text in texts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
