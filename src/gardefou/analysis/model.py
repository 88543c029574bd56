"""The taxonomy of reasons for calling."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gardefou.kernel.wording import Sentences, Wording
from gardefou.query.written import QueryText

OTHER = "other"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ReasonEntry(_Strict):
    """One reason for calling; `phrases` finds words of the customer that speak for it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    label: Wording
    exemplars: Sentences = Sentences()
    phrases: QueryText | None = None


class Taxonomy(_Strict):
    """Reasons for calling; "other" has no exemplars and is given when nothing is close enough.

    `other_below` is the likeness in 0..1 under which a call is "other"; `opening_s` is how much of the call is read;
    `phrase_bonus` is the likeness that a reason gains when its phrases are found.
    """

    version: str
    opening_s: float = Field(default=75, gt=0, le=86_400)
    other_below: float = Field(default=0.4, ge=0, le=1)
    phrase_bonus: float = Field(default=0.15, ge=0, le=1)
    reasons: tuple[ReasonEntry, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _is_complete(self) -> "Taxonomy":
        ids = [reason.id for reason in self.reasons]
        if len(set(ids)) < len(ids):
            raise ValueError("a reason's id stands twice")
        if OTHER not in ids:
            raise ValueError('the reason "other" is missing')
        for reason in self.reasons:
            if reason.id != OTHER and not reason.exemplars.all():
                raise ValueError(f"the reason {reason.id} has no exemplar")
        return self

    def label(self, reason_id: str) -> Wording:
        """The name of a reason; one that the taxonomy no longer has goes by its id."""
        known = {reason.id: reason.label for reason in self.reasons}
        return known.get(reason_id) or Wording(fr=reason_id, en=reason_id)
