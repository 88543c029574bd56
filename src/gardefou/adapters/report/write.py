"""Writes a report as a folder of pages that any browser opens, without a server and without a network."""

import re
import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from gardefou.adapters.report.model import Report
from gardefou.adapters.report.pages import LANGUAGES, Pages, page_name, sound_name
from gardefou.kernel.errors import InputRefused

_MARKER = ".gardefou-report"
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")


def write_report(report: Report, folder: Path) -> Path:
    """Write all pages, in French and in English, and return the French index.

    The folder appears, or takes the place of an earlier report, only when it is complete. Raises InputRefused when it
    holds something else than a report, when a call's id cannot name a file, or when an evaluation does not answer the
    report's scorecard.
    """
    _check(report)
    folder = folder.absolute()
    _check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(draft, report)
        _swap(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder / page_name("index", "fr")


def _check(report: Report) -> None:
    seen: set[str] = set()
    asked = {criterion.id for criterion in report.scorecard.criteria()}
    for call in report.calls:
        if not _FILE_NAME.fullmatch(call.id):
            raise InputRefused(call.id, "a call's id is made of ASCII letters, digits, - and _")
        if call.id.casefold() in seen:
            raise InputRefused(call.id, "two calls of the report have this id")
        seen.add(call.id.casefold())
        if {result.id for result in call.evaluation.criteria} != asked:
            raise InputRefused(call.id, f"its evaluation does not answer the scorecard {report.scorecard.id}")


def _check_replaceable(folder: Path) -> None:
    if folder.exists() and not (folder / _MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputRefused(folder, "something else than a report is there; choose a new folder")


def _fill(folder: Path, report: Report) -> None:
    with as_file(files("gardefou.adapters.report").joinpath("assets")) as assets:
        shutil.copytree(assets, folder / "assets")
    for name in ("calls", "sound"):
        (folder / name).mkdir()
    for call in report.calls:
        shutil.copyfile(call.sound, folder / sound_name(call))
    for code in LANGUAGES:
        pages = Pages(report, code)
        _write(folder / page_name("index", code), pages.index())
        for number, call in enumerate(report.calls):
            _write(folder / "calls" / page_name(call.id, code), pages.call(number))
    _write(folder / _MARKER, "Written by gardefou; a new report replaces this folder.\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")


def _swap(draft: Path, folder: Path) -> None:
    """Put the draft in the folder's place; what was there goes only once the draft stands."""
    if not folder.exists():
        draft.rename(folder)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent)) / "former"
    folder.rename(former)
    try:
        draft.rename(folder)
    except OSError:
        former.rename(folder)
        raise
    finally:
        shutil.rmtree(former.parent, ignore_errors=True)
