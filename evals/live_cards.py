"""How long after the words that call for it a knowledge card is shown, while sample calls go on in real time.

Run: python -m evals.live_cards [--calls 4] [--half evaluation]

Calls of two channels begin one second after the other in one process. A card is late by the time from the end of the
words that it quotes, as they are timed once final, to the moment it is told, and so are the steps and statements from
the end of the last utterance.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from evals.machine import heading
from evals.suggestion_streams import Coming, late_ms
from gardefou.adapters.media.sound import open_sound
from gardefou.assist.model import Checklist, NextSteps, Suggestions
from gardefou.bootstrap.assistance import Assistance
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.live.replay import play
from gardefou.flows.assisted_session import AssistedSession
from gardefou.flows.live_call import LiveEvent
from gardefou.flows.live_session import LiveCallNotice, LiveSession
from gardefou.kernel.live import LiveWords, Utterance
from gardefou.kernel.transcript import Language, Role

BOTH = (Role.ADVISER, Role.CUSTOMER)
Lags = dict[str, list[int]]


@dataclass
class Told:
    """What is told of one call, and how late: an utterance that is told again is as late as it was the first time."""

    position_ms: Callable[[], int]
    lags: Lags
    cards: list[Coming] = field(default_factory=list)
    stream: list[tuple[float, LiveWords]] = field(default_factory=list)
    _known: set[str | int] = field(default_factory=set)
    _last_ms: int = 0

    def tell(self, event: LiveEvent) -> None:
        """Take what is told."""
        now_ms = self.position_ms()
        if isinstance(event, Utterance) and event.segment:
            self.stream.append((now_ms / 1000, event))
            if event.utterance not in self._known:
                self._known.add(event.utterance)
                self._last_ms = event.segment.end_ms
                self.lags["final text"].append(now_ms - self._last_ms)
        elif isinstance(event, Suggestions):
            new = [each for each in event.cards if each.card not in self._known]
            self.cards.extend(Coming(each.card, now_ms, each.because) for each in new)
            self._known.update(each.card for each in new)
        elif isinstance(event, NextSteps | Checklist):
            self.lags["step or statement"].append(now_ms - self._last_ms)


async def hear(assistance: Assistance, call: SampleCall, lags: Lags) -> None:
    """Play one call to its end."""
    spoken = Language(json.loads(call.labels.read_text("utf-8"))["language"])
    session = LiveSession(
        LiveCallNotice(call.id, "file", BOTH, datetime.now(UTC), language=spoken), None, lambda _: None
    )
    told = Told(lambda: session.position_ms, lags)
    loop = asyncio.get_running_loop()

    def back(function: Callable[..., None], *given: object) -> None:
        loop.call_soon_threadsafe(lambda: function(*given))

    assisted = AssistedSession(
        session,
        assistance.hearing,
        assistance.make_call(spoken, spoken),
        assistance.in_turn,
        back,
        told.tell,
    )
    assisted.turn_on()
    await play(open_sound(call.sound), 1.0, session.sound)
    session.end()
    while not assisted.is_heard:
        await asyncio.sleep(0.1)
    lags["card"] += [late_ms(each, told.stream) for each in told.cards]


async def hear_all(calls: list[SampleCall], lags: Lags) -> None:
    """Play all at once."""
    with Assistance(read_settings()) as assistance:
        under_way = []
        for call in calls:
            under_way.append(asyncio.create_task(hear(assistance, call, lags)))
            await asyncio.sleep(1)
        await asyncio.gather(*under_way)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=4)
    parser.add_argument("--half", choices=("development", "evaluation"), default="evaluation")
    options = parser.parse_args()
    calls = [call for call in sample_calls() if call.part == options.half][: options.calls]
    print(heading("live_cards"))
    lags: Lags = defaultdict(list)
    asyncio.run(hear_all(calls, lags))
    print(f"{len(calls)} calls of two channels at once, in real time, half: {options.half}\n")
    print("| what | p50 | p95 | p99 | of |\n|---|---|---|---|---|")
    for what, own in lags.items():
        shown = " | ".join(f"{value / 1000:.2f}" for value in np.percentile(own, (50, 95, 99)))
        print(f"| {what} | {shown} | {len(own)} |")


if __name__ == "__main__":
    main()
