"""A call as a language model is shown it: turns as data, under names that nobody in the call can know."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from gardefou.kernel.transcript import Role, Segment

_SPEECH_CATEGORIES = frozenset("LMN")
_SIGNS = frozenset(" .,;:!?'’-%€£$&+/()")
_SECRET_CHARACTERS = 8


@dataclass(frozen=True)
class ShownCall:
    """Turns that a language model reads; what it quotes is looked up in them."""

    turns: Sequence[Segment]

    @cached_property
    def _secret(self) -> str:
        """Unknown to whoever speaks: it depends on every word and on the times at which each was heard."""
        told = [[word.start_ms, word.end_ms, word.text] for turn in self.turns for word in turn.words]
        return sha256(json.dumps(told).encode()).hexdigest()

    @cached_property
    def border(self) -> str:
        """What stands before and after the turns."""
        return self._secret_of("border")

    @cached_property
    def by_id(self) -> dict[str, Segment]:
        """The turns under their names, in order."""
        return {f"t{number}-{self._secret_of(str(number))}": turn for number, turn in enumerate(self.turns)}

    @cached_property
    def content(self) -> str:
        """The turns as JSON, one on a line, between two borders."""
        lines = [
            json.dumps({"id": id_, "speaker": turn.role.value, "words": plain(turn.text)}, ensure_ascii=False)
            for id_, turn in self.by_id.items()
        ]
        return "\n".join([f"CALL {self.border}", *lines, f"END {self.border}"])

    def _secret_of(self, what: str) -> str:
        return sha256(f"{self._secret} {what}".encode()).hexdigest()[:_SECRET_CHARACTERS]


def shown(segments: Iterable[Segment], *roles: Role) -> ShownCall:
    """What people of these roles said."""
    return ShownCall([each for each in segments if each.role in roles and each.words])


def plain(text: str) -> str:
    """The text without what no speech needs: markup, brackets, control and invisible characters."""
    kept = (char if _is_speech(char) else " " for char in unicodedata.normalize("NFKC", text))
    return " ".join("".join(kept).split())


def _is_speech(char: str) -> bool:
    return char in _SIGNS or unicodedata.category(char)[0] in _SPEECH_CATEGORIES
