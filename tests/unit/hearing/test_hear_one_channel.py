"""Hearing a single channel: divided when two roles share it, taken at its word when one is named."""

from dataclasses import replace

import pytest
from hearing_fakes import BeepActivity, BeepEngine, Marks, as_is

from gardefou.hearing.steps import Hearing
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import ESTIMATED, Role, Transcript

BOTH = (Role.ADVISER, Role.CUSTOMER)


def every_second_word(transcript: Transcript, _: Sound) -> Transcript:
    segments = tuple(replace(each, role=BOTH[index % 2]) for index, each in enumerate(transcript.segments))
    return replace(transcript, segments=segments, roles=BOTH, speakers=ESTIMATED)


def test_two_roles_share_one_channel() -> None:
    heard = Hearing(BeepEngine(), BeepActivity(), as_is, every_second_word).hear(Marks(30, [[3, 9]]), BOTH, None)
    assert [each.role for each in heard.segments] == list(BOTH)
    assert heard.is_estimated


def test_where_nothing_tells_them_apart_the_transcript_says_that_speakers_are_estimated() -> None:
    heard = Hearing(BeepEngine(), BeepActivity(), as_is).hear(Marks(30, [[3, 9]]), BOTH, None)
    assert (heard.roles, heard.speakers) == ((Role.ADVISER,), ESTIMATED)


@pytest.mark.parametrize(("beeps", "roles"), [([[3, 9]], BOTH[1:]), ([[3], [9]], BOTH)])
def test_a_channel_for_each_named_role_is_not_divided(beeps: list[list[float]], roles: tuple[Role, ...]) -> None:
    heard = Hearing(BeepEngine(), BeepActivity(), as_is, every_second_word).hear(Marks(30, beeps), roles, None)
    assert (heard.roles, heard.speakers) == (roles, "channels")
