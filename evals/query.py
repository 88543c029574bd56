"""Measure how the query language grows with the transcript and with the query, and what hostile queries cost.

Run: python -m evals.query   (transcripts are made of words drawn by Zipf's law; nothing is read)
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.match import Searcher
from gardefou.query.model import Query
from gardefou.query.parse import QueryError, parse_query

SIZES = (1_000, 10_000, 50_000, 200_000)
VOCABULARY = 5_000
TURN_WORDS = 20
TURNS = {Role.ADVISER: 0, Role.CUSTOMER: 1}
COMMON = ("vous", "de", "est", "la", "pas", "oui", "je", "que", "euros", "trente", "bonjour", "rappelle", "facture")
ENDINGS = ("", "e", "er", "es", "ement", "ons", "ez")

QUERIES = {
    "a word": "facture",
    "a phrase": '"vous rappelle bonjour"',
    "a word with *": "rappel*",
    "near, words": "vous ~3 facture",
    "near, seconds": "adviser: oui ~5s customer: oui",
    "then, 5 times": "vous then de then est then la then pas then oui",
    "amounts": "<amount> > 20",
    "a criterion": 'adviser: first 60s: (bonjour | "vous rappelle*" | facture ~3 euros) & not customer: (pas ~2 oui)',
}


@dataclass(frozen=True, slots=True)
class Grown:
    """A query whose size is a number."""

    name: str
    written: Callable[[int], str]
    sizes: tuple[int, ...]


GROWN = (
    Grown("alternatives", lambda size: " | ".join(_word(number) for number in range(size)), (10, 100, 1_000)),
    Grown("words with *", lambda size: " | ".join(f"{_word(n)[:2]}*" for n in range(size)), (1, 10, 100)),
    Grown("words of a phrase", lambda size: '"' + " ".join(["vous"] * size) + '"', (1, 10, 50)),
    Grown("uses of then", lambda size: " then ".join(["vous"] * (size + 1)), (1, 5, 20)),
    Grown("uses of ~50", lambda size: " ~50 ".join(["vous"] * (size + 1)), (1, 5, 20)),
)
HOSTILE = {
    "everything with *": " | ".join(f"{a}{b}*" for a in "abcdefghij" for b in "aeioulnrst"),
    "open 40 deep": "(" * 40 + "vous" + ")" * 40,
    "open 10,000 deep": "(" * 10_000 + "vous",
    "~100000": "vous ~100000 de",
    "then, 3,000 times": " then ".join(["a"] * 3_000),
    "20,000 characters": "a " * 10_000,
    "1,000,000 characters": "a" * 1_000_000,
    "9,000 quotes": '"' * 9_001,
    "19,990 spaces": "a" + " " * 19_990 + "> >",
    "18,000 spaces": "a" + " " * 18_000 + "OU b",
    "not, 5,000 times": "not " * 5_000 + "a",
}


def _word(number: int) -> str:
    if number < len(COMMON):
        return COMMON[number]
    chance = random.Random(number)  # noqa: S311 -- made-up words, not secrecy
    syllables = "".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(2 + number % 3))
    return syllables + chance.choice(ENDINGS)


def made_up(words: int) -> Transcript:
    """A call of that many words, each speaker in turn."""
    chance = random.Random(words)  # noqa: S311
    names = [_word(number) for number in range(VOCABULARY)]
    weights = [1 / (number + 1) for number in range(VOCABULARY)]
    said = chance.choices(names, weights, k=words)
    return Transcript(words * 400 + 1_000, "fr", "made up", tuple(_turns(said)))


def _turns(said: Sequence[str]) -> Iterator[Segment]:
    for number, first in enumerate(range(0, len(said), TURN_WORDS)):
        role = tuple(TURNS)[number % 2]
        turn = said[first : first + TURN_WORDS]
        words = tuple(Word((first + i) * 400, (first + i) * 400 + 350, text) for i, text in enumerate(turn))
        yield Segment(TURNS[role], role, words[0].start_ms, words[-1].end_ms, " ".join(turn), None, words)


def milliseconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return min(times)


def made_ready(call: Transcript, query: Query) -> None:
    """What the first query costs."""
    Searcher(call).find(query)


def by_transcript(calls: dict[int, Transcript], searchers: dict[int, Searcher]) -> None:
    """Print what each kind of query costs in longer and longer transcripts."""
    print(f"\n{'milliseconds':24}" + "".join(f"{size:>12,}" for size in calls) + "  words")
    for name, first in {"made ready": "facture", "and its figures read": "<amount>"}.items():
        made = (milliseconds(partial(made_ready, call, parse_query(first))) for call in calls.values())
        print(f"{name:24}" + "".join(f"{each:12.1f}" for each in made))
    for name, written in QUERIES.items():
        query = parse_query(written)
        spent = (milliseconds(partial(searcher.find, query)) for searcher in searchers.values())
        print(f"{name:24}" + "".join(f"{each:12.2f}" for each in spent))


def by_query(searcher: Searcher, words: int) -> None:
    """Print what longer and longer queries cost to read and to find."""
    print(f"\nin {words:,} words {'':10}{'size':>8}{'read ms':>10}{'find ms':>10}")
    for grown in GROWN:
        for size in grown.sizes:
            written = grown.written(size)
            read = milliseconds(partial(parse_query, written))
            found = milliseconds(partial(searcher.find, parse_query(written)))
            print(f"{grown.name:24}{size:8,}{read:10.1f}{found:10.1f}")


def hostile(searcher: Searcher) -> None:
    """Print what queries made to hurt cost, or how they are refused."""
    print(f"\n{'hostile':24}{'ms':>8}  answer")
    for name, written in HOSTILE.items():
        began = time.perf_counter()
        try:
            answer = f"{len(searcher.find(parse_query(written)).evidence):,} passages"
        except QueryError as error:
            answer = f"column {error.column}: {error.cause}"
        print(f"{name:24}{1000 * (time.perf_counter() - began):8.1f}  {answer}")


def main() -> None:
    """Measure and print."""
    calls = {size: made_up(size) for size in SIZES}
    searchers = {size: Searcher(call) for size, call in calls.items()}
    by_transcript(calls, searchers)
    by_query(searchers[50_000], 50_000)
    hostile(searchers[200_000])


if __name__ == "__main__":
    main()
