"""The outcome of every draw."""

from datetime import date

from gardefou.adapters.postgres.records import Records
from gardefou.governance.subjects import SiteFacts


class DrawTable:
    """The table of draws, as one transaction sees it."""

    def __init__(self, records: Records, site: SiteFacts) -> None:
        self._records = records
        self._site = site

    def outcome(self, key_hash: bytes) -> bool | None:
        """What the draw of a call gave, None before it."""
        drawn: bool | None = self._records.sole("draw_of", key_hash=key_hash)["drawn"]
        return drawn

    def add(self, key_hash: bytes, day: date, pseudonym: bytes, drawn: bool) -> None:
        """Write an outcome down, once."""
        self._records.run("add_draw", key_hash=key_hash, site=self._site.id, day=day, pseudonym=pseudonym, drawn=drawn)
