"""A glossary: names as they are written, and spellings that tell how they sound."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Entry:
    """A name as it is written; `sounds` are other spellings, for one that is said otherwise than it looks."""

    write: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """The names that calls of an installation may contain."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Eight digits that change with its content."""
        content = "\n".join("\t".join((each.write, *each.sounds)) for each in self.entries)
        return hashlib.sha256(content.encode()).hexdigest()[:8]
