from tests.unit.report.example import segment

from gardefou.adapters.report.citations import Citations
from gardefou.adapters.report.turns import Pause, PauseKind, Turn, turns
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction, Transcript
from gardefou.kernel.verdict import Verdict

CALL = Transcript(
    30_000,
    "fr",
    "test",
    (
        segment(0, 0, 2_000, "Bonjour à vous."),
        segment(0, 2_500, 4_500, "Je vous écoute."),
        segment(1, 5_000, 9_000, "C’est le [phone]. Voilà."),
        segment(0, 20_000, 22_000, "Merci."),
        segment(0, 22_500, 24_000, "Au revoir."),
    ),
)
PAUSE = Pause(PauseKind.HOLD, Span(9_000, 20_000))


def citations(*evidence: Evidence) -> Citations:
    result = CriterionResult("a", Verdict.MET, 0.9, evidence, Message("why"))
    return Citations(Evaluation("s", "1", None, 0.0, (result,)))


def read(call: Transcript, *evidence: Evidence) -> list[str]:
    """Each line with cited words in braces and numbers in parentheses."""
    lines = turns(call, (PAUSE,), citations(*evidence).items)
    return [_line(line) for line in lines]


def _line(line: Turn | Pause) -> str:
    if isinstance(line, Pause):
        return " ".join([line.kind, *(f"({n})" for n in line.numbers)])
    text = []
    for run in line.runs:
        words = " ".join(f"<{each.removed}>{each.text}" if each.removed else each.text for each in run.sayings)
        text += [f"({n})" for n in run.before] + ["{" + words + "}" if run.is_cited else words]
        text += [f"({n})" for n in run.after]
    return " ".join(text)


def quote(start_ms: int, end_ms: int, channel: int = 0) -> Evidence:
    return Evidence(EvidenceKind.QUOTE, channel, start_ms, end_ms, "…")


def test_successive_segments_of_a_role_are_one_turn_and_pauses_stand_between() -> None:
    assert read(CALL) == [
        "Bonjour à vous. Je vous écoute.", "C’est le <phone>. Voilà.", "hold", "Merci. Au revoir."
    ]  # fmt: skip


def test_redacted_words_give_way_to_one_label() -> None:
    words = CALL.segments[2].words
    call = Transcript(30_000, "fr", "test", CALL.segments, (Redaction("card", 1, words[1].start_ms, words[2].end_ms),))
    assert read(call)[1] == "C’est <card>. Voilà."


def test_a_redaction_without_words_is_shown_where_it_was() -> None:
    call = Transcript(30_000, "fr", "test", CALL.segments, (Redaction("iban", 0, 4_600, 4_900),))
    assert read(call)[0] == "Bonjour à vous. Je vous écoute. <iban>"


def test_quotes_are_marked_and_numbered_in_order_of_time() -> None:
    assert read(CALL, quote(2_500, 4_500), quote(0, 2_000))[0] == "{Bonjour à vous.} (1) {Je vous écoute.} (2)"


def test_overlapping_quotes_keep_both_numbers() -> None:
    assert read(CALL, quote(0, 2_000), quote(0, 4_500))[0] == "{Bonjour à vous.} (1) {Je vous écoute.} (2)"


def test_measured_and_searched_stretches_are_numbered_where_they_begin() -> None:
    searched = [Evidence(EvidenceKind.SEARCHED, channel, 0, 24_000) for channel in (0, 1)]
    measured = Evidence(EvidenceKind.MEASURED, 0, 9_000, 20_000)
    lines = read(CALL, measured, *searched)
    assert lines[0].startswith("(1) Bonjour")
    assert lines[2] == "hold (2)"


def test_the_same_stretch_has_one_number_and_keeps_each_criterion_s_words() -> None:
    one = Evidence(EvidenceKind.SEARCHED, 0, 0, 24_000, how=Message("first"))
    two = Evidence(EvidenceKind.SEARCHED, 1, 0, 24_000, how=Message("second"))
    all_evidence = citations(one, two)
    assert [(each.number, each.channels) for each in all_evidence.items] == [(1, (0, 1))]
    shown = all_evidence.of([two])[0]
    assert (shown.number, shown.channels, str(shown.evidence.how)) == (1, (1,), "second")


def test_every_citation_is_in_the_text_once() -> None:
    evidence = (quote(0, 2_000), quote(29_000, 29_500), Evidence(EvidenceKind.MEASURED, 0, 25_000, 26_000))
    text = " ".join(read(CALL, *evidence))
    assert [text.count(f"({n})") for n in (1, 2, 3)] == [1, 1, 1]


BILL = Transcript(
    30_000, "fr", "test", (segment(1, 0, 6_000, "C'est quarante-neuf euros quatre-vingt-dix, voilà."),)
)  # fmt: skip
WRITTEN = "C’est 49,90\N{NO-BREAK SPACE}€, voilà."


def end_of(word: int) -> int:
    return BILL.segments[0].words[word].end_ms


def test_figures_are_shown_as_written_with_the_words_that_were_heard() -> None:
    (turn, _) = turns(BILL, (PAUSE,), ())
    assert isinstance(turn, Turn)
    assert read(BILL)[0] == WRITTEN
    assert [each.heard for run in turn.runs for each in run.sayings] == [
        "", "quarante-neuf euros quatre-vingt-dix,", ""
    ]  # fmt: skip


def test_a_quote_of_a_whole_figure_marks_it() -> None:
    cited = quote(end_of(0), end_of(3), 1)
    assert read(BILL, cited)[0] == "C’est {49,90\N{NO-BREAK SPACE}€,} (1) voilà."


def test_a_quote_that_ends_inside_a_figure_shows_its_words_as_heard() -> None:
    cited = quote(0, end_of(2), 1)
    assert read(BILL, cited)[0] == "{C’est quarante-neuf euros} (1) quatre-vingt-dix, voilà."


def test_a_removal_inside_a_figure_keeps_its_label() -> None:
    words = BILL.segments[0].words
    call = Transcript(
        30_000, "fr", "test", BILL.segments, (Redaction("card", 1, words[3].start_ms, words[3].end_ms),)
    )  # fmt: skip
    assert read(call)[0] == "C’est 49\N{NO-BREAK SPACE}€ <card>, voilà."


def test_a_word_said_meanwhile_stands_after_the_turn_and_both_are_marked() -> None:
    said = segment(0, 0, 6_000, "Je regarde votre dossier et je vois deux factures.")
    meanwhile = segment(1, 3_000, 3_600, "D’accord.")
    call = Transcript(30_000, "fr", "test", (said, meanwhile, segment(0, 6_500, 8_000, "Merci.")))
    lines = [each for each in turns(call, (PAUSE,), ()) if isinstance(each, Turn)]
    assert [(each.role, each.is_aside) for each in lines] == [("adviser", False), ("customer", True)]
    over = [each.text for line in lines for run in line.runs for each in run.sayings if each.is_over]
    assert over == ["et", "je", "D’accord."]
