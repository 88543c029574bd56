"""Measure how fast a transcript is evaluated, and many of them on every processor.

Run: python -m evals.evaluation                    (a call of ten minutes against 30 criteria)
     python -m evals.evaluation --transcripts N    (also N transcripts through gardefou rescore, with its memory)
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from evals.machine import heading
from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.analysis.rules import measure
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource as packaged
from gardefou.bootstrap.settings import read_settings
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.needs import needs_embeddings
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.transcript import Segment, Transcript

HEARD = Path(__file__).parents[1] / "tests" / "data" / "heard"
CRITERIA = 30
TEN_MINUTES_MS = 600_000
RUNS = 30
CARDS = ("dispatch", "customer_relation", "sales_compliance")


def thirty_criteria(laboratory: Laboratory) -> Scorecard:
    """The first criteria of all scorecards that come with gardefou, as one."""
    taken: dict[str, dict] = {}
    for name in CARDS:
        for criterion in laboratory.scorecard(packaged(f"scorecards/{name}.yaml")).criteria():
            document = criterion.model_dump(mode="json")
            document.pop("asked_if")
            if len(taken) < CRITERIA:
                taken.setdefault(f"{name}_{criterion.id}", document | {"id": f"{name}_{criterion.id}"})
    title = {"fr": "Trente", "en": "Thirty"}
    section = {"id": "all", "title": title, "criteria": list(taken.values())}
    return Scorecard.model_validate({"id": "thirty", "version": "1", "title": title, "sections": [section]})


def ten_minutes() -> Transcript:
    """The sample calls as the engine heard them, one after the other, until ten minutes are full."""
    segments: list[Segment] = []
    length = 0
    for path in cycle(sorted(HEARD.glob("*.json"))):
        heard = read_transcript(path)
        segments += [_later(segment, length) for segment in heard.segments]
        length += heard.duration_ms
        if length >= TEN_MINUTES_MS:
            kept = tuple(each for each in segments if each.end_ms <= TEN_MINUTES_MS)
            return replace(heard, duration_ms=TEN_MINUTES_MS, segments=kept, redactions=())
    raise LookupError("no sample call was heard")


def _later(segment: Segment, by_ms: int) -> Segment:
    words = tuple(replace(each, start_ms=each.start_ms + by_ms, end_ms=each.end_ms + by_ms) for each in segment.words)
    return replace(segment, start_ms=segment.start_ms + by_ms, end_ms=segment.end_ms + by_ms, words=words)


def measure_one(laboratory: Laboratory) -> None:
    """Print how long one call takes."""
    scorecard, call = thirty_criteria(laboratory), ten_minutes()
    assert needs_embeddings(scorecard)
    began = time.perf_counter()
    evaluator = ScorecardEvaluator(scorecard, Engines(laboratory.embeddings))
    ready = time.perf_counter() - began
    measures = measure(call)
    evaluator.evaluate(call, measures)
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        evaluator.evaluate(call, measures)
        times.append(1000 * (time.perf_counter() - began))
    words = sum(len(segment.words) for segment in call.segments)
    kinds = [criterion.kind for criterion in scorecard.criteria()]
    print(f"ten minutes, {words} words in {len(call.segments)} segments, {len(kinds)} criteria", end=" ")
    print(f"({', '.join(f'{kinds.count(kind)} {kind}' for kind in dict.fromkeys(kinds))})")
    print(f"ready once, models and exemplars loaded  {1000 * ready:8.0f} ms")
    print(f"each evaluation, {RUNS} runs               {statistics.median(times):8.1f} ms (most {max(times):.1f})")


def measure_many(transcripts: int) -> None:
    """Print how long so many transcripts take with the command, and the most memory of a process of it."""
    with tempfile.TemporaryDirectory(prefix="gardefou-rescore-") as folder:
        place = Path(folder) / "transcripts"
        _write(place, transcripts)
        command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "rescore", str(place)]
        command += ["--scorecard", str(packaged("scorecards/dispatch.yaml")), "--out", f"{folder}/results.jsonl"]
        began = time.perf_counter()
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        most = _memory_of(running)
        assert running.wait() == 0
        wall = time.perf_counter() - began
        with (Path(folder) / "results.jsonl").open(encoding="utf-8") as results:
            assert sum(1 for _ in results) == transcripts
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{transcripts:,} transcripts of two minutes, scorecard dispatch, {os.cpu_count()} processes: {wall:,.0f} s,")
    print(f"  {transcripts / wall:,.0f} a second, {spent.ru_utime + spent.ru_stime:,.0f} s of processor time,", end=" ")
    print(f"at most {most / 2**20:,.0f} MB of all processes together")


def _write(place: Path, transcripts: int) -> None:
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(HEARD.glob("*.json"))]
    for number, document in zip(range(transcripts), cycle(documents), strict=False):
        folder = place / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")


def _memory_of(running: "subprocess.Popen[bytes]") -> float:
    """The most bytes of memory, shared ones once, that a command and its processes took together."""
    most = [0.0]

    def watch() -> None:
        while running.poll() is None:
            most[0] = max(most[0], sum(map(_proportional, _family(running.pid))))
            time.sleep(0.5)

    watching = threading.Thread(target=watch)
    watching.start()
    running.wait()
    watching.join()
    return most[0]


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(1024.0 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.evaluation", description=__doc__)
    parser.add_argument("--transcripts", type=int, default=0, help="also run over so many transcripts")
    arguments = parser.parse_args()
    print(heading(" ".join(["python -m evals.evaluation", *sys.argv[1:]])))
    measure_one(Laboratory(read_settings()))
    if arguments.transcripts:
        measure_many(arguments.transcripts)


if __name__ == "__main__":
    main()
