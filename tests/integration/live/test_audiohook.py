import asyncio
import logging
import time

import pytest
from evals.audiohook_client import AudioHookClient
from tests.integration.live.audiohook_lines import Telephony, hears, opens, until
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gardefou.entrypoints.live.audiohook_connection import MOST_WAITING
from gardefou.flows.live_day import Failure
from gardefou.flows.live_session import LiveSession
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.transcript import Role

CANARY = "Xylophone"
TENTH = b"\xff" * 1_600


def run(scene, **settings):
    async def served():
        async with Telephony(**settings).served() as telephony:
            await scene(telephony)
            await until(lambda: telephony.hook.connections == 0)
            assert len(telephony.sessions) == 0
            assert len(asyncio.all_tasks()) == 2

    asyncio.run(served())


async def refusal(telephony, **changes):
    with pytest.raises(InvalidStatus) as refused:
        async with telephony.connected(AudioHookClient(), **changes):
            pass
    return refused.value.response.status_code


async def said(line, client, message):
    await line.send(message)
    await line.send(client.message("ping"))
    assert (await hears(line, client))["type"] == "pong"


def test_a_call_reaches_its_session_and_ends_with_it():
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client, "?site=lyon&adviser=A17") as line:
            assert (await opens(line, client, customConfig={"site": "paris"}))["type"] == "opened"
            for _ in range(3):
                await line.send(TENTH)
            await line.send(client.message("paused"))
            await line.send(client.message("resumed", start="PT0.3S", discarded="PT2S"))
            await line.send(client.close())
            assert (await hears(line, client))["type"] == "closed"
        (call,) = telephony.calls
        notice = call.notice
        assert (notice.external_id, notice.source) == (client.conversation, "audiohook")
        assert (notice.adviser, notice.site) == ("A17", "paris")
        assert notice.roles == (Role.CUSTOMER, Role.ADVISER)
        assert (call.samples, call.skipped_ms, call.ended) == (4_800, 2_000, "end")

    run(scene)


@pytest.mark.parametrize("name", ["x-api-key", "signature", "audiohook-session-id"])
def test_a_request_that_is_not_signed_is_told_so(name, caplog):
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client, **{name: CANARY}) as line:
            heard = await hears(line, client)
            assert (heard["type"], heard["parameters"]["reason"]) == ("disconnect", "unauthorized")
            await line.send(client.close())
        assert telephony.calls == []
        assert [CANARY in each.getMessage() for each in caplog.records] == [False]

    run(scene)


def test_a_request_is_let_in_once():
    async def scene(telephony):
        client = AudioHookClient()
        fields = client.fields(int(time.time()), f"127.0.0.1:{telephony.port}")
        async with telephony.connected(client, **fields) as line:
            await opens(line, client)
            async with telephony.connected(client, **fields) as again:
                assert (await hears(again, AudioHookClient()))["parameters"]["reason"] == "unauthorized"
        assert len(telephony.calls) == 1

    run(scene)


def test_the_adviser_pauses_and_the_client_cannot_undo_it():
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            session = telephony.session(client)
            session.pause()
            assert (await hears(line, client))["type"] == "pause"
            await line.send(client.message("resumed", start="PT0S", discarded="PT1S"))
            await line.send(TENTH)
            await line.send(client.message("ping"))
            assert (await hears(line, client))["type"] == "pong"
            assert session.controls.is_paused
            assert telephony.calls[0].samples == 0
            session.resume()
            assert (await hears(line, client))["type"] == "resume"

    run(scene)


@pytest.mark.parametrize(("act", "is_kept"), [(LiveSession.pause, True), (LiveSession.erase, False)])
def test_a_pause_that_both_want_ends_with_the_adviser(act, is_kept):
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            session = telephony.session(client)
            await said(line, client, client.message("paused"))
            act(session)
            await said(line, client, client.message("resumed", start="PT0S", discarded="PT1S"))
            assert session.controls.is_paused is is_kept
            if is_kept:
                session.resume()
                assert (await hears(line, client))["type"] == "resume"

    run(scene)


def test_a_pause_of_the_client_is_not_told_back_to_it():
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            await line.send(client.message("paused"))
            await line.send(client.message("ping"))
            assert (await hears(line, client))["type"] == "pong"
            assert telephony.session(client).controls.is_paused

    run(scene)


def test_a_call_that_ends_elsewhere_ends_the_session():
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            telephony.session(client).end()
            assert (await hears(line, client))["parameters"]["reason"] == "completed"
            await line.send(client.close())
            assert (await hears(line, client))["type"] == "closed"
        assert telephony.calls[0].ended == "end"

    run(scene)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(Refused("S17", CANARY, "2026-1"), "completed"), (InputRefused("adviser", CANARY), "error")],
)
def test_a_call_that_is_refused_is_told_without_content(error, reason, caplog, monkeypatch):
    async def scene(telephony):
        def refuse(notice):
            raise error

        monkeypatch.setattr(telephony.sessions, "open", refuse)
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            heard = await opens(line, client)
            assert (heard["type"], heard["parameters"]["reason"]) == ("disconnect", reason)
            assert CANARY not in heard["parameters"]["info"]
            await line.send(client.close())
        assert [CANARY in each.getMessage() for each in caplog.records] == [False]

    run(scene)


def test_more_calls_than_there_is_room_for_are_told_so():
    async def scene(telephony):
        first, second = AudioHookClient(), AudioHookClient()
        async with telephony.connected(first) as line, telephony.connected(second) as other:
            await opens(line, first)
            assert "no room" in (await opens(other, second))["parameters"]["info"]
            await other.send(second.close())
            assert (await hears(other, second))["type"] == "closed"

    run(scene, most=1)


def test_more_connections_than_are_served_are_refused_at_once():
    async def scene(telephony):
        telephony.hook._known.most = 1
        async with telephony.connected(AudioHookClient()):
            assert await refusal(telephony) == 503

    run(scene)


def test_requests_that_are_not_signed_take_no_place_of_those_that_are(caplog):
    async def scene(telephony):
        strangers = [await telephony.connected(AudioHookClient(), signature=CANARY) for _ in range(2)]
        assert await refusal(telephony, signature=CANARY) == 401
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            assert (await opens(line, client))["type"] == "opened"
        for each in strangers:
            each.transport.abort()
        assert not any(CANARY in each.getMessage() for each in caplog.records)

    run(scene, most_strangers=2)


@pytest.mark.parametrize(
    "sent", [CANARY, "{}", b"\xff" * 161, b"\xff" * 70_000, "x" * 70_000, "x" * 140_000], ids=range(6)
)
def test_what_cannot_be_read_ends_the_session_with_one_line_and_no_content(sent, caplog):
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            await line.send(sent)
            try:
                assert (await hears(line, client))["type"] == "disconnect"
                await line.send(client.close())
            except ConnectionClosed as closed:
                assert closed.rcvd is not None
                assert closed.rcvd.code == 1009
        await until(lambda: telephony.calls[0].ended)
        assert telephony.calls[0].ended == "drop"
        lines = [each.getMessage() for each in caplog.records]
        assert len(lines) == 1
        assert CANARY not in lines[0]

    caplog.set_level(logging.WARNING)
    failures = []
    run(scene, failed=failures.append)
    assert len(failures) == 1


def test_a_connection_that_breaks_drops_the_call():
    async def scene(telephony):
        client = AudioHookClient()
        line = await telephony.connected(client)
        await opens(line, client)
        line.transport.abort()
        await until(lambda: telephony.calls[0].ended)
        assert telephony.calls[0].ended == "drop"

    failures = []
    run(scene, failed=failures.append)
    assert failures == [Failure.CONNECTION]


def test_a_client_that_says_nothing_is_let_go():
    seconds = [0.0]

    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            seconds[0] = 30.0
            telephony.session(client).pause()
            assert [(await hears(line, client))["type"] for _ in range(2)] == ["pause", "disconnect"]
        assert telephony.calls[0].ended == "drop"

    run(scene, clock=lambda: seconds[0])


def test_a_client_that_does_not_read_is_let_go(caplog):
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            session = telephony.session(client)
            for _ in range(MOST_WAITING):
                session.pause()
                session.resume()
            await until(lambda: telephony.calls[0].ended)
            line.transport.abort()
        assert ["does not read" in each.getMessage() for each in caplog.records] == [True]

    run(scene)


def test_a_failure_of_the_program_is_told_without_its_words(caplog, monkeypatch):
    async def scene(telephony):
        client = AudioHookClient()
        async with telephony.connected(client) as line:
            await opens(line, client)
            monkeypatch.setattr(telephony.calls[0], "add", lambda samples: {}[CANARY])
            await line.send(TENTH)
            heard = await hears(line, client)
            assert (heard["type"], heard["parameters"]["info"][:3]) == ("disconnect", "500")
        assert telephony.calls[0].ended == "drop"
        assert CANARY not in caplog.records[0].getMessage()

    run(scene)


STATES = {
    "connected": [],
    "opening": ["open"],
    "open": ["open", "sound", "ping"],
    "paused": ["open", "paused"],
    "leaving": ["open", "garbage"],
    "closed": ["open", "close"],
}


def test_sessions_dropped_in_every_state_leave_nothing():
    async def one(telephony, steps):
        client = AudioHookClient()
        line = await telephony.connected(client)
        sent = {
            "open": client.open,
            "close": client.close,
            "garbage": lambda: CANARY,
            "sound": lambda: TENTH,
            "ping": lambda: client.message("ping"),
            "paused": lambda: client.message("paused"),
        }
        for step in steps:
            await line.send(sent[step]())
        line.transport.abort()
        await line.wait_closed()

    async def scene(telephony):
        await asyncio.gather(*(one(telephony, steps) for steps in STATES.values() for _ in range(6)))
        await until(lambda: len(telephony.sessions) == 0 and telephony.hook.connections == 0)
        assert all(call.ended for call in telephony.calls)

    run(scene)
