"""Which words of something that is still being said will stay: those that two successive readings have alike.

Source: local agreement, Liu et al., Low-Latency Sequence-to-Sequence Speech Recognition and Translation, 2020.
"""

from collections.abc import Sequence

LOOKED_FOR = 3
"""So many agreed words tell where a reading that begins amid them goes on."""


class Agreement:
    """The words of one utterance as readings of it come in: `agreed` ones never change, `pending` ones may."""

    def __init__(self) -> None:
        self.agreed: tuple[str, ...] = ()
        self.pending: tuple[str, ...] = ()

    def hear(self, words: Sequence[str], skipped: int = 0) -> None:
        """Take a reading whose sound begins with the agreed word of the number `skipped`."""
        new = tuple(words[_place_after(self.agreed[skipped:], words) :])
        alike = _alike(new, self.pending)
        self.agreed += new[:alike]
        self.pending = new[alike:]


def _place_after(agreed: Sequence[str], words: Sequence[str]) -> int:
    """Where words go on after agreed ones: behind the last of them, nearest to where they should end."""
    tail = [plain(word) for word in agreed[-LOOKED_FOR:]]
    said = [plain(word) for word in words]
    expected = min(len(agreed), len(words))

    def score(place: int) -> tuple[int, int]:
        before = zip(reversed(tail), reversed(said[:place]), strict=False)
        return sum(one == other for one, other in before), -abs(place - expected)

    return max(range(len(words) + 1), key=score) if tail else 0


def _alike(ones: Sequence[str], others: Sequence[str]) -> int:
    """With how many words both begin alike."""
    count = 0
    for one, other in zip(ones, others, strict=False):
        if plain(one) != plain(other):
            break
        count += 1
    return count


def plain(word: str) -> str:
    """A word without case and punctuation, which change more often than what was heard."""
    return "".join(filter(str.isalnum, word.lower())) or word
