"""The draw: fair, recomputable, independent of how names are cut; weeks and days in the site's zone."""

import hmac
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.governance.charter import Draw
from gardefou.governance.draw import day_of, day_seed, is_drawn, key_hash, under_cap, week_of
from gardefou.kernel.call import CallKey

SEED = bytes(range(32))
texts = st.text(max_size=20).filter(lambda text: text.isprintable())
keys = st.builds(CallKey, texts, texts, texts)


def rate(value: float) -> Draw:
    return Draw(rate=value, weekly_cap=5, necessity="a test")


def calls(number: int) -> list[CallKey]:
    return [CallKey("paris", "pbx", str(index)) for index in range(number)]


@pytest.mark.parametrize(
    ("value", "least", "most"), [(0, 0, 0), (1, 10_000, 10_000), (0.5, 9_700 / 2, 10_300 / 2), (0.1, 880, 1120)]
)
def test_s5_the_rate_is_the_share_of_calls_drawn(value: float, least: float, most: float) -> None:
    assert least <= sum(is_drawn(SEED, key, rate(value)) for key in calls(10_000)) <= most


@given(keys, st.binary(min_size=32, max_size=32), st.floats(0, 1), st.floats(0, 1))
def test_s5_a_higher_rate_drops_no_call(key: CallKey, seed: bytes, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert not is_drawn(seed, key, rate(low)) or is_drawn(seed, key, rate(high))


@given(keys, st.binary(min_size=32, max_size=32), st.sampled_from((0.0, 0.05, 0.1, 0.3, 0.5, 1.0)))
def test_s5_an_outsider_recomputes_it_from_the_public_rule(key: CallKey, seed: bytes, value: float) -> None:
    """HMAC-SHA-256 of the three names, each after its length in four bytes; its first eight bytes below rate * 2^64."""
    message = b"".join(
        len(part.encode()).to_bytes(4, "big") + part.encode() for part in (key.site, key.source, key.external_id)
    )
    ticket = int.from_bytes(hmac.new(seed, message, "sha256").digest()[:8], "big")
    assert is_drawn(seed, key, rate(value)) == (ticket < value * 2**64)
    assert key_hash(key) == sha256(message).digest()


@given(keys, keys)
def test_s5_names_cut_elsewhere_are_another_call(one: CallKey, other: CallKey) -> None:
    assert (key_hash(one) == key_hash(other)) == (one == other)
    moved = CallKey(one.site + one.source, "", one.external_id)
    assert moved == one or key_hash(moved) != key_hash(one)


def test_s5_each_day_and_site_has_a_draw_of_its_own() -> None:
    """A call drawn one day is drawn another day, or at another site, no more and no less often than any."""
    days = [date(2026, 3, 1) + timedelta(days=index) for index in range(400)]
    assert len({day_seed(SEED, site, day) for site in ("paris", "lyon") for day in days}) == 800
    both = Counter(
        tuple(is_drawn(day_seed(SEED, "paris", date(2026, 3, day)), key, rate(0.5)) for day in (1, 2))
        for key in calls(4000)
    )
    assert all(900 <= number <= 1100 for number in both.values())


def test_s5_the_hash_that_stays_of_a_call_tells_nothing_of_its_draw() -> None:
    low = [key for key in calls(4000) if key_hash(key)[0] < 128]
    assert 0.45 < sum(is_drawn(SEED, key, rate(0.5)) for key in low) / len(low) < 0.55


@pytest.mark.parametrize(("already", "kept"), [(0, True), (4, True), (5, False), (6, False)])
def test_s5_the_cap_is_the_last_call_kept(already: int, kept: bool) -> None:
    assert under_cap(already, rate(1)) is kept


@pytest.mark.parametrize(
    ("moment", "zone", "day", "week"),
    [
        ("2026-03-01T22:59:59+00:00", "Europe/Paris", date(2026, 3, 1), "2026-W09"),
        ("2026-03-01T23:00:00+00:00", "Europe/Paris", date(2026, 3, 2), "2026-W10"),
        ("2026-03-29T21:59:59+00:00", "Europe/Paris", date(2026, 3, 29), "2026-W13"),  # summer time began that night
        ("2026-03-29T22:00:00+00:00", "Europe/Paris", date(2026, 3, 30), "2026-W14"),
        ("2026-10-25T22:59:59+00:00", "Europe/Paris", date(2026, 10, 25), "2026-W43"),  # and ended
        ("2026-10-25T23:00:00+00:00", "Europe/Paris", date(2026, 10, 26), "2026-W44"),
        ("2026-12-31T23:30:00+00:00", "Europe/Paris", date(2027, 1, 1), "2026-W53"),
        ("2027-01-03T23:00:00+00:00", "Europe/Paris", date(2027, 1, 4), "2027-W01"),
        ("2024-12-29T23:00:00+00:00", "Europe/Paris", date(2024, 12, 30), "2025-W01"),
        ("2026-03-02T02:00:00+00:00", "America/Martinique", date(2026, 3, 1), "2026-W09"),
        ("2026-03-01T20:00:00+00:00", "Indian/Reunion", date(2026, 3, 2), "2026-W10"),
    ],
)
def test_s5_days_and_iso_weeks_are_those_of_the_site(moment: str, zone: str, day: date, week: str) -> None:
    started_at = datetime.fromisoformat(moment)
    assert day_of(started_at, zone) == day
    assert week_of(started_at, zone) == week


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 12))
def test_s5_the_offset_in_which_a_moment_is_written_changes_nothing(moment: datetime, hours: int) -> None:
    from datetime import timezone

    in_utc = moment.replace(tzinfo=UTC)
    elsewhere = in_utc.astimezone(timezone(timedelta(hours=hours)))
    assert week_of(elsewhere, "Europe/Paris") == week_of(in_utc, "Europe/Paris")
    assert day_of(elsewhere, "Europe/Paris") == day_of(in_utc, "Europe/Paris")
