"""What the gate opens: the repositories, on one connection, until it commits."""

from datetime import datetime
from functools import cached_property
from typing import Protocol
from uuid import UUID

from gardefou.adapters.postgres.acts import ActTable
from gardefou.adapters.postgres.administration import Administration
from gardefou.adapters.postgres.calls import CallTable
from gardefou.adapters.postgres.draws import DrawTable
from gardefou.adapters.postgres.erasures import ErasureTable
from gardefou.adapters.postgres.evaluations import EvaluationTable
from gardefou.adapters.postgres.figures import FigureTable
from gardefou.adapters.postgres.freezes import FreezeTable
from gardefou.adapters.postgres.jobs import JobQueue
from gardefou.adapters.postgres.measures import MeasureTable
from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.own_files import OwnFileTable
from gardefou.adapters.postgres.people import PeopleTable
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.register_tables import ParticipationTable, RegisterTable, TrainingTable
from gardefou.adapters.postgres.requests import RequestTable
from gardefou.adapters.postgres.reviews import ReviewTable
from gardefou.adapters.postgres.scorecards import ScorecardTable
from gardefou.adapters.postgres.sealing import Recordings, Sealing
from gardefou.adapters.postgres.transcripts import TranscriptTable
from gardefou.governance.charter import Charter
from gardefou.governance.subjects import SiteFacts


class SubjectsContent(Sealing, Protocol):
    """Content of the one call that a transaction is about."""

    def recordings(self, call: UUID) -> Recordings:
        """What people may hear of it."""
        ...


class PostgresTransaction:
    """All of it commits together, or none; `site` and `charter` are those that the gate decided by."""

    def __init__(
        self,
        records: Records,
        content: SubjectsContent,
        now: datetime,
        site: SiteFacts | None,
        charter: Charter | None,
        noting: Noting,
        person: UUID | None = None,
    ) -> None:
        self._records = records
        self._content = content
        self._site = site
        self._charter = charter
        self._noting = noting
        self._person = person
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
        return TranscriptTable(self._records, self._content)

    def recordings(self, call: UUID) -> Recordings:
        """What people may hear of the call that this transaction is about."""
        return self._content.recordings(call)

    @cached_property
    def measures(self) -> MeasureTable:
        """Figures of calls."""
        return MeasureTable(self._records)

    @cached_property
    def evaluations(self) -> EvaluationTable:
        """Drafts that nobody has reviewed."""
        return EvaluationTable(self._records, self._content, self.site.charter_digest)

    @cached_property
    def reviews(self) -> ReviewTable:
        """What advisers say of drafts, and what people decide."""
        return ReviewTable(self._records, self._content)

    @cached_property
    def own_file(self) -> OwnFileTable:
        """What is kept about whoever asks."""
        return OwnFileTable(self._records, self._noting)

    @cached_property
    def erasures(self) -> ErasureTable:
        """Calls that go before their date."""
        return ErasureTable(self._records)

    @cached_property
    def freezes(self) -> FreezeTable:
        """Calls that are kept and not used."""
        return FreezeTable(self._records, self._noting, self._person)

    @cached_property
    def requests(self) -> RequestTable:
        """What people ask for their data."""
        return RequestTable(self._records, self._content)

    @cached_property
    def figures(self) -> FigureTable:
        """Figures in which nobody is named."""
        return FigureTable(self._records)

    @cached_property
    def scorecards(self) -> ScorecardTable:
        """Scorecards that are not in force."""
        return ScorecardTable(self._records, self.site, self._person)

    @cached_property
    def acts(self) -> ActTable:
        """What both sides propose and sign."""
        return ActTable(self._records, self.site, self._person, self._noting)

    @cached_property
    def registers(self) -> RegisterTable:
        """What is on record at the site."""
        return RegisterTable(self._records, self.site)

    @cached_property
    def trainings(self) -> TrainingTable:
        """What its people were trained for."""
        return TrainingTable(self._records, self.site)

    @cached_property
    def participation(self) -> ParticipationTable:
        """What whoever asks takes part in."""
        return ParticipationTable(self._records, self._noting, self._person)

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
        return Administration(self._records, self._noting)
