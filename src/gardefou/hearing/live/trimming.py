"""What is long is not read whole each time: the next reading begins at a word that is agreed."""

from gardefou.hearing.live.saying import Reading
from gardefou.hearing.ports import HeardClip
from gardefou.hearing.tape import WINDOW_MS, WINDOWS_PER_SECOND

TRIM_FROM = round(6.0 * WINDOWS_PER_SECOND)
KEPT = round(3.0 * WINDOWS_PER_SECOND)
"""Of what is longer than TRIM_FROM, so much at least is read again, beginning with an agreed word."""


def trim(reading: Reading, heard: HeardClip) -> None:
    """Begin the next reading of what is long at an agreed word."""
    saying = reading.saying
    if not reading.clip.needs_times or reading.end - reading.begin <= TRIM_FROM:
        return
    before = saying.skipped if reading.begin == saying.read_from else 0
    known = heard.words[: len(saying.agreement.agreed) - before]
    latest_ms = (reading.end - reading.begin - KEPT) * WINDOW_MS
    places = [place for place, word in enumerate(known) if word.start_ms <= latest_ms]
    if places:
        saying.read_from = reading.begin + known[places[-1]].start_ms // WINDOW_MS
        saying.skipped = before + places[-1]
