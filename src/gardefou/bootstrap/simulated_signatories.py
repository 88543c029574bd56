"""The signatories of simulated charters: their keys lie beside the installation; they sign whatever is put to them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from gardefou.adapters.signing.ed25519 import SigningKey, is_usable_public_key, verify
from gardefou.adapters.signing.signing_key_file import read_signing_key, write_signing_key
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.evaluation.model import Scorecard
from gardefou.flows.consultation import Consultation
from gardefou.flows.signed_scorecard import Measured, scorecard_document
from gardefou.governance.actions import Verb, operation
from gardefou.governance.acts import ActKind, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.standing import SignedScorecard
from gardefou.governance.subjects import SiteFacts, SiteWork
from gardefou.governance.terms.parties import Party, Side
from gardefou.kernel.errors import SettingWrong

FOLDER = "simulated-signatories"


def consultation_of(installation: Installation, role: str = "owner") -> Consultation:
    """What those at the table do, through the gate of a database role."""
    return Consultation(installation.gate(role), verify, is_usable_public_key, simulated=installation.simulated)


class SimulatedSignatories:
    """Signs for both sides of simulated charters.

    Raises SettingWrong for an installation of real calls: there, people sign.
    """

    def __init__(self, installation: Installation) -> None:
        if not installation.simulated:
            raise SettingWrong("GARDEFOU_DATA_DIRECTORY: this installation is a real one; people sign its charters")
        self._installation = installation
        self._folder = installation.settings.data_directory / FOLDER

    def open_site(self, site: str, zone: str, charter: Charter) -> Charter:
        """Put a site under a charter that both sides sign, and return it with their keys; nothing when it is so."""
        with administration_of(self._installation) as administration:
            administration.add_site(site, zone)
        signed = self.with_keys(charter)
        if self._facts(site).charter_digest != signed.digest:
            consultation = consultation_of(self._installation)
            act = consultation.propose(operator(), site, ActKind.CHARTER, signed.document)
            self.sign(site, act, signed)
        return signed

    def sign_scorecard(
        self,
        site: str,
        charter: Charter,
        scorecard: Scorecard,
        models: Sequence[str],
        measured: Measured | None = None,
    ) -> None:
        """Put a scorecard in force that both sides sign; nothing when it is already."""
        before = self._facts(site).standing.scorecard
        document = scorecard_document(scorecard, models, measured)
        signed = SignedScorecard(scorecard.digest, document["scorecard"], tuple(models), document["agreement"])
        if before == signed:
            return
        act = consultation_of(self._installation).propose(operator(), site, ActKind.SCORECARD, document)
        self.sign(site, act, charter)

    def sign(self, site: str, act_id: UUID, charter: Charter, sides: frozenset[Side] = frozenset(Side)) -> bool:
        """Have every signatory of these sides sign an act until it is in force; False when it is not."""
        consultation = consultation_of(self._installation)
        statement = self._statement(site, act_id)
        is_first = self._facts(site).standing.parties is None
        for side in sorted(sides):
            for name in self._names(charter.parties.of(side), is_first):
                key = self.key_of(name)
                signature = Signature(key.public, key.sign(statement))
                if consultation.sign(operator(), site, act_id, signature).in_force:
                    return True
        return False

    def with_keys(self, charter: Charter) -> Charter:
        """The charter with a key for each signatory who has none."""
        parties = charter.parties.model_dump()
        for side in Side:
            for signatory in parties[side.value]["signatories"]:
                signatory["key"] = signatory["key"] or self.key_of(signatory["name"]).public
        return Charter.model_validate({**charter.model_dump(), "parties": parties})

    def key_of(self, name: str) -> SigningKey:
        """The key of a signatory, made when it is first needed."""
        path = self.path_of(name)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_signing_key(path, SigningKey.generate(name), None)
        return read_signing_key(path, lambda: "")

    @property
    def folder(self) -> Path:
        """Where their keys lie."""
        return self._folder

    def path_of(self, name: str) -> Path:
        """Where that key lies."""
        return self._folder / f"{'_'.join(_words(name))}.key"

    def _names(self, party: Party, is_first: bool) -> Iterator[str]:
        """Whoever signs for a party; under the first charter, so does a recovery key that lies here."""
        yield from (each.name for each in party.signatories)
        held = party.recovery if is_first else None
        if held and self.path_of(held.holder).exists() and self.key_of(held.holder).public == held.key:
            yield held.holder

    def _statement(self, site: str, act_id: UUID) -> bytes:
        gate = self._installation.gate("owner")
        with gate.transaction(operator(), operation(Verb.READ_ACTS), SiteWork(site)) as tx:
            return tx.acts.get(act_id).act.statement

    def _facts(self, site: str) -> SiteFacts:
        gate = self._installation.gate("owner")
        with gate.transaction(operator(), operation(Verb.READ_ACTS), SiteWork(site)) as tx:
            return tx.site


def _words(name: str) -> Iterator[str]:
    return ("".join(letter for letter in word if letter.isalnum()) for word in name.lower().split())
