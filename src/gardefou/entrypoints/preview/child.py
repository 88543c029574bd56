"""The preview process: it knows scorecards and simulated calls, no database and no key, and ends with its parent."""

import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence

import numpy as np

from gardefou.adapters.embeddings import UniversalSentenceEmbeddings
from gardefou.analysis.rules import measure
from gardefou.entrypoints.preview.exchange import SIGN_OF_LIFE, Preview, Question, Trouble
from gardefou.entrypoints.preview.limits import limit_process, limit_question
from gardefou.entrypoints.preview.sample import reason_of, transcript_of
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.kernel.errors import PartMissing
from gardefou.kernel.evaluation import CriterionResult

LOG = logging.getLogger(__name__)
STANDARD_INPUT = 0
IDLE_S = 600.0
AT_ONCE = 8
MOST_REMEMBERED = 5_000


class RememberedEmbeddings:
    """Embeds each sentence once, and says after every few that it is alive."""

    def __init__(self, embeddings: SentenceEmbeddings, alive: Callable[[], None]) -> None:
        self._embeddings = embeddings
        self._alive = alive
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """Which model this is."""
        return self._embeddings.name

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, one a row."""
        if not sentences:
            return self._embeddings.embed(())
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        new = [each for each in dict.fromkeys(sentences) if each not in self._known]
        for first in range(0, len(new), AT_ONCE):
            some = new[first : first + AT_ONCE]
            self._known |= dict(zip(some, self._embeddings.embed(some), strict=True))
            self._alive()
        return np.stack([self._known[each] for each in sentences])


class Previewing:
    """Answers one question after the other."""

    def __init__(self, embeddings: SentenceEmbeddings | None) -> None:
        self._embeddings = embeddings

    def answer(self, question: Question) -> Preview:
        """What the criterion says; trouble instead of an exception."""
        try:
            before = self._result(question.before, question) if question.before else None
            return Preview(before, self._result(question.after, question))
        except ValueError:
            missing = self._embeddings is None
            return Preview(trouble=Trouble.NO_MEANING if missing else Trouble.FAILED)
        except Exception as error:
            LOG.warning("a preview failed: %s", type(error).__name__)
            return Preview(trouble=Trouble.FAILED)

    def _result(self, scorecard: Scorecard, question: Question) -> CriterionResult:
        transcript = transcript_of(question.sample)
        evaluator = ScorecardEvaluator(scorecard, Engines(self._embeddings))
        given = evaluator.evaluate(transcript, measure(transcript), reason_of(question.sample))
        return next(each for each in given.criteria if each.id == question.criterion)


def run(idle_s: float = IDLE_S) -> int:
    """Answer until nobody asks for a while, or the process that started this one has ended."""
    limit_process()
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read, args=(lines,), daemon=True, name="questions").start()
    previewing = Previewing(_embeddings())
    while True:
        try:
            line = lines.get(timeout=idle_s)
        except queue.Empty:
            return 0
        limit_question()
        _write(previewing.answer(Question.read(line)).line())


def _embeddings() -> SentenceEmbeddings | None:
    try:
        return RememberedEmbeddings(UniversalSentenceEmbeddings(), lambda: _write(SIGN_OF_LIFE))
    except PartMissing:
        return None


def _read(lines: "queue.Queue[bytes]") -> None:
    """Take questions in; at the end of the input this process ends, whatever it is doing."""
    with os.fdopen(STANDARD_INPUT, "rb", closefd=False) as given:
        for line in given:
            lines.put(line)
    os._exit(0)


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
