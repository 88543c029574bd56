"""`gardefou demo`: the simulated sample calls go through the whole flow, and are shown."""

import sys
from typing import Annotated

import typer

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.bootstrap.store import Store
from gardefou.entrypoints.cli.demonstration import Demonstration
from gardefou.entrypoints.cli.demonstration_accounts import open_accounts, show_accounts
from gardefou.entrypoints.cli.demonstration_charter import negotiate
from gardefou.entrypoints.cli.demonstration_proposal import propose
from gardefou.entrypoints.cli.demonstration_report import DemonstrationReport
from gardefou.entrypoints.cli.demonstration_story import DemonstrationStory
from gardefou.entrypoints.cli.server import CONNECTIONS, run_server
from gardefou.entrypoints.cli.wording import console_for_text


def demo(
    only: Annotated[list[str] | None, typer.Option("--only", help="The id of a sample call; may be repeated.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the evaluations.")] = False,
    serve: Annotated[bool, typer.Option(help="Serve the pages at the end, until Ctrl-C.")] = True,
) -> None:
    """Take the simulated sample calls in, hear and evaluate them, write a report, and serve the pages of everybody.

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
    with Installation(settings, CONNECTIONS) as installation:
        demonstration = Demonstration(installation, calls)
        demonstration.prepare()
        propose(installation)
        negotiate(installation)
        arrived = demonstration.take_in()
        demonstration.work_off()
        page, shown = DemonstrationReport(installation).write(calls, outer.data_directory / "report", quiet=quiet)
        DemonstrationStory(installation).play()
        print(f"{arrived} new, {shown} simulated calls heard and evaluated; report: {page}", flush=True)
        if shown < len(calls):
            print(f"see: GARDEFOU_DATA_DIRECTORY={settings.data_directory} gardefou status --parked", file=sys.stderr)
            sys.exit(1)
        if serve:
            _serve(installation, demonstration)


def _serve(installation: Installation, demonstration: Demonstration) -> None:
    """Serve the pages beside a worker and the live process; all stop together."""
    password, keys = open_accounts(installation), SimulatedSignatories(installation).folder
    with demonstration.worker(), demonstration.assist():
        run_server(
            installation,
            lambda address: show_accounts(console_for_text(), address, password, keys),
            demonstration.environment(),
        )
