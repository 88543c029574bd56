"""Queries as fields of the files that people write."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from gardefou.query.describe import describe
from gardefou.query.model import Query
from gardefou.query.parse import QueryError, parse_query


def _query(value: object) -> Query:
    if isinstance(value, Query):
        return value
    if not isinstance(value, str):
        raise ValueError("a query is a text")
    try:
        return parse_query(value)
    except QueryError as error:
        raise ValueError(str(error)) from error


QueryText = Annotated[Query, BeforeValidator(_query), PlainSerializer(describe)]
