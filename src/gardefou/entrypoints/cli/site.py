"""`gardefou site`: the places that calls come from."""

import re
import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import Purpose
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

site = group("The places that calls come from.")


@site.command("open")
def open_site(
    code: Annotated[str, typer.Argument(help="A short name, as it stands in the metadata of calls.")],
    charter: Annotated[Path, typer.Option("--charter", help="The charter in force there, in YAML.")],
    zone: Annotated[str, typer.Option("--zone", help="The site's time zone.")] = "Europe/Paris",
) -> None:
    """Open a site under a charter, or put it under another."""
    if not CODE.fullmatch(code):
        raise InputRefused(
            f"site {shown(code)}",
            "is not a code; write at most 64 letters without accents, digits, - and _, as in lyon-2",
        )
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter("no such time zone; write one like Europe/Paris", param_hint="--zone") from None
    rules = read_yaml(charter, Charter)
    if Purpose.QUALITY not in rules.purposes:
        raise InputRefused(charter, "purposes: must name quality, for which calls are received and evaluated (S1)")
    try:
        PublicHolidays().worked_days(rules.review.holidays)
    except InputRefused as refused:
        raise InputRefused(charter, str(refused)) from None
    with administering(read_settings()) as (installation, administration):
        if rules.simulated is not installation.simulated:
            kind = "simulated" if installation.simulated else "real"
            raise InputRefused(charter, f"simulated: {rules.simulated}, and this installation is a {kind} one (S17)")
        administration.open_site(code, zone, rules)
    print(f"site {code} is open under {rules.title} ({rules.digest[:12]})")
    if not rules.simulated:
        print("note: nothing verifies yet that both sides signed this charter; open it only when they have")


@site.command("list")
def list_sites() -> None:
    """List the sites: code, time zone, state and the version of the charter in force."""
    with administering(read_settings()) as (_, administration):
        sites = administration.sites()
    for each in sites:
        version = (each["charter_digest"] or "no charter")[:12]
        print(f"{shown(each['code'])}  {each['zone']}  {each['state']}  {version}")
    if not sites:
        print("gardefou: no site is open yet; open one with gardefou site open", file=sys.stderr)
