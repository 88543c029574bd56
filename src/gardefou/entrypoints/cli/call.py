"""`gardefou call`: one call, without its content unless the charter gives it to whoever asks."""

import json
import sys
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from gardefou.adapters.documents.objection_fields import named_call
from gardefou.bootstrap.installation import Installation, administering, administration_of, operator
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.entrypoints.cli.shown_call import show_as, show_state
from gardefou.entrypoints.cli.status import CallState
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.flows.erasure import Erasure
from gardefou.flows.recorded_call import retry
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import InputRefused

call = group("One call at a time.")


@call.command("list")
def list_calls(
    state: Annotated[CallState | None, typer.Option("--state", help="Those of one state only.")] = None,
    most: Annotated[int, typer.Option("--most", help="How many.", min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the latest calls with their ids and states; no content."""
    with administering(read_settings()) as (_, administration):
        calls = administration.calls(state.value if state else None, most + 1)
    if len(calls) > most:
        del calls[most:]
        print(f"gardefou: the latest {most}; more with --most", file=sys.stderr)
    if as_json:
        print(json.dumps(calls, default=str, ensure_ascii=False))
        return
    for each in calls:
        print(f"{each['id']}  {each['state']:<10}  {each['site']}  {each['source']}  {each['external_id']}")


@call.command("show")
def show(
    call_id: Annotated[str, typer.Argument(metavar="ID", help="The id that ingest, status or the API gave.")],
    number: Annotated[
        str | None, typer.Option("--as", help="The number of a person: what they may see. Simulated calls only.")
    ] = None,
) -> None:
    """Show how far a call has come and who did what with it; its content only to whom the charter gives it."""
    identifier = _identifier(call_id)
    with Installation(read_settings(), connections=2) as installation:
        if number is None:
            show_state(Console(highlight=False), installation, identifier)
        else:
            show_as(console_for_text(), installation, identifier, number)


@call.command("retry")
def retry_calls(
    call_id: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every parked call.")] = False,
) -> None:
    """Take a parked call up again at the step where it stopped."""
    if every is (call_id is not None):
        raise typer.BadParameter("name one call, or --all")
    with Installation(read_settings(), connections=2) as installation:
        with administration_of(installation) as administration:
            parked = administration.parked()
        calls = parked if every else [_identifier(call_id or "")]
        for each in calls:
            if each not in parked:
                raise InputRefused(f"call {each}", "is not parked; gardefou status --parked names those that are")
            retry(installation.gate("owner"), operator(), each)
    print(f"taken up again: {len(calls)}")


@call.command("object")
def object_to_call(
    site: Annotated[str, typer.Option("--site", help="The code of the site.")],
    source: Annotated[str, typer.Option("--source", help="The telephone system that names the call.")],
    external_id: Annotated[str, typer.Argument(metavar="NAME", help="Its name in the telephone system.")],
) -> None:
    """Honour a customer's objection: a call that is here is erased, one still to come is never kept."""
    key = named_call("the call", CallKey(site, source, external_id))
    with Installation(read_settings(), connections=2) as installation:
        erasure = Erasure(installation.gate("owner"), installation.sounds, installation.tombstones)
        objection = erasure.objected(operator(), key)
    if objection.waits:
        print("noted: the call is frozen, and erased as soon as that is lifted")
    else:
        print("erased" if objection.call else "noted: the call is not here; it is not kept when it comes")


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter("expected an id such as 01a2019e-9de8-7d76-a141-8f19f7c057d8") from None
