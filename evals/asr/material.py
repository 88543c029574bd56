"""What is transcribed and what was truly said, and how both are kept apart by half."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Half: TypeAlias = Literal["development", "evaluation"]
HALVES: tuple[Half, ...] = get_args(Half)


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says on a channel; `source` names the recording it comes from, however often that is used."""

    channel: int
    start_ms: int
    end_ms: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Item:
    """One sound; `turns` is None where nobody wrote down what is said in it."""

    name: str
    sound: Path
    language: str
    channels: int
    duration_ms: int
    turns: tuple[Turn, ...] | None


@dataclass(frozen=True, slots=True)
class MaterialSet:
    """Sounds that are measured together; without any, `missing` says why."""

    name: str
    title: str
    items: tuple[Item, ...] = ()
    missing: str = ""

    @property
    def hours(self) -> float:
        """Hours of sound, two channels counted once."""
        return sum(item.duration_ms for item in self.items) / 3_600_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a system heard in one stretch."""

    channel: int
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What work cost: seconds on the clock and of processors (children and threads included), and peak memory."""

    wall_s: float
    processor_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Run:
    """One system over one set, once: what it heard in each item, and what that took, loading apart.

    `frames` is how many mel frames went through the encoder, `operations` what that is in multiplications and
    additions; both are 0 where it cannot be counted.
    """

    system: str
    set_name: str
    heard: tuple[tuple[Said, ...], ...]
    loading: Spent
    work: Spent
    frames: int = 0
    operations: float = 0.0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A system that cannot run here, and why."""

    system: str
    reason: str


@dataclass(slots=True)
class Measured:
    """Everything that was measured on one set, one run of each system for each round."""

    material: MaterialSet
    runs: dict[str, list[Run]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def half_of(name: str) -> Half:
    """The half that a recording belongs to, always the same for one name."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]
