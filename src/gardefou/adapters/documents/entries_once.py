"""Refuses a file in which two entries of a list have the same id."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gardefou.adapters.documents.yaml_document import Marked
from gardefou.kernel.errors import InputRefused


def refuse_twice(path: Path, marked: Marked[Any], field: str, ids: Sequence[str]) -> None:
    """Let a list pass in which every id stands once.

    Raises InputRefused naming the line and column of the first that does not.
    """
    for number, each in enumerate(ids):
        if each in ids[:number]:
            line, column = marked.position((field, number, "id"))
            where = f"line {line}, column {column}: {field}.{number}.id"
            raise InputRefused(path, f"{where}: {each} stands twice; give one of them another name")
