"""`gardefou live`: a recording is heard and helped with as if the call went on, one line for each event."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated

import typer

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.assistance import Assistance
from gardefou.bootstrap.laboratory_gate import check_laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.live_lines import Lines
from gardefou.entrypoints.cli.options import ChannelsOption, LanguageChoice, LanguageOption, roles_for, roles_of
from gardefou.entrypoints.live.events import event_document
from gardefou.entrypoints.live.replay import pieces_of
from gardefou.flows.assisted_session import AssistedSession
from gardefou.flows.live_call import LiveEvent
from gardefou.flows.live_session import LiveCallNotice, LiveSession
from gardefou.kernel.sound import HEARING_RATE, Sound
from gardefou.kernel.transcript import Role

LOOKED_EVERY_S = 0.02


def live(
    file: Annotated[Path, typer.Argument(help="A recording: WAV, FLAC, MP3, Ogg or M4A, one or two channels.")],
    speed: Annotated[float, typer.Option(min=0.1, max=20, help="How fast it is played.")] = 1.0,
    language: LanguageOption = LanguageChoice.AUTO,
    channels: ChannelsOption = "adviser,customer",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each event.")] = False,
) -> None:
    """Show what live assist would have shown during a recorded call; nothing is stored.

    `at_ms` is how far the call was, `emitted_ms` the time since the start, both when the event was there. One channel
    is taken as the adviser's; `--channels customer` takes it as the customer's, whose words most cards wait for.
    """
    settings = read_settings()
    check_laboratory(settings)
    sound = open_sound(file)
    roles = _heard_as(sound, roles_of(channels))
    notice = LiveCallNotice(file.name, "file", roles, datetime.now(UTC), language=language.language)
    session = LiveSession(notice, None, lambda _: None)
    with Assistance(settings) as assistance:
        spoken = language.language or assistance.language_of(sound)
        tell = _teller(session, time.monotonic(), as_json)
        assisted = AssistedSession(
            session,
            assistance.hearing,
            assistance.make_call(spoken, spoken),
            assistance.in_turn,
            lambda function, *given: function(*given),
            tell,
        )
        assisted.turn_on()
        _play(sound, session, speed)
        session.end()
        while not assisted.is_heard:
            time.sleep(LOOKED_EVERY_S)
        assisted.ask(lambda call: call.offer(call.assistant.wrap_up.draft(call.transcript)))
        assistance.wait()


def _heard_as(sound: Sound, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """A role for each channel: who speaks on a single one cannot be told while the call goes on.

    Raises InputRefused when a two-channel sound has one role only.
    """
    if sound.properties.channels == 1 and len(roles) > 1:
        first, other = roles
        told = f"one channel, all is taken as said by the {first}; --channels {other} takes it as the {other}'s"
        print(f"gardefou: {sound.name}: {told}", file=sys.stderr)
        return roles[:1]
    return roles_for(sound, roles)


def _play(sound: Sound, session: LiveSession, speed: float) -> None:
    began, given = time.monotonic(), 0
    for piece in pieces_of(sound):
        given += piece.shape[1]
        time.sleep(max(0.0, began + given / HEARING_RATE / speed - time.monotonic()))
        session.sound(piece)


def _teller(session: LiveSession, began: float, as_json: bool) -> Callable[[LiveEvent], None]:
    lock, lines = Lock(), Lines()

    def tell(event: LiveEvent) -> None:
        times = {"at_ms": session.position_ms, "emitted_ms": round((time.monotonic() - began) * 1000)}
        document = {**event_document(event), **times}
        with lock:
            line = json.dumps(document, ensure_ascii=False) if as_json else lines.of(document)
            if line:
                print(line, flush=True)

    return tell
