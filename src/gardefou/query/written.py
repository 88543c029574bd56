"""Queries as fields of the files that people write."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo

from gardefou.query.describe import describe
from gardefou.query.lexicon import Lexicon
from gardefou.query.model import Query
from gardefou.query.parse import QueryError, parse_query

LEXICON = "lexicon"
"""The key of the validation context under which the lists of `@name` stand."""


def _query(value: object, info: ValidationInfo) -> Query:
    if isinstance(value, Query):
        return value
    if not isinstance(value, str):
        raise ValueError("a query is a text")
    lexicon = info.context.get(LEXICON) if isinstance(info.context, dict) else None
    try:
        return parse_query(value, lexicon if isinstance(lexicon, Lexicon) else None)
    except QueryError as error:
        raise ValueError(str(error)) from error


QueryText = Annotated[Query, BeforeValidator(_query), PlainSerializer(describe)]
