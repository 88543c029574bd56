"""Several inputs in one command: what is refused is told on one line, and the rest goes on."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from gardefou.kernel.errors import InputRefused

Result = TypeVar("Result")


class Inputs:
    """The files of one command; `finish` ends it with exit code 1 when one was refused."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._refused = 0

    def each(self, work: Callable[[Path], Result]) -> Iterator[tuple[Path, Result]]:
        """Every file with what was made of it; a refused one gives a line on stderr."""
        for file in self._files:
            try:
                result = work(file)
            except InputRefused as error:
                self._refused += 1
                print(f"gardefou: {error}", file=sys.stderr)
                continue
            yield file, result

    def print_json(self, documents: Sequence[tuple[Path, dict[str, Any]]]) -> None:
        """One document for one file; for several, a list in which each names its file."""
        if len(self._files) > 1:
            print(json.dumps([{"file": str(file), **document} for file, document in documents], ensure_ascii=False))
        elif documents:
            print(json.dumps(documents[0][1], ensure_ascii=False))

    def finish(self) -> None:
        """Leave with the exit code."""
        if self._refused:
            sys.exit(1)
