"""Several inputs in one command: what is refused is told on one line, and the rest goes on; what is done is shown."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from gardefou.kernel.errors import InputRefused

Result = TypeVar("Result")


def process(
    files: Sequence[Path],
    work: Callable[[Path], Result],
    document: Callable[[Result], dict[str, Any]],
    show: Callable[[Path, Result], None],
    as_json: bool,
) -> None:
    """Work on every file, print what was made of it, and leave with exit code 1 when one was refused.

    As JSON: one document for one file; for several, a list in which each names its file. What ends the work for all
    files is raised once those before are printed.
    """
    refused: list[Path] = []
    done = _worked(files, work, refused)
    if not as_json:
        for file, result in done:
            show(file, result)
    elif len(files) > 1:
        _print_all(done, document)
    else:
        for _, result in done:
            print(json.dumps(document(result), ensure_ascii=False))
    if refused:
        sys.exit(1)


def _worked(
    files: Sequence[Path], work: Callable[[Path], Result], refused: list[Path]
) -> Iterator[tuple[Path, Result]]:
    for file in files:
        try:
            result = work(file)
        except InputRefused as error:
            refused.append(file)
            print(f"gardefou: {error}", file=sys.stderr)
            continue
        yield file, result


def _print_all(done: Iterator[tuple[Path, Result]], document: Callable[[Result], dict[str, Any]]) -> None:
    documents: list[dict[str, Any]] = []
    try:
        for file, result in done:
            documents.append({"file": str(file), **document(result)})
    except Exception:
        if documents:
            print(json.dumps(documents, ensure_ascii=False))
        raise
    print(json.dumps(documents, ensure_ascii=False))
