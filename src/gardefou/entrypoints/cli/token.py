"""`gardefou token`: what telephone systems show when they send calls."""

import sys
from typing import Annotated

import typer

from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.status import moment
from gardefou.intake.rules import shown, unfit
from gardefou.kernel.errors import InputRefused

LONGEST_LABEL = 100

token = group("What telephone systems show when they send calls.")


@token.command("make")
def make(
    label: Annotated[str, typer.Argument(help="Which system will use it.")],
    site: Annotated[str, typer.Option("--site", help="The site whose calls it sends.")],
) -> None:
    """Make a token for POST /api/calls; it is shown once and stored nowhere."""
    cause = f"is longer than {LONGEST_LABEL} characters; shorten it" if len(label) > LONGEST_LABEL else unfit(label)
    if cause:
        raise InputRefused(f"label {shown(label[:LONGEST_LABEL])}", cause)
    with administering(read_settings()) as (_, administration):
        made = administration.make_token(label, site)
    print(made)


@token.command("revoke")
def revoke(label: Annotated[str, typer.Argument(help="The name that was given when it was made.")]) -> None:
    """Refuse every token of that name from now on."""
    with administering(read_settings()) as (_, administration):
        number = administration.revoke_tokens(label)
    print(f"revoked: {number}")


@token.command("list")
def list_tokens() -> None:
    """List the tokens by name: which site each sends for, when it was made and revoked; never the token itself."""
    with administering(read_settings()) as (_, administration):
        tokens = administration.tokens()
    for each in tokens:
        revoked = f"revoked {moment(each['revoked_at'])}" if each["revoked_at"] else "in force"
        print(f"{shown(each['label'])}  {shown(each['site'])}  made {moment(each['made_at'])}  {revoked}")
    if not tokens:
        print("gardefou: no token was made yet; make one with gardefou token make", file=sys.stderr)
