"""A page that reads slowly misses only what was not final."""

import asyncio
import json

from gardefou.entrypoints.live.outbox import MOST_AT_ALL, MOST_WAITING, Outbox


def read(outbox: Outbox, count: int) -> list[dict]:
    async def all_of() -> list[dict]:
        return [json.loads(await outbox.next()) for _ in range(count)]

    return asyncio.run(all_of())


def test_only_the_last_hypothesis_of_an_utterance_waits():
    outbox = Outbox()
    for text in ("j'ai", "j'ai été", "j'ai été prélevé"):
        outbox.put({"type": "hypothesis", "utterance": 1, "agreed": text})
    outbox.put({"type": "utterance", "utterance": 1})
    assert [each.get("agreed") for each in read(outbox, 2)] == ["j'ai été prélevé", None]


def test_hypotheses_are_left_out_before_anything_final_is():
    outbox = Outbox()
    for number in range(MOST_WAITING):
        outbox.put({"type": "utterance", "utterance": number})
    outbox.put({"type": "hypothesis", "utterance": MOST_WAITING, "agreed": ""})
    outbox.put({"type": "utterance", "utterance": MOST_WAITING})
    assert [each["type"] for each in read(outbox, MOST_WAITING + 1)] == ["utterance"] * (MOST_WAITING + 1)


def test_a_page_that_reads_nothing_has_to_begin_again_and_takes_bounded_memory():
    outbox = Outbox()
    for number in range(MOST_AT_ALL + 1):
        outbox.put({"type": "utterance", "utterance": number})
    assert outbox.is_overrun
    outbox.begin_again([{"type": "opened"}])
    assert not outbox.is_overrun and read(outbox, 1) == [{"type": "opened"}]


def test_a_page_that_reads_nothing_is_noted_once_without_a_word(caplog):
    outbox = Outbox()
    for number in range(MOST_AT_ALL + 5):
        outbox.put({"type": "utterance", "utterance": number, "text": "Xylophone"})
    assert len(caplog.messages) == 1 and "Xylophone" not in caplog.text
