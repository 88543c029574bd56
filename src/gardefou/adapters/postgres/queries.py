"""The queries of queries.sql by their names."""

import re
from functools import cache
from importlib.resources import files
from typing import LiteralString, cast

_NAME = re.compile(r"^-- ([a-z_]+)$", re.MULTILINE)


@cache
def _queries() -> dict[str, LiteralString]:
    text = files("gardefou.adapters.postgres").joinpath("queries.sql").read_text(encoding="utf-8")
    parts = _NAME.split(text)[1:]
    return {name: cast(LiteralString, sql.strip()) for name, sql in zip(parts[::2], parts[1::2], strict=True)}


def query(name: str) -> LiteralString:
    """The SQL of that name.

    Raises KeyError when there is none.
    """
    return _queries()[name]
