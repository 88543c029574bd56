"""Who signs: the two sides, their signatories and their keys (S18, S32)."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from gardefou.governance.terms.part import Name, Part

MOST_SIGNATORIES = 20
PublicKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Side(StrEnum):
    """One of the two that agree: neither can loosen anything without the other."""

    EMPLOYEES = "employees"
    EMPLOYER = "employer"

    @property
    def other(self) -> "Side":
        """The one across the table."""
        return Side.EMPLOYER if self is Side.EMPLOYEES else Side.EMPLOYEES


class Signatory(Part):
    """A person who signs for a side."""

    name: Annotated[Name, Field(description="the person")]
    organisation: Annotated[Name, Field(description="the union, or the function for the employer")]
    key: Annotated[
        PublicKey | None,
        Field(description="the person's public key, 64 hexadecimal digits, as gardefou key show prints it"),
    ] = None


class Recovery(Part):
    """Who can name new signatories when a side has lost its keys: a federation, a notary, a labour inspectorate."""

    holder: Annotated[Name, Field(description="who keeps it, away from the site")]
    key: Annotated[PublicKey, Field(description="its public key, which signs successions and nothing else")]


class Party(Part):
    """One side: `required` of its signatories sign for it."""

    required: Annotated[int, Field(ge=1, le=MOST_SIGNATORIES, strict=True, description="how many have to sign")]
    signatories: Annotated[
        tuple[Signatory, ...], Field(min_length=1, max_length=MOST_SIGNATORIES, description="who may sign")
    ]
    recovery: Annotated[Recovery | None, Field(description="who names new signatories when too few keys are left")] = (
        None
    )

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.required > len(self.signatories):
            raise ValueError("required is more than there are signatories, so nothing could ever be signed (S32)")
        names = [each.name.casefold() for each in self.signatories]
        if len(set(names)) < len(names):
            raise ValueError("a signatory stands twice; one person signs once (S32)")
        return self

    @property
    def keys(self) -> frozenset[str]:
        """The keys that sign for this side."""
        return frozenset(each.key for each in self.signatories if each.key)

    @property
    def named(self) -> frozenset[str]:
        """Every key that stands here: those that sign, and the one that names others when they are lost."""
        return self.keys | ({self.recovery.key} if self.recovery else set())

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of those whose key is not known yet."""
        return tuple(each.name for each in self.signatories if each.key is None)


class Parties(Part):
    """Both sides; no key stands twice, on one side or on both."""

    employees: Annotated[Party, Field(description="the workers' representatives")]
    employer: Annotated[Party, Field(description="the employer")]

    @model_validator(mode="after")
    def _are_apart(self) -> Self:
        keys = [each.key for party in (self.employees, self.employer) for each in party.signatories if each.key]
        keys += [party.recovery.key for party in (self.employees, self.employer) if party.recovery]
        if len(set(keys)) < len(keys):
            raise ValueError("a key stands twice; each signatory has a key of their own (S32)")
        return self

    def of(self, side: Side) -> Party:
        """One of them."""
        return self.employees if side is Side.EMPLOYEES else self.employer

    def with_side(self, side: Side, party: Party) -> "Parties":
        """The same with another party on that side.

        Raises ValueError when a key would stand on both sides.
        """
        return Parties.model_validate({**self.model_dump(), side.value: party.model_dump()})

    @property
    def named(self) -> frozenset[str]:
        """Every key of both sides."""
        return self.employees.named | self.employer.named

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of those whose key is not known yet."""
        return self.employees.lacking + self.employer.lacking
