"""The JSON that commands print; keys are stable."""

from dataclasses import asdict
from typing import Any

from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.measures import Reason
from gardefou.kernel.transcript import Transcript


def transcript_document(transcript: Transcript) -> dict[str, Any]:
    """A transcript, where personal data was removed from it, and what could not be heard well."""
    return {
        "duration_ms": transcript.duration_ms,
        "language": str(transcript.language),
        "model": transcript.model,
        "segments": [asdict(segment) for segment in transcript.segments],
        "redactions": [asdict(redaction) for redaction in transcript.redactions],
        "unheard": [asdict(stretch) for stretch in transcript.unheard],
        "quality": [asdict(channel) for channel in transcript.quality],
        "speakers": transcript.speakers,
    }


def evaluation_document(evaluation: Evaluation, reason: Reason | None) -> dict[str, Any]:
    """A draft evaluation."""
    return {
        "scorecard": {"id": evaluation.scorecard_id, "version": evaluation.scorecard_version},
        "score": evaluation.score,
        "decided_share": evaluation.decided_share,
        "sections": [asdict(section) for section in evaluation.sections],
        "reason": {"id": reason.id, "confidence": round(reason.confidence, 3)} if reason else None,
        "criteria": [_criterion(result) for result in evaluation.criteria],
    }


def _criterion(result: CriterionResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "verdict": result.verdict.value,
        "confidence": round(result.confidence, 3),
        "credit": result.credit,
        "level": result.level,
        "written_by": result.by,
        "evidence": [_evidence(each) for each in result.evidence],
        "why": str(result.why),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind.value,
        "channel": evidence.channel,
        "start_ms": evidence.start_ms,
        "end_ms": evidence.end_ms,
        "quote": evidence.quote,
        "how": str(evidence.how) if evidence.how else "",
    }
