"""What is wrong with a query, where, and how it could be written."""

from gardefou.kernel.errors import GardefouError


class QueryError(GardefouError):
    """A query that cannot be read; `column` counts from 1, `fix` is a query that can be read, where one is near."""

    code = "query_wrong"

    def __init__(self, cause: str, column: int, fix: str | None = None) -> None:
        self.cause = cause
        self.column = column
        self.fix = fix
        near = f"; did you mean: {fix}" if fix else ""
        super().__init__(f"query, column {column}: {cause}{near}")


class Fault(Exception):
    """A fault at `start` of the text (from 0); `repaired` is the text with this fault mended, if one way is likely."""

    def __init__(self, cause: str, start: int, repaired: str | None = None) -> None:
        self.cause = cause
        self.start = start
        self.repaired = repaired
        super().__init__(cause)
