"""Open AudioHook sessions and drop them in every state of the protocol, and count what is left of them.

Run: python -m evals.audiohook_sessions [sessions for each state]
"""

import asyncio
import gc
import logging
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.integration.live.audiohook_lines import Telephony, hears, opens, until
from websockets.asyncio.client import ClientConnection

from evals.audiohook_client import AudioHookClient
from evals.machine import heading

SESSIONS, AT_ONCE, WARM_UP = 1_000, 25, 100
ROOM, AT_THE_SAME_TIME = 400, 500
LATER_S = [0]
TENTH = b"\xff" * 1_600
Steps = Callable[[ClientConnection, AudioHookClient, Telephony], Awaitable[None]]


async def connected(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """Nothing is said."""


async def opening(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """The answer is not waited for."""
    await line.send(client.open())


async def streaming(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """Sound comes."""
    await opens(line, client)
    for _ in range(3):
        await line.send(TENTH)


async def within_a_frame(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """Half a frame of sound comes."""
    await opens(line, client)
    line.transport.write(b"\x82\xfe\x06\x40" + b"\x00" * 100)


async def paused(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """The client pauses."""
    await streaming(line, client, telephony)
    await line.send(client.message("paused"))


async def held(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """The adviser pauses."""
    await streaming(line, client, telephony)
    telephony.session(client).pause()
    await hears(line, client)


async def leaving(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """The server asks the client to close."""
    await streaming(line, client, telephony)
    await line.send("no message")
    await hears(line, client)


async def closed(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """Both have said that it ends."""
    await streaming(line, client, telephony)
    await line.send(client.close())
    await hears(line, client)


async def probed(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """It is no call."""
    await opens(line, client, conversationId="00000000-0000-0000-0000-000000000000")


async def not_let_in(line: ClientConnection, client: AudioHookClient, telephony: Telephony) -> None:
    """The signature is wrong."""
    await hears(line, client)


STATES: dict[str, Steps] = {
    "connected": connected,
    "not let in": not_let_in,
    "opening": opening,
    "probe": probed,
    "streaming": streaming,
    "within a frame": within_a_frame,
    "paused by client": paused,
    "paused by adviser": held,
    "leaving": leaving,
    "closed": closed,
}


async def drop_one(telephony: Telephony, state: str) -> None:
    """One session, dropped without a word."""
    client = AudioHookClient()
    changes = {"signature": "sig1=:AAAA:"} if state == "not let in" else {}
    line = await telephony.connected(client, **changes)
    await STATES[state](line, client, telephony)
    line.transport.abort()
    await line.wait_closed()


async def drop_many(telephony: Telephony, state: str, sessions: int) -> None:
    """So many, some at a time, until the server has done with them."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with gate:
            await drop_one(telephony, state)

    await asyncio.gather(*(one() for _ in range(sessions)))
    await until(lambda: telephony.hook.connections == 0)
    telephony.calls.clear()


async def forget_nonces(telephony: Telephony, state: str) -> None:
    """Let time pass until no signature has to be remembered but that of one session."""
    LATER_S[0] += 3_600
    await drop_many(telephony, state, 1)


def held_now(telephony: Telephony) -> tuple[int, int, int, int]:
    """Sessions, tasks, descriptors, and kilobytes of Python's memory."""
    gc.collect()
    descriptors = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return len(telephony.sessions), len(asyncio.all_tasks()), descriptors, tracemalloc.get_traced_memory()[0] // 1024


async def leaks(sessions: int) -> None:
    """Print what is left after the sessions of each state."""
    print(f"\n{'dropped while':<20}{'sessions':>9}{'s':>7}{'sessions left':>15}{'tasks':>7}{'sockets':>9}{'kB':>6}")
    async with Telephony(now=lambda: time.time() + LATER_S[0]).served() as telephony:
        await drop_many(telephony, "connected", sessions)  # the table of nonces grows to its size once
        for state in STATES:
            await drop_many(telephony, state, WARM_UP)
            await forget_nonces(telephony, state)
            before = held_now(telephony)
            started = time.perf_counter()
            await drop_many(telephony, state, sessions)
            seconds = time.perf_counter() - started
            await forget_nonces(telephony, state)
            left, tasks, sockets, kilobytes = (
                after - first for after, first in zip(held_now(telephony), before, strict=True)
            )
            print(f"{state:<20}{sessions:>9}{seconds:>7.1f}{left:>15}{tasks:>7}{sockets:>9}{kilobytes:>6}")


async def crowd() -> None:
    """Print what becomes of more calls than there is room for, that come at the same time."""
    told: Counter[str] = Counter()
    waited = []

    async def one(telephony: Telephony) -> None:
        client = AudioHookClient()
        line = await telephony.connected(client)
        started = time.perf_counter()
        said = await opens(line, client)
        waited.append(time.perf_counter() - started)
        told[said["parameters"].get("info", said["type"])] += 1
        await everybody.wait()
        await line.send(client.close())
        await hears(line, client)
        await line.close()

    async with Telephony(most=ROOM).served() as telephony:
        everybody = asyncio.Barrier(AT_THE_SAME_TIME)
        started = time.perf_counter()
        await asyncio.gather(*(one(telephony) for _ in range(AT_THE_SAME_TIME)))
        seconds = time.perf_counter() - started
        await until(lambda: telephony.hook.connections == 0)
        left = len(telephony.sessions)
    waited.sort()
    print(f"\n{AT_THE_SAME_TIME} opens at the same time, room for {ROOM}: {dict(told)}")
    print(f"opened within {waited[len(waited) * 95 // 100]:.3f} s (p95), {waited[-1]:.3f} s at most")
    print(f"all done in {seconds:.1f} s, sessions left: {left}")


def main() -> None:
    """Print both tables."""
    logging.disable(logging.CRITICAL)
    print(heading("python -m evals.audiohook_sessions"))
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    asyncio.run(crowd())
    tracemalloc.start()
    asyncio.run(leaks(sessions))


if __name__ == "__main__":
    main()
