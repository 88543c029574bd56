"""The tables of what both sides of a charter propose and sign."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.signing.ed25519 import verify
from gardefou.governance.acts import Act, ActKind, Signature
from gardefou.governance.negotiation import Comment, ProposedAct, keys_under
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import SiteFacts
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import ActInForce

MOST_OPEN = 20
"""Acts of one side that wait for signatures at one site at once; a suspension never counts."""

OPERATOR = "operator"
"""Whose an act is that was brought to the machine by whoever runs it."""

SEEN_BEFORE = 4096
"""Signatures of which this process remembers whether they fit: pages show the same ones again and again."""


class ActTable:
    """The acts of one site."""

    def __init__(self, records: Records, site: SiteFacts, person: UUID | None, noting: Noting) -> None:
        self._records = records
        self._site = site
        self._person = person
        self._noting = noting

    def installation(self) -> UUID:
        """What every signature names."""
        return UUID(str(self._records.sole("installation_id")["id"]))

    def propose(self, act: Act, side: Side | None) -> None:
        """Write an act down; nobody's side when it is brought to the machine.

        A suspension takes the place of those of its side that nobody has signed, and nothing keeps it out.

        Raises InputRefused when too many of that side are open, or one already names who follows the same signatories.
        """
        name = side.value if side else OPERATOR
        self._make_room(act, self._records.all("open_acts_of_side", site=self._site.id, side=name))
        self._records.run(
            "add_act",
            id=act.id,
            site=self._site.id,
            kind=act.kind.value,
            document=Jsonb(dict(act.document)),
            side=name,
            person=self._person,
        )

    def _make_room(self, act: Act, waiting: list[Row]) -> None:
        if act.kind is ActKind.SUSPENSION:
            for each in waiting:
                if each["kind"] == act.kind and not self._is_signed(each["id"]):
                    self.close(each["id"])
            return
        for each in waiting:
            if act.kind is ActKind.SUCCESSION and (each["kind"], each["whose"]) == (act.kind, act.document["side"]):
                raise InputRefused("succession", f"{each['id']} waits for signatures; sign it, or give it up first")
        if sum(each["kind"] != ActKind.SUSPENSION for each in waiting) >= MOST_OPEN:
            raise InputRefused(f"site {self._site.code}", f"{MOST_OPEN} acts of this side wait; it gives one up first")

    def _is_signed(self, act: UUID) -> bool:
        return bool(keys_under((), self.get(act), self._site.standing))

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
        """Write a signature down."""
        self._records.run("add_act_signature", act=act, key=signature.key, value=signature.value)

    def take_effect(self, act: UUID, standing: Standing) -> None:
        """Make the act the latest of the site, which stands so from then on."""
        charter = standing.charter
        if charter is None:
            raise ValueError("an act never takes a charter away")
        self._records.one(
            "take_effect",
            act=act,
            at=standing.latest,
            charter=charter.digest,
            stopped=standing.stopped_by is not None,
        )
        self._noting.add(self._in_force(self.get(act)))

    def _in_force(self, effected: ProposedAct) -> ActInForce:
        assert effected.sequence and effected.effected_at  # noqa: S101 -- it took effect in this transaction
        act = effected.act
        return ActInForce(
            id=act.id,
            site=self._site.id,
            kind=act.kind.value,
            side=effected.side.value if effected.side else OPERATOR,
            document=dict(act.document),
            signatures=tuple((each.key, each.value) for each in effected.signatures),
            sequence=effected.sequence,
            at=effected.effected_at,
            closures=self._site.closures,
        )

    def verify_again(self) -> None:
        """Have every process verify again what was signed at the site."""
        self._records.run("verify_again", site=self._site.id)

    def close_superseded(self, act: UUID, kept: Sequence[UUID]) -> None:
        """Close the other open acts of its kind, which were about what was before, but for those that are kept."""
        self._records.one("close_superseded_acts", act=act, kept=list(kept))

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
        act = Act(row["id"], installation, self._site.code, ActKind(row["kind"]), row["document"])
        signed = _signed(act, row)
        return ProposedAct(
            act,
            None if row["side"] == OPERATOR else Side(row["side"]),
            names.get(row["proposed_by"]),
            row["proposed_at"],
            tuple(signature for signature, _ in signed),
            tuple(at for _, at in signed),
            row["sequence"],
            row["effected_at"],
            row["closed_at"],
            names.get(row["closed_by"]),
        )

    def _names(self) -> dict[UUID, str]:
        return {row["person_id"]: row["name"] for row in self._records.all("names_of_acts", site=self._site.id)}


def _signed(act: Act, row: Row) -> list[tuple[Signature, datetime]]:
    """The signatures that fit an act, with their moments; any other row signs nothing."""
    rows = zip(row["keys"], row["signatures"], row["times"], strict=True)
    statement = act.statement if row["keys"] else b""
    return [(Signature(key, value), at) for key, value, at in rows if _fits(key, value, statement)]


@lru_cache(maxsize=SEEN_BEFORE)
def _fits(key: str, value: str, statement: bytes) -> bool:
    return verify(key, value, statement)
