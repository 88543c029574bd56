"""What is said of a call is checked wherever it comes from."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.intake.model import CallNotice
from gardefou.intake.rules import NoticeRefused, checked, shown, unfit
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.transcript import Role

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def notice(external_id: str = "a-1", started_at: datetime = NOW, **more) -> CallNotice:
    return CallNotice(CallKey("LYS", "pbx", external_id), "1042", Direction.INBOUND, started_at, **more)


def faults(given: CallNotice) -> dict[str, str]:
    with pytest.raises(NoticeRefused) as caught:
        checked(given, NOW)
    return dict(caught.value.faults)


@pytest.mark.parametrize("name", ["a-1", "../../etc/passwd", "=cmd|' /C calc'!A0", "Île d'Yeu 7", "C:\\x", "日本"])
def test_a_name_is_data_whatever_it_looks_like(name: str) -> None:
    assert checked(notice(name), NOW).key.external_id == name


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "a\0b", "a\nb", "a\u202eb", "a\u200bb", "\ud800", "a\x1b[2J"])
def test_a_name_that_cannot_be_shown_is_refused_in_words_that_can(name: str) -> None:
    found = faults(notice(name))
    assert set(found) == {"external_id"}
    assert found["external_id"].isprintable()


def test_every_fault_of_a_notice_is_told() -> None:
    wrong = notice("", NOW.replace(tzinfo=None), team="x\0", customer_reference="\u202e", roles=(Role.ADVISER,) * 2)
    assert set(faults(wrong)) == {"external_id", "started_at", "team", "customer_ref", "channels"}


@pytest.mark.parametrize(
    ("started_at", "fits"),
    [
        (NOW + timedelta(minutes=5), True),
        (NOW + timedelta(minutes=5, seconds=1), False),
        (datetime(2000, 1, 1, tzinfo=UTC), True),
        (datetime(1999, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime.min.replace(tzinfo=UTC), False),
        (datetime.max.replace(tzinfo=UTC), False),
    ],
)
def test_a_call_starts_in_living_memory_and_not_in_the_future(started_at: datetime, fits: bool) -> None:
    if fits:
        checked(notice(started_at=started_at), NOW)
    else:
        assert set(faults(notice(started_at=started_at))) == {"started_at"}


@given(st.text())
def test_what_is_shown_is_one_line_without_control(text: str) -> None:
    assert len(shown(text).splitlines()) <= 1
    assert all(each.isprintable() or each.isspace() for each in shown(text))
    assert unfit(text) is None or unfit(text).isprintable()
