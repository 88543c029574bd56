"""When a transcript of a clip is not to be trusted, and has to be made again with more sound around it."""

import zlib
from dataclasses import dataclass

MOST_TOKENS_PER_SECOND = 8.0
SPARE_TOKENS = 12
HIGHEST_COMPRESSION = 2.4
LOWEST_LOG_PROBABILITY = -1.0
HELPS_FROM = -0.5
"""What was read with a lower log-probability is no help in reading what follows."""
SHORTEST_REPEAT = 3
"""Words said twice in a row: with little silence after a clip, the model says it once more."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one decoding of a clip gave; `log_probability` is the mean over its tokens."""

    text: str
    tokens: int
    seconds: float
    log_probability: float

    @property
    def compression_ratio(self) -> float:
        """How much the text shrinks: repetition shrinks most."""
        content = self.text.encode("utf-8")
        return len(content) / len(zlib.compress(content)) if content else 0.0

    @property
    def is_lost(self) -> bool:
        """Whether the model lost its way: it repeats itself, or writes faster than anybody speaks."""
        return self.tokens >= most_tokens(self.seconds) or self.compression_ratio > HIGHEST_COMPRESSION

    @property
    def is_doubtful(self) -> bool:
        """Whether it lost its way, guesses, or says the same twice."""
        return self.is_lost or self.log_probability < LOWEST_LOG_PROBABILITY or says_twice(self.text)


def most_tokens(seconds: float) -> int:
    """How many tokens a clip may have."""
    return int(MOST_TOKENS_PER_SECOND * seconds) + SPARE_TOKENS


def says_twice(text: str) -> bool:
    """Whether SHORTEST_REPEAT words or more come twice in a row."""
    words = ["".join(filter(str.isalnum, word)) for word in text.lower().split()]
    return any(
        words[first : first + length] == words[first + length : first + 2 * length]
        for length in range(SHORTEST_REPEAT, len(words) // 2 + 1)
        for first in range(len(words) - 2 * length + 1)
    )
