"""Identifiers made of what people wrote."""

import re

from gardefou.evaluation.lint.patterns import simplified

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 40
_MOST_WORDS = 5
_EMPTY = frozenset(
    _WORD.findall(
        "la le les l un une des du de d a au aux et ou en dans que qu est t elle il ils elles on se s sa son ses "
        "personne conseiller conseillere agent avait ai fait "
        "the of to in and or that does do is are adviser advisor their they a an"
    )
)


class Names:
    """Identifiers that are used once each."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> bool:
        """Whether a name that was given is free."""
        is_free = name not in self._taken
        self._taken.add(name)
        return is_free

    def made_of(self, text: str, otherwise: str) -> str:
        """The words that tell a text from others, with a number where another text has the same."""
        words = [each for each in _WORD.findall(simplified(text)) if each not in _EMPTY]
        name = "_".join(words[:_MOST_WORDS])[:_LONGEST].strip("_") or otherwise
        name = name if name[0].isalpha() else f"{otherwise}_{name}"
        number, free = 2, name
        while not self.take(free):
            free, number = f"{name}_{number}", number + 1
        return free
