"""`gardefou token`: what telephone systems show when they send calls."""

from typing import Annotated

import typer

from gardefou.bootstrap.installation import administering
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group

token = group("What telephone systems show when they send calls.")


@token.command("make")
def make(
    label: Annotated[str, typer.Argument(help="Which system will use it.")],
    site: Annotated[str, typer.Option("--site", help="The site whose calls it sends.")],
) -> None:
    """Make a token for POST /api/calls; it is shown once and stored nowhere."""
    with administering(read_settings()) as (_, administration):
        made = administration.make_token(label, site)
    print(made)


@token.command("revoke")
def revoke(label: Annotated[str, typer.Argument(help="The name that was given when it was made.")]) -> None:
    """Refuse every token of that name from now on."""
    with administering(read_settings()) as (_, administration):
        number = administration.revoke_tokens(label)
    print(f"revoked: {number}")
