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
    faults: list[Exception] = []
    done = _worked(files, work, faults)
    if not as_json:
        for file, result in done:
            show(file, result)
    elif len(files) > 1:
        documents = [{"file": str(file), **document(result)} for file, result in done]
        if documents or not _ending(faults):
            print(json.dumps(documents, ensure_ascii=False))
    else:
        for _, result in done:
            print(json.dumps(document(result), ensure_ascii=False))
    if ending := _ending(faults):
        raise ending
    if faults:
        sys.exit(1)


def _worked(
    files: Sequence[Path], work: Callable[[Path], Result], faults: list[Exception]
) -> Iterator[tuple[Path, Result]]:
    for file in files:
        try:
            result = work(file)
        except Exception as error:
            faults.append(error)
            if _ending(faults):
                return
            print(f"gardefou: {error}", file=sys.stderr)
            continue
        yield file, result


def _ending(faults: Sequence[Exception]) -> Exception | None:
    """What is no matter of one file."""
    return next((fault for fault in faults if not isinstance(fault, InputRefused)), None)
