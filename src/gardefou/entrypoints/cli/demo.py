"""`gardefou demo`: the simulated sample calls go through the whole flow, and are shown."""

import sys
from typing import Annotated

import typer

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.store import Store
from gardefou.entrypoints.cli.demonstration import Demonstration
from gardefou.entrypoints.cli.demonstration_report import DemonstrationReport


def demo(
    only: Annotated[list[str] | None, typer.Option("--only", help="The id of a sample call; may be repeated.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the evaluations.")] = False,
) -> None:
    """Take the simulated sample calls in, hear and evaluate them, and write report/index.html in the data directory.

    They stay in a simulated installation of their own: a second run hears nothing again.
    """
    calls = [call.id for call in sample_calls() if not only or call.id in only]
    if unknown := set(only or ()) - set(calls):
        raise typer.BadParameter(f"no sample call has that id: {', '.join(sorted(unknown))}", param_hint="--only")
    outer = read_settings()
    settings = outer.model_copy(
        update={"data_directory": outer.data_directory / "demo", "models_directory": outer.models}
    )
    with Store(settings, creating=True) as store:
        store.create(simulated=True)
    with Installation(settings) as installation:
        demonstration = Demonstration(installation, calls)
        demonstration.prepare()
        arrived = demonstration.take_in()
        demonstration.work_off()
        page, shown = DemonstrationReport(installation).write(calls, outer.data_directory / "report", quiet=quiet)
    print(f"{arrived} new, {shown} simulated calls heard and evaluated; report: {page}")
    if shown < len(calls):
        print(f"see: GARDEFOU_DATA_DIRECTORY={settings.data_directory} gardefou status --parked", file=sys.stderr)
        sys.exit(1)
