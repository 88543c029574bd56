import re

import pytest

from gardefou.adapters.pages.live_words import ROLES, SENTENCES
from gardefou.adapters.pages.served_files import served_files
from gardefou.adapters.telephony.pace import TooFast
from gardefou.entrypoints.live.faults import CallForgotten, HelpStopped
from gardefou.kernel.errors import AccessRefused, GardefouError, InputRefused, RoomFull, StoreUnavailable
from gardefou.kernel.transcript import Role

SCRIPTS = "\n".join(
    file.content.decode() for name, file in sorted(served_files().items()) if re.fullmatch(r"live[a-z-]*\.js", name)
)
CALLS = re.findall(r"\bword\(((?:[^()]|\([^()]*\))*)\)", SCRIPTS)
MADE_UP = ("fault-", "because-", "said-by-", "recording-")
"""Beginnings of names that scripts put together from what they are told."""


def test_the_scripts_say_no_sentence_that_is_not_there() -> None:
    named = {name for call in CALLS for name in re.findall(r'"([a-z][a-z_-]+)"', call.partition("{")[0])}
    assert named, "no sentence was found"
    assert named - set(SENTENCES) == set()


def test_no_sentence_is_left_over() -> None:
    rest = {name for name in SENTENCES if f'"{name}"' not in SCRIPTS and not name.startswith(MADE_UP)}
    assert rest - {"opening", "on-air", "waiting", "over"} == set()


def test_every_role_is_named() -> None:
    assert set(ROLES) == set(Role)
    assert {f"{start}{role}" for start in ("because-", "said-by-") for role in Role} <= set(SENTENCES)


FAULTS = [AccessRefused, CallForgotten, HelpStopped, InputRefused, RoomFull, StoreUnavailable, TooFast]


@pytest.mark.parametrize("error", FAULTS)
def test_what_hinders_is_said_in_the_language_of_the_page(error: type[GardefouError]) -> None:
    assert f"fault-{error.code}" in SENTENCES
