"""`gardefou site`: the places that calls come from."""

import re
import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administering, administration_of
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.simulated_sites import open_simulated_site
from gardefou.entrypoints.cli.charter_consent import READ_ALOUD, command
from gardefou.entrypoints.cli.charter_table import Table
from gardefou.entrypoints.cli.groups import group
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import Purpose
from gardefou.governance.terms.places import Feature
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

WAITS = "closed, waits for signatures"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

site = group("The places that calls come from.")


@site.command("open")
def open_site(
    code: Annotated[str, typer.Argument(help="A short name, as it stands in the metadata of calls.")],
    charter: Annotated[
        Path, typer.Option("--charter", help="The charter for it, in YAML; in force once both sides have signed.")
    ],
    zone: Annotated[str, typer.Option("--zone", help="The site's time zone.")] = "Europe/Paris",
) -> None:
    """Put a charter for a site before both sides; simulated signatories sign at once."""
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
    _check(charter, rules, code)
    with Installation(read_settings(), connections=2) as installation:
        if rules.simulated is not installation.simulated:
            kind = "simulated" if installation.simulated else "real"
            raise InputRefused(charter, f"simulated: {rules.simulated}, and this installation is a {kind} one (S17)")
        if installation.simulated:
            signed = open_simulated_site(installation, code, zone, rules)
            named = f"{signed.title} ({signed.digest[:12]})"
            print(f"site {code} is open under {named}, which its simulated signatories signed with its scorecard")
            return
        _propose(installation, code, zone, rules, charter)


def _check(charter: Path, rules: Charter, code: str) -> None:
    features = rules.features(code)
    if code not in rules.sites:
        raise InputRefused(charter, f"sites: does not name {code}; add it with its features (S17)")
    if Feature.EVALUATION in features and Purpose.QUALITY not in rules.purposes:
        raise InputRefused(charter, "purposes: must name quality where calls are evaluated (S1)")
    try:
        PublicHolidays().worked_days(rules.review.holidays)
    except InputRefused as refused:
        raise InputRefused(charter, str(refused)) from None


def _propose(installation: Installation, code: str, zone: str, rules: Charter, file: Path) -> None:
    if rules.parties.lacking:
        names = ", ".join(rules.parties.lacking)
        raise InputRefused(rules.name, f"parties: no key yet for {names}; each makes one with gardefou key make (S32)")
    with administration_of(installation) as administration:
        administration.add_site(code, zone)
    here = Table(installation, code)
    is_first = here.read()[0].charter is None
    act = here.propose_charter(rules, file).act
    if is_first:
        print(f"site {code} is closed until both sides have signed; the charter waits for them as act {act.id}")
    else:
        print(f"site {code} stays as it is until enough have signed; the charter waits for them as act {act.id}")
    print(f"each signs with: {command(act)}, or on the pages")
    if is_first:
        print(f"gardefou: {READ_ALOUD}", file=sys.stderr)


@site.command("clock")
def clock(
    right: Annotated[bool, typer.Option("--set", help="Take the present as the latest moment; it is logged.")] = False,
) -> None:
    """Show the latest moment that this machine has seen; set it right after the clock stood ahead."""
    with administering(read_settings()) as (_, administration):
        if right:
            administration.set_clock()
        seen_at = administration.clock_mark()
    print(f"seen until {seen_at:%Y-%m-%d %H:%M:%S} UTC; every site is closed while the clock stands before it")


@site.command("list")
def list_sites() -> None:
    """List the sites: code, time zone, state and the version of the charter in force."""
    with administering(read_settings()) as (_, administration):
        sites = administration.sites()
    for each in sites:
        version = (each["charter_digest"] or "no charter")[:12]
        state = each["state"] if each["charter_digest"] else WAITS
        print(f"{shown(each['code'])}  {each['zone']}  {state}  {version}")
    if not sites:
        print("gardefou: no site is open yet; open one with gardefou site open", file=sys.stderr)
