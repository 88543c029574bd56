"""The tables of what both sides of a charter propose and sign."""

from uuid import UUID

from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.acts import Act, ActKind, Signature
from gardefou.governance.negotiation import Comment, ProposedAct
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import SiteFacts
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import InputRefused

MOST_OPEN = 20
"""Acts that wait for signatures at one site at once."""


class ActTable:
    """The acts of one site."""

    def __init__(self, records: Records, site: SiteFacts, person: UUID | None) -> None:
        self._records = records
        self._site = site
        self._person = person

    def installation(self) -> UUID:
        """What every signature names."""
        return UUID(str(self._records.sole("installation_id")["id"]))

    def propose(self, act: Act, side: Side | None) -> None:
        """Write an act down; nobody's side when it is brought to the machine.

        Raises InputRefused when too many are open.
        """
        if self._records.sole("number_of_open_acts", site=self._site.id)["number"] >= MOST_OPEN:
            raise InputRefused(f"site {self._site.code}", f"{MOST_OPEN} acts wait for signatures; give one up first")
        self._records.run(
            "add_act",
            id=act.id,
            site=self._site.id,
            kind=act.kind.value,
            document=Jsonb(dict(act.document)),
            side=side.value if side else "operator",
            person=self._person,
        )

    def listed(self) -> tuple[ProposedAct, ...]:
        """Every act of the site, the latest first."""
        return self._found(None)

    def get(self, act: UUID) -> ProposedAct:
        """One of them.

        Raises InputRefused when there is none.
        """
        found = self._found(act)
        if not found:
            raise InputRefused(f"act {act}", "there is no such act at this site")
        return found[0]

    def sign(self, act: UUID, signature: Signature) -> None:
        """Write a signature down; the first of a key counts."""
        self._records.run("add_act_signature", act=act, key=signature.key, value=signature.value)

    def take_effect(self, act: UUID, standing: Standing) -> None:
        """Make the act the latest of the site, which stands so from then on."""
        charter = standing.charter
        if charter is None:
            raise ValueError("an act never takes a charter away")
        self._records.one(
            "take_effect",
            act=act,
            charter=charter.digest,
            document=Jsonb(dict(charter.document)),
            suspended=standing.suspension is not None,
            scorecard=standing.scorecard.digest if standing.scorecard else None,
        )

    def close_superseded(self, act: UUID) -> None:
        """Close the other open acts of its kind, which were about what was before."""
        self._records.one("close_superseded_acts", act=act)

    def close(self, act: UUID) -> bool:
        """Give an act up that has not taken effect; False when it is not open."""
        return bool(self._records.sole("close_act", act=act)["closed"])

    def comment(self, act: UUID, text: str) -> None:
        """Write down what a person says of it."""
        self._records.run("add_act_comment", act=act, person=self._person, text=text)

    def comments(self, act: UUID) -> tuple[Comment, ...]:
        """What people said of it, in order."""
        names = self._names()
        rows = self._records.all("comments_of_act", act=act)
        return tuple(Comment(names.get(row["person_id"]), row["text"], row["at"]) for row in rows)

    def _found(self, act: UUID | None) -> tuple[ProposedAct, ...]:
        installation, names = self.installation(), self._names()
        rows = self._records.all("acts_of_site", site=self._site.id, act=act)
        return tuple(self._proposed(row, installation, names) for row in rows)

    def _proposed(self, row: Row, installation: UUID, names: dict[UUID, str]) -> ProposedAct:
        return ProposedAct(
            Act(row["id"], installation, self._site.code, ActKind(row["kind"]), row["document"]),
            None if row["side"] == "operator" else Side(row["side"]),
            names.get(row["proposed_by"]),
            row["proposed_at"],
            tuple(Signature(key, value) for key, value in zip(row["keys"], row["signatures"], strict=True)),
            tuple(row["times"]),
            row["sequence"],
            row["effected_at"],
            row["closed_at"],
            names.get(row["closed_by"]),
        )

    def _names(self) -> dict[UUID, str]:
        return {row["person_id"]: row["name"] for row in self._records.all("names_of_acts", site=self._site.id)}
