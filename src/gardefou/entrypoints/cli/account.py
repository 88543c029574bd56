"""`gardefou account`: who may sign in to the pages."""

import getpass
import sys
from typing import Annotated

import typer

from gardefou.adapters.passwords import LONGEST, Passwords, unfit_password
from gardefou.bootstrap.installation import Installation, administering, administration_of
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

Number = Annotated[str, typer.Argument(help="The person's number.")]

account = group("Who may sign in to the pages.")


@account.command("set")
def set_password(
    number: Number,
    from_stdin: Annotated[bool, typer.Option("--stdin", help="Read the password from stdin, one line.")] = False,
) -> None:
    """Give a person a password, new or another: sessions opened by the former one end."""
    with Installation(read_settings(), connections=1) as installation:
        with administration_of(installation) as administration:
            person = administration.accounts.person(number)
        password = _read() if from_stdin else _asked()
        cause = unfit_password(password, person.number, person.name)
        if cause:
            raise InputRefused("the password", cause)
        hashed = Passwords().hash(password)
        with administration_of(installation) as administration:
            administration.accounts.put(person.id, hashed)
    print(f"person {shown(person.number)} may sign in by this password")


@account.command("list")
def list_accounts() -> None:
    """List everybody: number, name, roles, whether they may sign in, and the last day of a session still open."""
    with administering(read_settings()) as (_, administration):
        people = administration.accounts.all()
    for each in people:
        state = "disabled" if each["disabled"] else "may sign in" if each["has_password"] else "no password"
        seen = f"  seen {each['seen_on']}" if each["seen_on"] else ""
        print(f"{shown(each['number'])}  {shown(each['name'])}  {', '.join(sorted(each['roles']))}  {state}{seen}")
    if not people:
        print("gardefou: nobody works here yet; import people with gardefou people import", file=sys.stderr)


@account.command("disable")
def disable(number: Number) -> None:
    """Let a person sign in no more, and end their sessions."""
    with administering(read_settings()) as (_, administration):
        administration.accounts.disable(number)
    print(f"person {shown(number)} is signed out and cannot sign in")


@account.command("enable")
def enable(number: Number) -> None:
    """Let a person sign in again, by the same password."""
    with administering(read_settings()) as (_, administration):
        administration.accounts.enable(number)
    print(f"person {shown(number)} may sign in")


def _read() -> str:
    """A password from stdin, no more of it than one may be long."""
    return sys.stdin.readline(LONGEST + 2).removesuffix("\n")


def _asked() -> str:
    """A password as it was typed twice, unseen.

    Raises InputRefused when the two differ.
    """
    first = getpass.getpass("Password: ", stream=sys.stderr)
    if getpass.getpass("Again: ", stream=sys.stderr) != first:
        raise InputRefused("the password", "was not typed the same twice; nothing was changed")
    return first
