"""Measure live guidance on the simulated calls: ticks of the checklist, next steps, lines of the wrap-up, and time.

Run: python -m evals.guidance [--heard FOLDER] [--wrong]
  --heard: transcripts of a speech engine, one CALL.json each, such as tests/data/heard, in place of the labelled texts
  --wrong: what is wrong in each call of the development half
Labels are those of samples/ticks, whose FORMAT.md says what counts; queries are set on the development half.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from evals.machine import heading
from evals.suggestion_moments import written
from gardefou.adapters.documents.guide_file import read_guides, read_statements
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.documents.wrap_up_file import read_wrap_up
from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.guides.follower import GuideFollower
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.model import Checklist, NextSteps, Said, WrapUp
from gardefou.assist.wrap_up.drafter import WrapUpDrafter
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.hearing.written import written_text
from gardefou.kernel.transcript import Transcript
from gardefou.query.text import tokens

NEAR_MS = 1_000
"""How far from a labelled turn a quote may begin, as an engine cuts turns otherwise."""
OVERLAP_MS = 500
MILLISECONDS = 1_000
LINES = ("actions", "amounts", "dates", "commitments", "follow_up")


class Guidance:
    """The files of guidance, read once."""

    def __init__(self) -> None:
        lexicon = read_lexicon(resource("lexicon.yaml"))
        self.guides = read_guides(resource("guides"), lexicon)
        self.statements = read_statements(resource("guides"), lexicon, self.guides)
        self.slots = read_wrap_up(resource("wrap_up.yaml"), lexicon)


@dataclass
class Played:
    """What guidance gave in a call: `steps` by the end of the utterance after which they were offered."""

    steps: list[tuple[int, NextSteps]]
    checklist: Checklist
    wrap_up: WrapUp
    spent_ms: list[float]


@dataclass
class Half:
    """What was counted in the calls of a half."""

    counts: Counter[str] = field(default_factory=Counter)
    spent_ms: list[float] = field(default_factory=list)


def played(guidance: Guidance, call: Transcript) -> Played:
    """A call utterance by utterance, as it goes on."""
    search = SharedSearch()
    follower = GuideFollower(guidance.guides, search=search)
    desk = ChecklistDesk(guidance.statements, search=search, guide=lambda: follower.guide)
    drafter = WrapUpDrafter(guidance.slots, written_text, lambda _: None, search=search)
    checklist, steps, spent = Checklist(), [(0, NextSteps())], []
    so_far = call
    for number, segment in enumerate(call.segments, start=1):
        so_far = Transcript(segment.end_ms, call.language, call.model, call.segments[:number], roles=call.roles)
        began = time.perf_counter()
        next_steps = follower.heard(so_far, segment)
        checklist = desk.heard(so_far, segment) or checklist
        spent.append(MILLISECONDS * (time.perf_counter() - began))
        if next_steps:
            steps.append((segment.end_ms, next_steps))
    return Played(steps, checklist, drafter.draft(so_far), spent)


def count(labels: dict[str, Any], turns: list[dict[str, Any]], found: Played, half: Half) -> Iterator[str]:
    """Add one call to its half, telling what is wrong."""
    half.spent_ms += found.spent_ms
    yield from _guide(labels, found, half)
    yield from _ticks(labels, turns, found, half)
    yield from _steps(labels, turns, found, half)
    yield from _lines(labels, turns, found, half)


def _guide(labels: dict[str, Any], found: Played, half: Half) -> Iterator[str]:
    guide = found.steps[-1][1].guide
    half.counts["guides"] += 1
    half.counts["right guides"] += guide == labels["guide"]
    if guide != labels["guide"]:
        yield f"guide {guide} in place of {labels['guide']}"


def _ticks(labels: dict[str, Any], turns: list[dict[str, Any]], found: Played, half: Half) -> Iterator[str]:
    shown = {each.id: each for each in found.checklist.statements}
    made = {each for each, where in labels["statements"].items() if where}
    half.counts["made"] += len(made)
    half.counts["shown in vain"] += len(shown.keys() - labels["statements"].keys())
    for statement in shown.values():
        if statement.heard is None:
            continue
        is_true = _lies_in(statement.heard, turns, labels["statements"].get(statement.id, ()))
        half.counts["ticks"] += 1
        half.counts["true ticks"] += is_true
        if not is_true:
            yield f"false tick of {statement.id}: {statement.heard.quote}"
    for missing in sorted(made - {each.id for each in shown.values() if each.heard}):
        yield f"no tick of {missing}"


def _steps(labels: dict[str, Any], turns: list[dict[str, Any]], found: Played, half: Half) -> Iterator[str]:
    """Steps taken after the customer said why they call."""
    reason_ms = turns[next(each["turns"][0] for each in labels["slots"] if each["slot"] == "reason")]["end_ms"]
    for step, turn in labels["steps"].items():
        start_ms = turns[turn]["start_ms"]
        if start_ms + OVERLAP_MS < reason_ms:
            continue
        offered = [steps for end_ms, steps in found.steps if end_ms <= start_ms + OVERLAP_MS][-1]
        is_offered = step in {each.id for each in offered.steps}
        half.counts["steps"] += 1
        half.counts["offered steps"] += is_offered
        if not is_offered:
            yield f"step {step} at turn {turn}: offered {[each.id for each in offered.steps]} of {offered.guide}"


def _lines(labels: dict[str, Any], turns: list[dict[str, Any]], found: Played, half: Half) -> Iterator[str]:
    for name in LINES:
        filled = [each for each in found.wrap_up.slots if each.id.startswith(name) and each.said]
        due = [each for each in labels["slots"] if each["slot"] == name]
        half.counts[f"{name} written"] += len(filled)
        half.counts[f"{name} due"] += len(due)
        for line in due:
            fits = [
                each
                for each in filled
                if each.said and _lies_in(each.said, turns, line["turns"]) and _holds(each.value, line.get("value", ""))
            ]
            half.counts[f"{name} found"] += bool(fits)
            if not fits:
                yield f"no line {name} of turns {line['turns']} {line.get('value', '')}"


def _holds(value: str, wanted: str) -> bool:
    return " ".join(tokens(wanted)) in " ".join(tokens(value))


def _lies_in(said: Said, turns: list[dict[str, Any]], where: list[int]) -> bool:
    return any(turns[i]["start_ms"] - NEAR_MS <= said.start_ms <= turns[i]["end_ms"] + NEAR_MS for i in where)


def report(halves: dict[str, Half]) -> None:
    """Print what was counted."""
    for name, half in halves.items():
        of = half.counts
        spent = sorted(half.spent_ms)
        score = 2 * of["true ticks"] / (of["ticks"] + of["made"])
        print(f"\n{name}")
        print(f"  guides      {of['right guides']} of {of['guides']} right at the end of the call")
        print(
            f"  ticks       F1 {score:.2f}, precision {of['true ticks'] / max(1, of['ticks']):.2f}:"
            f" {of['true ticks']} of {of['made']} made, {of['ticks'] - of['true ticks']} false;"
            f" {of['shown in vain']} statements shown where none is due"
        )
        print(f"  next steps  {of['offered steps']} of {of['steps']} offered before they were taken")
        for line in LINES:
            found = f"{of[f'{line} found']} of {of[f'{line} due']} found, {of[f'{line} written']} written"
            print(f"  {line:<11} {found}")
        print(f"  time        {spent[len(spent) // 2]:.1f} ms an utterance (median), {spent[-1]:.1f} ms at most")


def _transcript(call: SampleCall, labels: dict[str, Any], heard: Path | None) -> Transcript:
    return read_transcript(heard / f"{call.id}.json") if heard else written(labels)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--heard", type=Path)
    options.add_argument("--wrong", action="store_true")
    chosen = options.parse_args()
    guidance = Guidance()
    halves = {"development": Half(), "evaluation": Half()}
    print(heading("python -m evals.guidance") + "\nsimulated calls; labels written before the queries")
    for call in sample_calls():
        labels = json.loads(call.labels.read_text(encoding="utf-8"))
        ticks = yaml.safe_load(resource(f"samples/ticks/{call.id}.yaml").read_text(encoding="utf-8"))
        found = played(guidance, _transcript(call, labels, chosen.heard))
        wrong = list(count(ticks, labels["turns"], found, halves[call.part]))
        if chosen.wrong and call.part == "development":
            print("\n".join((f"\n{call.id}", *(f"  {each}" for each in wrong))))
    report(halves)


if __name__ == "__main__":
    main()
