"""Figures of calls, in clear: numbers and times, no words."""

from uuid import UUID

from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.content import as_document, from_document
from gardefou.adapters.postgres.records import Records
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.measures import Measures


class MeasureTable:
    """The table of measures, as one transaction sees it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, call: UUID, version: int, measures: Measures) -> None:
        """Write the figures of a transcript down."""
        self._records.run("add_measures", call=call, version=version, document=Jsonb(as_document(measures)))

    def get(self, call: UUID, version: int) -> Measures:
        """The figures of a transcript.

        Raises InputRefused when there are none.
        """
        row = self._records.one("get_measures", call=call, version=version)
        if row is None:
            raise InputRefused(f"call {call}", "it has no measures yet; gardefou call show says how far it is")
        return from_document(row["document"], Measures)
