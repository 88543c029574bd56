"""Redacted transcripts: content as ciphertext, spans of redactions in clear."""

from dataclasses import asdict
from uuid import UUID

from gardefou.adapters.postgres.content import packed, unpacked
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Transcript


class TranscriptTable:
    """The table of transcripts, as one transaction sees it."""

    def __init__(self, records: Records, sealing: Sealing) -> None:
        self._records = records
        self._sealing = sealing

    def add(self, call: UUID, version: int, transcript: Transcript) -> None:
        """Write a version down."""
        self._records.run(
            "add_transcript",
            call=call,
            version=version,
            model=transcript.model,
            language=transcript.language,
            duration_ms=transcript.duration_ms,
            content=self._sealing.seal(call, _label(version), packed(transcript)),
        )
        spans = [asdict(redaction) | {"call": call, "version": version} for redaction in transcript.redactions]
        self._records.run_many("add_redaction", spans)

    def get(self, call: UUID, version: int) -> Transcript:
        """One version.

        Raises InputRefused when there is none.
        """
        row = self._records.one("get_transcript", call=call, version=version)
        if row is None:
            raise InputRefused(f"call {call}", "it has no transcript yet; gardefou call show says how far it is")
        return unpacked(self._sealing.unseal(call, _label(version), bytes(row["content"])), Transcript)


def _label(version: int) -> str:
    return f"transcript:{version}"
