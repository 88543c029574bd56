"""What the gate opens: the repositories, on one connection, until it commits."""

from datetime import datetime
from functools import cached_property

from gardefou.adapters.postgres.administration import Administration
from gardefou.adapters.postgres.calls import CallTable
from gardefou.adapters.postgres.draws import DrawTable
from gardefou.adapters.postgres.evaluations import EvaluationTable
from gardefou.adapters.postgres.jobs import JobQueue
from gardefou.adapters.postgres.measures import MeasureTable
from gardefou.adapters.postgres.people import PeopleTable
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.adapters.postgres.transcripts import TranscriptTable
from gardefou.governance.charter import Charter
from gardefou.governance.subjects import SiteFacts


class PostgresTransaction:
    """All of it commits together, or none; `site` and `charter` are those that the gate decided by."""

    def __init__(
        self, records: Records, sealing: Sealing, now: datetime, site: SiteFacts | None, charter: Charter | None
    ) -> None:
        self._records = records
        self._sealing = sealing
        self._site = site
        self._charter = charter
        self.now = now

    @property
    def site(self) -> SiteFacts:
        """The site of the subject.

        Raises LookupError when the subject is the whole installation.
        """
        if self._site is None:
            raise LookupError("this transaction is about no site")
        return self._site

    @property
    def charter(self) -> Charter:
        """The charter in force at the site.

        Raises LookupError without one.
        """
        if self._charter is None:
            raise LookupError("no charter is in force here")
        return self._charter

    @cached_property
    def calls(self) -> CallTable:
        """Calls that were drawn."""
        return CallTable(self._records, self.site)

    @cached_property
    def draws(self) -> DrawTable:
        """The outcome of every draw."""
        return DrawTable(self._records, self.site)

    @cached_property
    def transcripts(self) -> TranscriptTable:
        """Redacted transcripts."""
        return TranscriptTable(self._records, self._sealing)

    @cached_property
    def measures(self) -> MeasureTable:
        """Figures of calls."""
        return MeasureTable(self._records)

    @cached_property
    def evaluations(self) -> EvaluationTable:
        """Drafts that nobody has reviewed."""
        return EvaluationTable(self._records, self._sealing, self.site.charter_digest)

    @cached_property
    def people(self) -> PeopleTable:
        """Who works at the site."""
        return PeopleTable(self._records, self.site)

    @cached_property
    def jobs(self) -> JobQueue:
        """Steps still to do."""
        return JobQueue(self._records)

    @cached_property
    def administration(self) -> Administration:
        """Sites, people and tokens, for whoever runs the machine."""
        return Administration(self._records)
