"""`gardefou evaluate`: a recording or a transcript against a scorecard."""

from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.laboratory_gate import check_laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.documents import evaluation_document
from gardefou.entrypoints.cli.evaluation_text import show_evaluation
from gardefou.entrypoints.cli.inputs import process
from gardefou.entrypoints.cli.options import (
    ChannelsOption,
    JsonOption,
    LanguageChoice,
    LanguageOption,
    roles_for,
    roles_of,
)
from gardefou.entrypoints.cli.progress import one_line_progress
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.flows.laboratory_call import EvaluatedCall, LaboratoryCall
from gardefou.kernel.progress import Progress
from gardefou.kernel.transcript import Language, Role

TRANSCRIPT_ENDINGS = {".json", ".jsonl", ".ndjson"}


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Recordings, transcripts, or JSON lines of turns.")],
    scorecard: Annotated[Path | None, typer.Option("--scorecard", help="A scorecard in YAML.")] = None,
    language: LanguageOption = LanguageChoice.AUTO,
    channels: ChannelsOption = "adviser,customer",
    as_json: JsonOption = False,
) -> None:
    """Evaluate calls against a scorecard: drafts with evidence; nothing is stored."""
    roles = roles_of(channels)
    settings = read_settings()
    check_laboratory(settings)
    laboratory = Laboratory(settings)
    grid = laboratory.scorecard(scorecard or resource("scorecards/customer_relation.yaml"))
    flow = laboratory.call_flow(grid)

    def evaluated(file: Path) -> EvaluatedCall:
        with one_line_progress(file.name) as progress:
            return _evaluated(flow, file, roles, language.language, progress)

    def show(file: Path, call: EvaluatedCall) -> None:
        console = console_for_text()
        console.print(str(file), style="bold", markup=False)
        show_evaluation(console, call, grid, laboratory.taxonomy)

    process(files, evaluated, lambda call: evaluation_document(call.evaluation, call.reason), show, as_json)


def _evaluated(
    flow: LaboratoryCall, file: Path, roles: tuple[Role, ...], language: Language | None, progress: Progress
) -> EvaluatedCall:
    if file.suffix.lower() in TRANSCRIPT_ENDINGS:
        return flow.from_transcript(read_transcript(file), progress)
    sound = open_sound(file)
    return flow.from_sound(sound, roles_for(sound, roles), language, progress)
