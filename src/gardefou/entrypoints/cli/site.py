"""`gardefou site`: the places that calls come from."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.governance.charter import Charter
from gardefou.intake.rules import unfit
from gardefou.kernel.errors import InputRefused

site = group("The places that calls come from.")


@site.command("open")
def open_site(
    code: Annotated[str, typer.Argument(help="A short name, as it stands in the metadata of calls.")],
    charter: Annotated[Path, typer.Option("--charter", help="The charter in force there, in YAML.")],
    zone: Annotated[str, typer.Option("--zone", help="The site's time zone.")] = "Europe/Paris",
) -> None:
    """Open a site under a charter, or put it under another."""
    if cause := unfit(code):
        raise InputRefused(f"site {code!r}", cause)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter("no such time zone; write one like Europe/Paris", param_hint="--zone") from None
    rules = read_yaml(charter, Charter)
    with administering(read_settings()) as (installation, administration):
        if rules.simulated is not installation.simulated:
            kind = "simulated" if installation.simulated else "real"
            raise InputRefused(charter, f"simulated: {rules.simulated}, and this installation is a {kind} one (S17)")
        administration.open_site(code, zone, rules)
    print(f"site {code} is open under {rules.title} ({rules.digest[:12]})")
    if not rules.simulated:
        print("note: nothing verifies yet that both sides signed this charter; open it only when they have")
