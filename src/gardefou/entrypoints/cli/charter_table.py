"""What commands of signing share: the acts of a site as this machine has them, a key file, and words about both."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from gardefou.adapters.signing.ed25519 import SigningKey, fingerprint, verify
from gardefou.adapters.signing.signing_key_file import read_signing_key
from gardefou.bootstrap.installation import Installation, operator
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.entrypoints.cli.passphrase import known_passphrase
from gardefou.flows.consultation import Consultation, Signed
from gardefou.governance.actions import Verb, operation
from gardefou.governance.acts import Act, ActKind, EffectedAct, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.lacking import Lacking
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import SiteWork
from gardefou.governance.verification import VerifiedAct, verified_acts
from gardefou.governance.waiting import same_waiting
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

SiteOption = Annotated[str, typer.Option("--site", help="The code of the site.")]
KeyOption = Annotated[Path, typer.Option("--key", help="Your key file, as gardefou key make writes it.")]
ActArgument = Annotated[str, typer.Argument(help="The id of the act, as gardefou charter list prints it.")]


class Table:
    """One site's acts, and what is done with them from this machine."""

    def __init__(self, installation: Installation, site: str) -> None:
        self._installation = installation
        self._consultation: Consultation = consultation_of(installation)
        self.site = site

    def read(self) -> tuple[Standing, tuple[ProposedAct, ...]]:
        """How the site stands, and every act, the latest first."""
        gate = self._installation.gate("owner")
        with gate.transaction(operator(), operation(Verb.READ_ACTS), SiteWork(self.site)) as tx:
            return tx.site.standing, tx.acts.listed()

    def verified(self) -> tuple[tuple[VerifiedAct, ...], bool]:
        """The acts that took effect, up to the first that does not verify, and whether the site is altered."""
        gate = self._installation.gate("owner")
        with gate.transaction(operator(), operation(Verb.READ_ACTS), SiteWork(self.site)) as tx:
            site, acts = tx.site, tx.acts.listed()
        done = sorted((each for each in acts if each.sequence), key=lambda each: each.sequence or 0)
        effected = [EffectedAct(each.act, each.signatures, each.effected_at) for each in done if each.effected_at]
        simulated = self._installation.simulated
        return verified_acts(effected, site.closures, simulated=simulated, verify=verify), site.is_altered

    def get(self, act_id: str) -> ProposedAct:
        """One of the acts.

        Raises InputRefused when there is none of that id.
        """
        found = next((each for each in self.read()[1] if str(each.act.id) == act_id.lower()), None)
        if found is None:
            raise InputRefused(
                f"act {shown(act_id)}",
                f"there is no such act at {shown(self.site)}; see gardefou charter list --site {shown(self.site)}",
            )
        return found

    def propose(self, kind: ActKind, document: Mapping[str, Any]) -> ProposedAct:
        """Put something before both sides."""
        return self.get(str(self._consultation.propose(operator(), self.site, kind, document)))

    def propose_charter(self, charter: Charter, file: Path) -> ProposedAct:
        """Put a charter before both sides.

        Raises InputRefused where it is in force or waits already, or another in force has its version.
        """
        standing, acts = self.read()
        before = standing.charter
        if before and before.digest == charter.digest:
            raise InputRefused(file, f"this charter is in force at {shown(self.site)} already")
        if before and before.version == charter.version:
            raise InputRefused(file, f"version: {shown(charter.version)} is in force already; give this one another")
        waiting = same_waiting(acts, ActKind.CHARTER, charter.document)
        if waiting:
            act = waiting.act.id
            sign = f"gardefou charter sign {act} --site {shown(self.site)} --key FILE"
            raise InputRefused(file, f"waits for signatures already, as act {act}; sign it with {sign}")
        return self.propose(ActKind.CHARTER, charter.document)

    def give_up(self, act_id: UUID) -> None:
        """Take back what was proposed from this machine."""
        self._consultation.give_up(operator(), self.site, act_id)

    def sign(self, act: Act, signature: Signature) -> Signed:
        """Add a signature; it counts once it fits the act as it stands here."""
        return self._consultation.sign(operator(), self.site, act.id, signature)


@contextmanager
def table(site: str) -> Iterator[Table]:
    """The acts of a site of this installation."""
    with Installation(read_settings(), connections=2) as installation:
        yield Table(installation, site)


def opened(key: Path, passphrase_file: Path | None) -> SigningKey:
    """The key of a file.

    Raises InputRefused when it cannot be opened.
    """
    return read_signing_key(key, lambda: known_passphrase(passphrase_file))


def signed_with(key: SigningKey, act: Act) -> Signature:
    """The signature of a key under an act."""
    return Signature(key.public, key.sign(act.statement))


def told(act: Act) -> str:
    """An act on one line."""
    return f"{act.kind} {act.id} at {act.site}, SHA-256 {act.subject}"


def outcome(signed: Signed, act: Act, key: str, *, is_again: bool = False) -> str:
    """What a signature led to."""
    who = f"{'had signed already' if is_again else 'signed'} with key {fingerprint(key)}: {act.kind} {act.id}"
    if signed.in_force:
        return f"{who} is in force"
    if signed.hindrance:
        return f"{who} cannot take effect: {signed.hindrance.text}"
    return f"{who} waits: {missing(signed.lacking)}"


def missing(lacking: Lacking) -> str:
    """Which signatures are missing, in words."""
    joined = " or " if lacking.one_suffices else " and "
    parts = joined.join(f"{count} of {side}" for side, count in lacking.of_sides.items() if count)
    recovery = f" (or that of {lacking.recovery})" if lacking.recovery else ""
    newcomers = f"{' and ' if parts else ''}that of {', '.join(lacking.newcomers)}" if lacking.newcomers else ""
    return f"{parts}{recovery}{newcomers} missing" if parts or newcomers else "nothing is missing"
