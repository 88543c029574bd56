"""Drafts: verdicts in clear for aggregates, quotes and reasons as ciphertext."""

from collections.abc import Mapping
from uuid import UUID

from gardefou.adapters.postgres.content import packed, unpacked
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.scorecards import add_scorecard
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.evaluation.model import Scorecard, StoredDraft
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.verdict import Verdict


class EvaluationTable:
    """The table of evaluations, as one transaction sees it."""

    def __init__(self, records: Records, sealing: Sealing, charter: str | None) -> None:
        self._records = records
        self._sealing = sealing
        self._charter = charter

    def add(self, call: UUID, version: int, scorecard: Scorecard, model: str, draft: Evaluation) -> None:
        """Write a draft down with what it was made by."""
        add_scorecard(self._records, scorecard)
        row = self._records.sole(
            "add_evaluation",
            call=call,
            version=version,
            scorecard=scorecard.digest,
            charter=self._charter,
            model=model,
            score=draft.score,
            decided_share=draft.decided_share,
            content=self._sealing.seal(call, _label(version), packed(draft)),
        )
        verdicts = [
            {
                "evaluation": row["id"],
                "criterion": each.id,
                "verdict": each.verdict,
                "confidence": each.confidence,
                "on_trial": each.on_trial,
            }
            for each in draft.criteria
        ]
        self._records.run_many("add_verdict", verdicts)

    def add_shadow(self, call: UUID, version: int, digest: str, model: str, draft: Evaluation) -> None:
        """Write down what nobody is shown: verdicts alone, once for a scorecard and a model."""
        if self._records.run("add_shadow", call=call, version=version, digest=digest, model=model, failed=None):
            of_shadow = {"call": call, "version": version, "digest": digest, "model": model}
            rows = [{**of_shadow, "criterion": each.id, "verdict": each.verdict} for each in draft.criteria]
            self._records.run_many("add_shadow_verdict", rows)

    def fail_shadow(self, call: UUID, version: int, digest: str, model: str, kind: str) -> None:
        """Write down that a proposed scorecard could not be run, and the kind of error, once."""
        self._records.run("add_shadow", call=call, version=version, digest=digest, model=model, failed=kind)

    def has_shadow(self, call: UUID, version: int, digest: str, model: str) -> bool:
        """Whether a scorecard has run in shadow with a model, or could not be run."""
        return bool(self._records.sole("has_shadow", call=call, version=version, digest=digest, model=model)["ran"])

    def replies(self, call: UUID) -> dict[str, str]:
        """What a language model answered about a call, by the hash of all that was asked."""
        return {
            row["digest"]: self._sealing.unseal(call, f"reply:{row['digest']}", bytes(row["content"])).decode()
            for row in self._records.all("replies", call=call)
        }

    def add_replies(self, call: UUID, replies: Mapping[str, str]) -> None:
        """Remember what it answered."""
        rows = [
            {"call": call, "digest": digest, "content": self._sealing.seal(call, f"reply:{digest}", reply.encode())}
            for digest, reply in replies.items()
        ]
        self._records.run_many("add_reply", rows)

    def latest(self, call: UUID, version: int) -> StoredDraft:
        """The latest draft of a transcript.

        Raises InputRefused when there is none.
        """
        row = self._records.one("get_evaluation", call=call, version=version)
        if row is None:
            raise InputRefused(f"call {call}", "it has no evaluation yet; gardefou call show says how far it is")
        draft = unpacked(self._sealing.unseal(call, _label(version), bytes(row["content"])), Evaluation)
        return StoredDraft(draft, Scorecard.model_validate(row["document"]), row["model"])

    def verdicts(self, call: UUID) -> tuple[Scorecard, dict[str, Verdict]]:
        """The verdicts of the draft that is under review, without a word of the call.

        Raises InputRefused when there is none.
        """
        rows = self._records.all("evaluation_verdicts", call=call)
        if not rows:
            raise InputRefused(f"call {call}", "it has no evaluation under review")
        given = {row["criterion"]: Verdict(row["verdict"]) for row in rows}
        scorecard = Scorecard.model_validate(rows[0]["document"])
        return scorecard, {each.id: given[each.id] for each in scorecard.criteria()}


def _label(version: int) -> str:
    return f"evaluation:{version}"
