"""Quality on the simulated sample calls: words, verdicts, evidence, reasons, personal data, time and memory.

Run: python -m evals.samples [--heard DIRECTORY | --record DIRECTORY] [--json FILE]

Thresholds may be set on the calls of part "development" only; "evaluation" is only ever measured on.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.machine import Cost, heading
from evals.word_errors import counts
from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.flows.laboratory_call import EvaluatedCall
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.verdict import Verdict

ROLES = (Role.ADVISER, Role.CUSTOMER)
STRUCTURED = {"phone", "email", "iban", "card", "number"}
EVIDENCE_TOLERANCE_MS = 2_000
PERSONAL_TOLERANCE_MS = 1_000
PARTS = ("development", "evaluation")


@dataclass(frozen=True)
class Measured:
    """One sample call: what was made of it, and what is true of it."""

    call: SampleCall
    truth: dict[str, Any]
    raw: Transcript
    made: EvaluatedCall


def main() -> None:
    """Measure every sample call and print the tables."""
    options = _options()
    laboratory = Laboratory(read_settings())
    cost = Cost()
    raws = {call.id: _heard(call, laboratory, options.heard, options.record) for call in sample_calls()}
    spent = cost.spent()
    flow = laboratory.call_flow(laboratory.scorecard(resource("scorecards/customer_relation.yaml")))
    measured = [
        Measured(call, json.loads(call.labels.read_text("utf-8")), raws[call.id], flow.from_transcript(raws[call.id]))
        for call in sample_calls()
    ]
    print(
        heading("python -m evals.samples") + "\nsimulated calls; synthetic voices; labels written before the criteria"
    )
    results = {
        "words": _words(measured),
        "verdicts": _verdicts(measured),
        "reasons": _reasons(measured),
        "personal": _personal(measured),
    }
    if not options.heard:
        results["cost"] = _cost(measured, spent)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heard", type=Path, help="use the engine outputs recorded in this directory")
    parser.add_argument("--record", type=Path, help="write the engine outputs to this directory")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser.parse_args()


def _heard(call: SampleCall, laboratory: Laboratory, heard: Path | None, record: Path | None) -> Transcript:
    if heard:
        return read_transcript(heard / f"{call.id}.json")
    raw = laboratory.hearing.hear_raw(open_sound(call.sound), ROLES, None)
    if record:
        record.mkdir(parents=True, exist_ok=True)
        document = {key: value for key, value in asdict(raw).items() if key not in {"roles", "word_times"}}
        (record / f"{call.id}.json").write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    return raw


def _words(measured: Sequence[Measured]) -> dict[str, Any]:
    print(f"\n{'words (WER)':<28}{'adviser':>9}{'customer':>9}{'call':>9}")
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_call = {}
    for each in measured:
        rates, errors, words = [], 0, 0
        for role in ROLES:
            wrong, said = _role_errors(each, role)
            rates.append(wrong / said)
            errors, words = errors + wrong, words + said
        for part in (each.call.part, "all"):
            totals[part][0] += errors
            totals[part][1] += words
        by_call[each.call.id] = errors / words
        print(f"{each.call.id:<28}{rates[0]:>9.3f}{rates[1]:>9.3f}{errors / words:>9.3f}")
    rates_by_part = {part: wrong / said for part, (wrong, said) in totals.items()}
    print("  ".join(f"{part} {rate:.3f}" for part, rate in rates_by_part.items()))
    return {"by_call": by_call, "by_part": rates_by_part}


def _role_errors(each: Measured, role: Role) -> tuple[int, int]:
    said = " ".join(turn["text"] for turn in each.truth["turns"] if turn.get("role") == role)
    heard = " ".join(segment.text for segment in each.raw.of(role))
    return counts(said, heard, each.truth["language"])


def _verdicts(measured: Sequence[Measured]) -> dict[str, Any]:
    print("\nverdicts against labels: decided = met or not met or not applicable; right among decided")
    rows: dict[str, Any] = {}
    for part in PARTS:
        calls = [each for each in measured if each.call.part == part]
        print(
            f"\n{part} ({len(calls)} calls)".ljust(30)
            + f"{'decided':>10}{'right':>10}{'evidence':>10}   wrong (label > said)"
        )
        rows[part] = {}
        for question in measured[0].truth["verdicts"]:
            rows[part][question] = _question(question, calls)
        sums = {
            key: sum(row[key] for row in rows[part].values()) for key in ("decided", "right", "placed", "with_place")
        }
        asked = len(rows[part]) * len(calls)
        print(
            f"{'all':<29}{sums['decided']:>4}/{asked:<5}{sums['right']:>4}/{sums['decided']:<5}"
            f"{sums['placed']:>4}/{sums['with_place']:<5}"
        )
        rows[part]["all"] = {**sums, "asked": asked}
    return rows


def _question(question: str, calls: Sequence[Measured]) -> dict[str, Any]:
    decided = right = placed = with_place = 0
    wrong: list[str] = []
    for each in calls:
        truth = each.truth["verdicts"][question]
        result = next(r for r in each.made.evaluation.criteria if r.id == question)
        if result.verdict is Verdict.CANNOT_TELL:
            continue
        decided += 1
        if result.verdict.value != truth["verdict"]:
            wrong.append(f"{each.call.id}: {truth['verdict']} > {result.verdict.value}")
            continue
        right += 1
        if result.verdict is Verdict.MET and truth["evidence"] and _quoted(result):
            with_place += 1
            placed += _in_place(result, truth["evidence"])
    shares = f"{decided:>4}/{len(calls):<5}{right:>4}/{decided:<5}{placed:>4}/{with_place:<5}"
    print(f"{question:<29}{shares}   {'; '.join(wrong)}")
    return {"decided": decided, "right": right, "placed": placed, "with_place": with_place, "wrong": wrong}


def _quoted(result: CriterionResult) -> bool:
    return any(evidence.kind is EvidenceKind.QUOTE for evidence in result.evidence)


def _in_place(result: CriterionResult, labelled: Sequence[dict[str, int]]) -> bool:
    near = [_widened(Span(each["start_ms"], each["end_ms"]), EVIDENCE_TOLERANCE_MS) for each in labelled]
    return any(span.overlaps(evidence.span) for evidence in result.evidence for span in near)


def _widened(span: Span, by_ms: int) -> Span:
    return Span(max(0, span.start_ms - by_ms), span.end_ms + by_ms)


def _reasons(measured: Sequence[Measured]) -> dict[str, Any]:
    print("\nreason for the call")
    result = {}
    for part in PARTS:
        calls = [each for each in measured if each.call.part == part]
        wrong = [
            f"{each.call.id}: {each.truth['reason']} > {each.made.reason.id}"
            for each in calls
            if each.made.reason and each.made.reason.id != each.truth["reason"]
        ]
        print(f"{part:<29}{len(calls) - len(wrong):>4}/{len(calls):<5}   {'; '.join(wrong)}")
        result[part] = {"right": len(calls) - len(wrong), "calls": len(calls), "wrong": wrong}
    return result


def _personal(measured: Sequence[Measured]) -> dict[str, Any]:
    """A labelled span counts as found when at least half of its time, as interpolated, is silenced within a second."""
    found: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    needless = removals = 0
    for each in measured:
        labels = each.truth["personal"]
        for label in labels:
            key = (each.call.part, label["kind"])
            total[key] += 1
            hit = _covered(label, each.made.transcript)
            found[key] += hit
            if not hit and label["kind"] in STRUCTURED:
                missed.append(f"{each.call.id} {label['kind']} at {label['start_ms'] / 1000:.0f} s")
        for redaction in each.made.transcript.redactions:
            if redaction.kind == UNHEARD:
                continue
            removals += 1
            around = _widened(redaction.span, PERSONAL_TOLERANCE_MS)
            needless += not any(
                label["channel"] == redaction.channel and around.overlaps(Span(label["start_ms"], label["end_ms"]))
                for label in labels
            )
    print("\npersonal data (found / labelled)")
    rows = {}
    for part in PARTS:
        kinds = {kind: (found[part, kind], total[part, kind]) for kind in sorted({k for p, k in total if p == part})}
        structured = tuple(sum(kinds[k][i] for k in kinds if k in STRUCTURED) for i in (0, 1))
        text = "  ".join(f"{kind} {hit}/{of}" for kind, (hit, of) in kinds.items())
        print(f"{part:<13} structured {structured[0]}/{structured[1]}  ({text})")
        rows[part] = {"structured": structured, "kinds": kinds}
    print(f"removals where nothing personal was labelled: {needless} of {removals}")
    print("missed: " + ("; ".join(missed) or "none"))
    return {**rows, "needless": needless, "removals": removals, "missed": missed}


def _covered(label: dict[str, Any], transcript: Transcript) -> bool:
    span = Span(label["start_ms"], label["end_ms"])
    silenced = [
        _widened(each.span, PERSONAL_TOLERANCE_MS) for each in transcript.redactions if each.channel == label["channel"]
    ]
    shared = [span.intersection(each) for each in silenced]
    return sum(each.duration_ms for each in shared if each) >= span.duration_ms / 2


def _cost(measured: Sequence[Measured], spent: tuple[float, float, float]) -> dict[str, float]:
    minutes = sum(each.raw.duration_ms for each in measured) / 60_000
    wall, processor, peak = spent
    print(f"\n{minutes:.1f} minutes of two-channel sound heard in {wall:.0f} s ({processor:.0f} s of processor time)")
    print(
        f"per audio minute: {wall / minutes:.2f} s, {processor / minutes:.2f} s of processor time; peak {peak:.0f} MB"
    )
    return {"minutes": minutes, "wall_s": wall, "processor_s": processor, "peak_mb": peak}


if __name__ == "__main__":
    main()
