"""The sentences of a call compared with sentences of queries, for `meaning("...")`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.kernel.passages import Passage
from gardefou.query.model import Meaning, Query, inside


def sentences_asked(queries: Iterable[Query]) -> tuple[str, ...]:
    """The sentences that queries compare with, each once."""
    return tuple(dict.fromkeys(each.text for query in queries for each in inside(query) if isinstance(each, Meaning)))


def asked_vectors(queries: Iterable[Query], embeddings: SentenceEmbeddings) -> Mapping[str, Vectors]:
    """The vector of each of them."""
    sentences = sentences_asked(queries)
    return dict(zip(sentences, embeddings.embed(sentences), strict=True))


class CallLikeness:
    """Compares every sentence of one call, of all speakers; the call is embedded when a query first asks."""

    def __init__(
        self, sentences: Sequence[Passage], embeddings: SentenceEmbeddings, asked: Mapping[str, Vectors]
    ) -> None:
        self._sentences = sentences
        self._embeddings = embeddings
        self._asked = asked

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embeddings.embed([each.text for each in self._sentences])

    def near(self, sentence: str, at_least: float) -> Iterator[Passage]:
        """The sentences of the call at least that close in meaning."""
        vector = self._asked[sentence] if sentence in self._asked else self._embeddings.embed([sentence])[0]
        for index in np.flatnonzero(self._vectors @ vector >= at_least):
            yield self._sentences[int(index)]
