"""A call made ready for many criteria."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from gardefou.evaluation.kinds.likeness import CallLikeness
from gardefou.evaluation.learning.features import Sentences
from gardefou.evaluation.ports import ReplyStore
from gardefou.evaluation.rules import HeardWords, undecided
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.measures import Measures
from gardefou.kernel.message import Message
from gardefou.kernel.passages import Passage, passages
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.match import Searcher
from gardefou.query.unheard import unheard_of


class CallUnderEvaluation:
    """A transcript with its measures; sentences are embedded once, when a criterion first asks.

    `asked` has the vectors of sentences that queries compare with; `lowest_confidence` is what words need to decide.
    """

    def __init__(
        self,
        transcript: Transcript,
        measures: Measures,
        embeddings: SentenceEmbeddings | None,
        replies: ReplyStore | None = None,
        asked: Mapping[str, Vectors] | None = None,
        lowest_confidence: float = 0.0,
    ) -> None:
        self.transcript = transcript
        self.measures = measures
        self.replies = replies
        self.lowest_confidence = lowest_confidence
        self._embeddings = embeddings
        self._asked = asked or {}
        likeness = CallLikeness(self.sentences, embeddings, self._asked) if embeddings else None
        self.searcher = Searcher(transcript, measures, likeness)

    def with_transcript(self, transcript: Transcript) -> "CallUnderEvaluation":
        """The same call, had it been heard otherwise."""
        found = self._embeddings, self.replies, self._asked, self.lowest_confidence
        return CallUnderEvaluation(transcript, self.measures, *found)

    @cached_property
    def heard(self) -> HeardWords:
        """How surely its words were heard."""
        return HeardWords(self.transcript)

    @property
    def has_words(self) -> bool:
        """Whether anything was heard."""
        return any(segment.words for segment in self.transcript.segments)

    @cached_property
    def sentences(self) -> list[Passage]:
        """What everybody said; a sentence may run over segments of a channel."""
        return list(passages(self.transcript, self.transcript.segments))

    @cached_property
    def adviser_sentences(self) -> list[Passage]:
        """What the adviser said, sentence by sentence; none runs over two turns."""
        said = self.transcript.of(Role.ADVISER)
        return [sentence for segment in said for sentence in passages(self.transcript, (segment,))]

    @cached_property
    def adviser_vectors(self) -> Vectors:
        """The adviser's sentences as vectors, shape `(sentences, dimensions)`."""
        if self._embeddings is None:
            raise RuntimeError("this call was made ready without sentence embeddings")
        return self._embeddings.embed([each.text for each in self.adviser_sentences])

    @cached_property
    def adviser_features(self) -> Sentences:
        """The adviser's sentences as learned criteria see them."""
        return Sentences.of([each.text for each in self.adviser_sentences], self.adviser_vectors)

    def unless_unheard(self, absent: CriterionResult, span: Span, *roles: Role) -> CriterionResult:
        """What nothing was found for; cannot tell where words of these roles may be missing from the transcript."""
        why = unheard_of(self.transcript, frozenset(roles), span)
        return undecided(replace(absent, evidence=()), why) if why else absent

    def searched(self, span: Span, whose: Collection[Role], how: Message) -> tuple[Evidence, ...]:
        """Evidence of an absence: where was searched, whose words, and how."""
        channels = dict.fromkeys(self.transcript.channel_of(each) for each in self.transcript.roles if each in whose)
        return tuple(
            Evidence(EvidenceKind.SEARCHED, channel, span.start_ms, span.end_ms, how=how) for channel in channels
        )
