"""`gardefou rescore`: a scorecard over many transcripts, on every processor."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.processes import processors
from gardefou.bootstrap.rescoring import number_to_run_over, rescore_files, run_over_kept
from gardefou.bootstrap.settings import Settings, read_settings
from gardefou.entrypoints.cli.documents import evaluation_document
from gardefou.entrypoints.cli.new_file import check_new
from gardefou.entrypoints.cli.progress import CountProgress
from gardefou.evaluation.model import Scorecard
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

ENDINGS = (".json", ".jsonl", ".ndjson")
MOST_TOLD = 20
NOTED_EVERY = 1000


def rescore(
    folder: Annotated[Path | None, typer.Argument(help="A folder of transcripts.")] = None,
    scorecard: Annotated[Path | None, typer.Option("--scorecard", help="A scorecard in YAML, for a folder.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where results go, one JSON document a line.")] = None,
    site: Annotated[str | None, typer.Option("--site", help="A site, whose kept calls are run over in shadow.")] = None,
    proposal: Annotated[str | None, typer.Option("--proposal", help="The digest of what is proposed there.")] = None,
    processes: Annotated[int, typer.Option("--processes", min=1, max=256, help="How many at once.")] = processors(),
) -> None:
    """Run a scorecard over a folder of transcripts, or a proposed one over the kept calls of a site.

    Over kept calls it leaves verdicts alone, which nobody is shown, to compare with what people decide.
    """
    settings = read_settings()
    if folder and scorecard and out and not site:
        _over_folder(settings, folder, Laboratory(settings).scorecard(scorecard), out, processes)
    elif site and not (folder or scorecard or out):
        _over_kept(settings, site, proposal, processes)
    else:
        raise typer.BadParameter("give FOLDER, --scorecard and --out, or --site alone or with --proposal")


def _over_folder(settings: Settings, folder: Path, scorecard: Scorecard, out: Path, processes: int) -> None:
    if not folder.is_dir():
        raise InputRefused(folder, "is no folder")
    total = sum(1 for _ in _transcripts(folder))
    if not total:
        raise InputRefused(folder, f"has no transcript ({', '.join(ENDINGS)})")
    _check_out(folder, out)
    partial = out.with_name(f"{out.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace") as results:
            refused = _write(settings, scorecard, folder, total, processes, results)
        out.hardlink_to(partial)
    except FileExistsError:
        raise InputRefused(out, f"came to be meanwhile; the results are in {partial.name}") from None
    except OSError as error:
        raise InputRefused(partial, f"cannot be written: {error.strerror}; choose another folder") from None
    partial.unlink()
    print(f"{total - refused} of {total} evaluated: {out}")
    if refused:
        sys.exit(1)


def _check_out(folder: Path, out: Path) -> None:
    """Refuse to write over anything, or among what is read."""
    check_new(out)
    if folder.resolve() in (out.parent.resolve(), *out.parent.resolve().parents):
        raise InputRefused(out, "lies in the folder that is read; choose another one")


def _write(settings: Settings, scorecard: Scorecard, folder: Path, total: int, processes: int, results: TextIO) -> int:
    refused = 0
    with CountProgress("transcripts", total) as progress:
        for done, each in enumerate(rescore_files(settings, scorecard, _transcripts(folder), processes), start=1):
            progress.step()
            if each.call is None:
                refused += 1
                _tell(progress, refused, each.refused or "")
            else:
                document = evaluation_document(each.call.evaluation, each.call.reason)
                results.write(json.dumps({"file": str(each.file), **document}, ensure_ascii=False) + "\n")
            if done % NOTED_EVERY == 0:
                progress.note(f"{done} of {total}")
    return refused


def _over_kept(settings: Settings, site: str, proposal: str | None, processes: int) -> None:
    with Installation(settings, connections=1) as installation:
        chosen = _proposal(installation, site, proposal)
        total = number_to_run_over(installation, site, chosen[0])
        done = refused = 0
        with CountProgress("calls", total) as progress:
            for lot in run_over_kept(settings, site, chosen, processes):
                done += lot.calls
                progress.at(done)
                for text in lot.refused:
                    refused += 1
                    _tell(progress, refused, text)
    print(f"{done} of {total} calls run over in shadow by {chosen[1].id} {chosen[1].version} ({chosen[0][:12]})")
    if refused:
        sys.exit(1)


def _proposal(installation: Installation, site: str, wanted: str | None) -> tuple[str, Scorecard]:
    found = installation.lookout().open_proposals(site)
    chosen = [(digest, each) for digest, each in found.items() if digest.startswith(wanted or "")]
    if len(chosen) == 1:
        return chosen[0]
    if not found:
        raise InputRefused(f"site {shown(site)}", "nothing runs in shadow there; an analyst proposes a scorecard first")
    names = ", ".join(f"{digest[:12]} ({each.id} {each.version})" for digest, each in found.items())
    raise InputRefused(f"site {shown(site)}", f"name one of what is proposed there with --proposal: {names}")


def _tell(progress: CountProgress, refused: int, text: str) -> None:
    if refused <= MOST_TOLD:
        progress.tell(text)
    elif refused == MOST_TOLD + 1:
        progress.tell("more were refused, which are not told one by one")


def _transcripts(folder: Path) -> Iterator[Path]:
    """Every transcript of a folder and those below, as the disk gives them."""
    for place, _, names in os.walk(folder):
        for name in names:
            if name.lower().endswith(ENDINGS):
                yield Path(place) / name
