"""Measure which statements of the checklist tick on single sentences, as written and as heard.

Run: python -m evals.guidance_sentences [--wrong]
  --wrong: what is wrong among the sentences of part "development"

`guidance_sentences.jsonl` has sentences of an adviser: such as make a statement, and such as put one off, ask about one
or speak of something near it. The voices of samples/README.md spoke them, the engine heard them as on a telephone
(words, start, end, confidence). Queries were chosen on part "development"; part "check" was written by the same hand
before, and not read while they were chosen.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.guidance import Guidance
from evals.machine import heading
from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.checklist.model import StatementRule
from gardefou.kernel.transcript import Role, Segment, Transcript, Word

SENTENCES = Path(__file__).with_suffix(".jsonl")
WORD_MS = 300


@dataclass
class Counts:
    """What was counted of a part, and the sentences that came out otherwise than they should."""

    of: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def ticked(rules: list[StatementRule], language: str, words: tuple[Word, ...]) -> set[str]:
    """The statements that an adviser makes with these words, whether they are due or not."""
    if not words:
        return set()
    text = " ".join(each.text for each in words)
    said = Segment(0, Role.ADVISER, words[0].start_ms, words[-1].end_ms, text, None, words)
    desk = ChecklistDesk([each.model_copy(update={"guides": (), "when": None}) for each in rules])
    shown = desk.heard(Transcript(said.end_ms, language, "sentences", (said,)), said)
    return {each.id for each in shown.statements if each.heard} if shown else set()


def count(rules: list[StatementRule], sentence: dict[str, Any], words: tuple[Word, ...], counts: Counts) -> None:
    """Add one sentence."""
    found = ticked(rules, sentence["language"], words)
    wanted = {sentence["statement"]} - {None}
    counts.of.update(made=len(wanted), ticks=len(found), true=len(found & wanted), others=not wanted)
    counts.of["others ticked"] += bool(found and not wanted)
    if found != wanted:
        told = f"{sorted(found)} in place of {sorted(wanted)}" if found else f"no tick of {sorted(wanted)}"
        counts.wrong.append(f"  {told}: {' '.join(each.text for each in words)}")


def words_as_written(text: str) -> tuple[Word, ...]:
    """The words of a text, sure and one after the other."""
    return tuple(Word(WORD_MS * n, WORD_MS * (n + 1), each, 1.0) for n, each in enumerate(text.split()))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--wrong", action="store_true")
    shows_wrong = options.parse_args().wrong
    rules = list(Guidance().statements)
    counts = {(part, kind): Counts() for part in ("development", "check") for kind in ("written", "heard")}
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        sentence = json.loads(line)
        count(rules, sentence, words_as_written(sentence["said"]), counts[sentence["part"], "written"])
        if "heard" in sentence:
            heard = tuple(Word(start, end, text, sure) for text, start, end, sure in sentence["heard"])
            count(rules, sentence, heard, counts[sentence["part"], "heard"])
    print(heading("python -m evals.guidance_sentences"))
    for (part, kind), each in counts.items():
        of = each.of
        precision, recall = of["true"] / max(1, of["ticks"]), of["true"] / max(1, of["made"])
        print(
            f"{part}, as {kind}: precision {precision:.2f}, recall {recall:.2f}: {of['true']} of {of['made']} made,"
            f" {of['ticks'] - of['true']} false; {of['others ticked']} of {of['others']} others tick"
        )
        if shows_wrong and part == "development":
            print("\n".join(each.wrong))


if __name__ == "__main__":
    main()
