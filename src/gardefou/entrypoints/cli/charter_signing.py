"""Signing on the command line: here, or on a machine that has no installation and no network."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.signing.statement_file import read_statement, signature_of, signature_text, statement_text
from gardefou.entrypoints.cli.charter_table import (
    ActArgument,
    KeyOption,
    SiteOption,
    missing,
    opened,
    outcome,
    signed_with,
    table,
    told,
)
from gardefou.entrypoints.cli.charter_text import show_changes, show_charter
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.new_file import check_new
from gardefou.entrypoints.cli.passphrase import PassphraseFile
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.governance.acts import Act, ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.lacking import lacking
from gardefou.governance.standing import charter_of
from gardefou.governance.terms.parties import Party, Side
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

LARGEST_SIGNATURE = 10_000
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; both sides read it.")]
ShortSite = Annotated[str | None, typer.Option("--site", help="The site, where the act is signed on this machine.")]

signing = group("Signing charters.")
"""These commands stand in the group `gardefou charter`."""


@signing.command("propose")
def propose(file: Annotated[Path, typer.Argument(help="A charter in YAML, with every key.")], site: SiteOption) -> None:
    """Put a charter before both sides of a site; nothing changes until enough have signed."""
    charter = read_yaml(file, Charter)
    with table(site) as here:
        before = here.read()[0].charter
        act = here.propose(ActKind.CHARTER, charter.document).act
    if before:
        show_changes(console_for_text(), before, charter, Language.ENGLISH)
    print(f"proposed: {told(act)}")


@signing.command("list")
def list_acts(site: SiteOption) -> None:
    """List what is proposed and what was signed at a site, with what is still missing."""
    with table(site) as here:
        standing, acts = here.read()
    for each in acts:
        keys = frozenset(signature.key for signature in each.signatures)
        if each.is_open:
            state = f"open, {missing(lacking(standing, each.act, keys))}"
        else:
            state = f"in force since {each.effected_at:%Y-%m-%d %H:%M} UTC" if each.effected_at else "given up"
        print(f"{each.act.id}  {each.act.kind:<10}  {each.act.subject[:12]}  {len(each.signatures)} signed  {state}")
    if not acts:
        print(
            f"gardefou: nothing was proposed at {shown(site)} yet; begin with gardefou charter propose", file=sys.stderr
        )


@signing.command("verify")
def verify_acts(site: SiteOption) -> None:
    """Verify what was signed at a site, act by act; exit code 1 when it is not what is written.

    A signature that was lost comes back with gardefou charter add-signature; else restore a backup.
    """
    with table(site) as here:
        acts, altered = here.verified()
    for each in acts:
        act = each.act.act
        print(f"{act.id}  {act.kind:<10}  {act.subject[:12]}  {each.keys} signed  {each.fault or 'verified'}")
    if altered:
        cause = "" if any(each.fault for each in acts) else ": its row names another charter than the acts"
        print(f"gardefou: {shown(site)} is altered and stays closed{cause}", file=sys.stderr)
        raise typer.Exit(1)


@signing.command("statement")
def statement(
    act: ActArgument,
    site: SiteOption,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write, for another machine.")],
) -> None:
    """Write down what is to be signed, to sign it on another machine."""
    check_new(output)
    with table(site) as here:
        text = statement_text(here.get(act).act)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputRefused(output, f"cannot be written ({error.strerror})") from None
    print(f"{output}: sign it with gardefou charter sign --statement {output} --key FILE")


@signing.command("sign")
def sign(
    key: KeyOption,
    act: Annotated[str | None, typer.Argument(help="The id of the act, to sign it on this machine.")] = None,
    site: ShortSite = None,
    file: Annotated[Path | None, typer.Option("--statement", help="What is to be signed, from elsewhere.")] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Sign an act here, or a statement from elsewhere: then the signature is printed, to be brought back."""
    if file is not None:
        if act or site:
            raise typer.BadParameter("goes not with an act and a site of this machine", param_hint="--statement")
        _sign_elsewhere(read_statement(file), key, passphrase_file)
        return
    if act is None or site is None:
        raise typer.BadParameter("give an act and --site, or --statement", param_hint="ACT")
    with table(site) as here:
        proposed = here.get(act)
        signing_key = opened(key, passphrase_file)
        signed = here.sign(proposed.act, signed_with(signing_key, proposed.act))
    print(outcome(signed, proposed.act, signing_key.public))


@signing.command("add-signature")
def add_signature(
    act: ActArgument,
    site: SiteOption,
    file: Annotated[Path, typer.Argument(help="What gardefou charter sign --statement printed.")],
) -> None:
    """Add a signature that was made on another machine."""
    signature = signature_of(read_text(file, LARGEST_SIGNATURE), file)
    with table(site) as here:
        proposed = here.get(act)
        signed = here.sign(proposed.act, signature)
    print(outcome(signed, proposed.act, signature.key))


@signing.command("suspend")
def suspend(site: SiteOption, reason: ReasonOption, key: KeyOption, passphrase_file: PassphraseFile = None) -> None:
    """Stop a site at once, by a key of either side."""
    _propose_and_sign(site, ActKind.SUSPENSION, {"reason": reason.strip()}, key, passphrase_file)


@signing.command("resume")
def resume(site: SiteOption, reason: ReasonOption, key: KeyOption, passphrase_file: PassphraseFile = None) -> None:
    """Propose that a suspended site goes on, and sign that; it goes on when both sides have signed."""
    with table(site) as here:
        stopped_by = here.read()[0].stopped_by
    if stopped_by is None:
        raise InputRefused(f"site {shown(site)}", "no act stopped it: there is nothing to end")
    document = {"suspension": str(stopped_by), "reason": reason.strip()}
    _propose_and_sign(site, ActKind.RESUMPTION, document, key, passphrase_file)


@signing.command("succession")
def succession(
    side: Annotated[Side, typer.Argument(help="Whose signatories change.")],
    file: Annotated[Path, typer.Argument(help="The side as it is to be, in YAML: required, signatories, recovery.")],
    site: SiteOption,
) -> None:
    """Propose other signatories of a side: its own sign, and whoever is new; the other side has no part in it."""
    party = read_yaml(file, Party)
    with table(site) as here:
        act = here.propose(ActKind.SUCCESSION, {"side": side.value, "party": party.model_dump(mode="json")}).act
    print(f"proposed: {told(act)}")


def _propose_and_sign(
    site: str, kind: ActKind, document: dict[str, str], key: Path, passphrase_file: Path | None
) -> None:
    """The key is opened first, and what it cannot sign is taken back: nothing is left half done."""
    signing_key = opened(key, passphrase_file)
    with table(site) as here:
        act = here.propose(kind, document).act
        try:
            signed = here.sign(act, signed_with(signing_key, act))
        except BaseException:
            here.give_up(act.id)
            raise
    print(outcome(signed, act, signing_key.public))


def _sign_elsewhere(act: Act, key: Path, passphrase_file: Path | None) -> None:
    print(f"gardefou: you sign {told(act)}", file=sys.stderr)
    console = Console(stderr=True, highlight=False)
    if act.kind is ActKind.CHARTER:
        show_charter(console, charter_of(act), Language.ENGLISH)
    else:
        for name, value in act.document.items():
            print(f"  {shown(name)}: {shown(str(value))}", file=sys.stderr)
    print(signature_text(signed_with(opened(key, passphrase_file), act)), end="")
