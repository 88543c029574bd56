"""What every system looks like to the measurement, and where each is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evals.asr.material import Said


class Unavailable(Exception):
    """A system cannot run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Job:
    """One sound to transcribe; the language is told, so that no system spends time on guessing it."""

    sound: Path
    language: str
    channels: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What all systems get alike: weights, and the most threads."""

    weights: Path
    threads: int


class System(Protocol):
    """Transcribes sounds, each channel on its own; several are given at once where several wait."""

    def transcribe(self, jobs: Sequence[Job]) -> list[list[Said]]:
        """What is said in each."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A system by name: what it is, whether it gives times of words, how to make it."""

    name: str
    title: str
    word_times: bool
    is_ours: bool
    make: Callable[[Allowance], System]


def entries() -> dict[str, Entry]:
    """Every system, in the order of the table; none is loaded."""
    from evals.asr import faster_whisper_systems, our_systems, whisper_cpp_system

    every = (*our_systems.ENTRIES, *faster_whisper_systems.ENTRIES, *whisper_cpp_system.ENTRIES)
    return {entry.name: entry for entry in every}
