"""Sentences as vectors, a port that several stages need."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class SentenceEmbeddings(Protocol):
    """Turns sentences of any language into vectors whose dot product is their likeness."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape `(sentences, dimensions)`."""
        ...
