"""A query as a tree."""

from dataclasses import dataclass

from gardefou.kernel.transcript import Role


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, folded; a last `*` in a word stands for any ending."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Found when one part is."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Found when all parts are."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Found when the part is not."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class ByRole:
    """Searches what one role said."""

    role: Role
    part: "Query"


@dataclass(frozen=True, slots=True)
class InWindow:
    """Searches the first or last milliseconds of the conversation, counted from its first or last word."""

    edge: str
    length_ms: int
    part: "Query"


Query = Phrase | AnyOf | AllOf | Not | ByRole | InWindow
