"""Signing on the command line: here, or on a machine that has no installation and no network."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.adapters.signing.statement_file import read_statement, signature_of, signature_text, statement_text
from gardefou.entrypoints.cli.charter_consent import (
    READ_ALOUD,
    YesOption,
    check_can_answer,
    command,
    consent,
    not_yet,
)
from gardefou.entrypoints.cli.charter_table import (
    ActArgument,
    KeyOption,
    SiteOption,
    Table,
    missing,
    opened,
    outcome,
    signed_with,
    table,
    told,
)
from gardefou.entrypoints.cli.charter_text import show_changes
from gardefou.entrypoints.cli.groups import group
from gardefou.entrypoints.cli.new_file import check_new
from gardefou.entrypoints.cli.passphrase import PassphraseFile
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.governance.acts import Act, ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.lacking import lacking
from gardefou.governance.negotiation import ProposedAct, keys_under
from gardefou.governance.terms.parties import Party, Side
from gardefou.governance.waiting import has_signed, resumption_waiting, side_of_key, stop_waiting
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

LARGEST_SIGNATURE = 10_000
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; both sides read it.")]
AnotherOption = Annotated[
    bool, typer.Option("--another", help="Make another act, with this reason, even though one waits for signatures.")
]
ShortSite = Annotated[str | None, typer.Option("--site", help="The site, where the act is signed on this machine.")]

signing = group("Signing charters.")
"""These commands stand in the group `gardefou charter`."""


@signing.command("propose")
def propose(file: Annotated[Path, typer.Argument(help="A charter in YAML, with every key.")], site: SiteOption) -> None:
    """Put a charter before both sides of a site; nothing changes until enough have signed."""
    charter = read_yaml(file, Charter)
    with table(site) as here:
        standing, _ = here.read()
        act = here.propose_charter(charter, file).act
    before, parties = standing.charter, standing.parties
    if before and parties:
        negotiated = before.model_copy(update={"parties": parties})
        show_changes(console_for_text(), negotiated, charter, Language.ENGLISH)
    print(f"proposed: {told(act)}")
    print(f"each signs with: {command(act)}")
    if before is None:
        print(f"gardefou: {READ_ALOUD}", file=sys.stderr)


@signing.command("list")
def list_acts(site: SiteOption) -> None:
    """List what is proposed and what was signed at a site, with what is still missing."""
    with table(site) as here:
        standing, acts = here.read()
    for each in acts:
        keys = keys_under(acts, each, standing)
        if each.is_open:
            state = f"open, {missing(lacking(standing, each.act, keys))}"
        else:
            state = f"in force since {each.effected_at:%Y-%m-%d %H:%M} UTC" if each.effected_at else "given up"
        print(f"{each.act.id}  {each.act.kind:<10}  {each.act.subject[:12]}  {len(keys)} signed  {state}")
    if not acts:
        print(
            f"gardefou: nothing was proposed at {shown(site)} yet; "
            f"begin with gardefou charter propose FILE --site {shown(site)}",
            file=sys.stderr,
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
    yes: YesOption = False,
) -> None:
    """Sign an act here, or a statement from elsewhere: then the signature is printed, to be brought back.

    What is signed is shown first, and asked about.
    """
    check_can_answer(passphrase_file, yes)
    if file is not None:
        if act or site:
            raise typer.BadParameter("goes not with an act and a site of this machine", param_hint="--statement")
        _sign_elsewhere(read_statement(file), key, passphrase_file, yes)
        return
    if act is None or site is None:
        raise typer.BadParameter("give an act and --site, or --statement", param_hint="ACT")
    with table(site) as here:
        proposed = here.get(act)
        if proposed.is_open:
            consent(proposed.act, here.read()[0], yes)
        _sign(here, proposed, opened(key, passphrase_file))


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
        is_again = has_signed(proposed, signature.key)
        signed = here.sign(proposed.act, signature)
    print(outcome(signed, proposed.act, signature.key, is_again=is_again))


@signing.command("suspend")
def suspend(
    site: SiteOption,
    reason: ReasonOption,
    key: KeyOption,
    passphrase_file: PassphraseFile = None,
    another: AnotherOption = False,
    yes: YesOption = False,
) -> None:
    """Stop a site at once, by the keys of either side; one that waits for more signatures of the side is signed.

    The exit code is 1 while signatures are still missing.
    """
    check_can_answer(passphrase_file, yes)
    with table(site) as here:
        signing_key = opened(key, passphrase_file)
        standing, acts = here.read()
        waiting = None if another else stop_waiting(acts, standing, side_of_key(standing, signing_key.public))
        _stop_or_go_on(here, ActKind.SUSPENSION, {"reason": reason.strip()}, signing_key, waiting, yes)


@signing.command("resume")
def resume(
    site: SiteOption,
    reason: ReasonOption,
    key: KeyOption,
    passphrase_file: PassphraseFile = None,
    another: AnotherOption = False,
    yes: YesOption = False,
) -> None:
    """Propose that a suspended site goes on, and sign that, or sign the proposal that waits.

    The site goes on when both sides have signed; the exit code is 1 until then.
    """
    check_can_answer(passphrase_file, yes)
    with table(site) as here:
        standing, acts = here.read()
        if standing.stopped_by is None:
            raise InputRefused(f"site {shown(site)}", "no act stopped it: there is nothing to end")
        waiting = None if another else resumption_waiting(acts, standing)
        document = {"suspension": str(standing.stopped_by), "reason": reason.strip()}
        _stop_or_go_on(here, ActKind.RESUMPTION, document, opened(key, passphrase_file), waiting, yes)


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
    print(f"each signs with: {command(act)}")


def _stop_or_go_on(
    here: Table, kind: ActKind, document: dict[str, str], key: SigningKey, waiting: ProposedAct | None, yes: bool
) -> None:
    """Sign what waits, or make the act; what is not confirmed, or what the key cannot sign, is taken back."""
    standing, _ = here.read()
    if waiting is not None:
        print(f"gardefou: {waiting.act.id} waits for signatures already, and is signed instead", file=sys.stderr)
        print(f"gardefou: it has its own reason; with --another yours makes a second {kind}", file=sys.stderr)
        consent(waiting.act, standing, yes)
        proposed, is_in_force = waiting, _sign(here, waiting, key)
    else:
        proposed = here.propose(kind, document)
        try:
            consent(proposed.act, standing, yes)
            is_in_force = _sign(here, proposed, key)
        except BaseException:
            here.give_up(proposed.act.id)
            raise
    if not is_in_force:
        print(f"gardefou: {not_yet(here.get(str(proposed.act.id)), standing)}", file=sys.stderr)
        raise typer.Exit(1)


def _sign(here: Table, proposed: ProposedAct, key: SigningKey) -> bool:
    """Sign an act and say what that led to; whether it is in force."""
    is_again = has_signed(proposed, key.public)
    signed = here.sign(proposed.act, signed_with(key, proposed.act))
    print(outcome(signed, proposed.act, key.public, is_again=is_again))
    return signed.in_force


def _sign_elsewhere(act: Act, key: Path, passphrase_file: Path | None, yes: bool) -> None:
    consent(act, None, yes)
    print(signature_text(signed_with(opened(key, passphrase_file), act)), end="")
