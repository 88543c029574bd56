"""Reads named lists of queries, and tells a list that cannot be read."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from gardefou.adapters.documents.yaml_document import read_marked
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon
from gardefou.query.limits import MOST_LISTS
from gardefou.query.parse import QueryError, parse_query

Entry = Annotated[str, Field(min_length=1)]
Entries = Annotated[tuple[Entry, ...], Field(min_length=1, max_length=MOST_LISTS)]


class _Lists(RootModel[dict[str, Entries]]):
    """Queries by the name of their list."""


def read_lexicon(path: Path) -> Lexicon:
    """The lists of a file.

    Raises InputRefused naming the line and column of the first list that cannot be read.
    """
    marked = read_marked(path, _Lists)
    lexicon = Lexicon(marked.content.root)
    for name in marked.content.root:
        try:
            parse_query(f"@{name}", lexicon)
        except QueryError as error:
            line, column = marked.position((name,))
            raise InputRefused(path, f"line {line}, column {column}: {error.cause}") from None
    return lexicon
