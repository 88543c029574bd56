import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.report.example import report as example_report
from tests.unit.report.example import searched
from tests.unit.report.pages_read import Element, elements, of_class

from gardefou.adapters.report.citations import Citations
from gardefou.adapters.report.model import Report
from gardefou.adapters.report.write import write_report
from gardefou.analysis.rules import measure
from gardefou.kernel.transcript import Segment, Transcript, Word


def times(element: Element) -> tuple[int, int]:
    return int(element.attributes["data-from"]), int(element.attributes["data-to"])


def all_pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_the_folder_holds_both_languages_and_all_that_pages_use(folder: Path) -> None:
    names = {page.relative_to(folder).as_posix() for page in all_pages(folder)}
    calls = {f"calls/{id}{end}" for id in ("invoice_twice", "no_reason") for end in (".html", ".en.html")}
    assert names == {"index.html", "index.en.html"} | calls
    for page in all_pages(folder):
        for element in elements(page):
            for name in ("src", "href"):
                target = element.attributes.get(name, "")
                if target and not target.startswith(("#", "data:")):
                    assert (page.parent / target).resolve().is_file(), (page.name, target)


def test_every_quote_plays_the_time_of_its_evidence(report: Report, page: Path) -> None:
    call = report.calls[0]
    expected = [
        (each.number, each.span.start_ms, each.span.end_ms)
        for criterion in report.scorecard.criteria()
        for result in call.evaluation.criteria
        if result.id == criterion.id
        for each in Citations(call.evaluation).of(result.evidence)
    ]
    shown = [
        (int(each.attributes["data-no"]), *times(each))
        for each in of_class(page, "play")
        if "data-no" in each.attributes
    ]
    assert shown == expected


def test_every_number_is_in_three_places(report: Report, page: Path) -> None:
    numbers = {str(each.number) for each in Citations(report.calls[0].evaluation).items}
    ids = [each.attributes["id"] for each in elements(page) if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert {each.attributes["data-no"] for each in of_class(page, "flag")} == numbers
    assert {f"cit-{n}" for n in numbers} <= set(ids)
    assert {f"evidence-{n}" for n in numbers} <= set(ids)
    assert {each.text for each in of_class(page, "cite-no")} == numbers


def test_flags_play_the_time_of_their_evidence(report: Report, page: Path) -> None:
    spans = [each.span for each in Citations(report.calls[0].evaluation).items]
    assert [times(each) for each in of_class(page, "flag")] == [(span.start_ms, span.end_ms) for span in spans]


def test_words_carry_their_times_and_doubt(report: Report, page: Path) -> None:
    words = [word for _, word in report.calls[0].transcript.words() if "[" not in word.text]
    shown = of_class(page, "word")
    edges = {edge for word in words for edge in (word.start_ms, word.end_ms)}
    assert {edge for each in shown for edge in times(each)} <= edges
    assert all(sum(a <= word.start_ms < b for a, b in map(times, shown)) >= 1 for word in words)
    unsure = [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in shown if "low" in each.classes]
    assert unsure == ["75 €.", "Mouais.", "verra"]


def test_removed_data_is_a_label(page: Path) -> None:
    labels = [each.text for each in of_class(page, "redact")]
    assert labels == ["nom", "nom", "numéro de téléphone", "carte bancaire"]
    assert "[phone]" not in page.read_text()


def test_every_verdict_is_a_draft_with_shape_and_word(page: Path) -> None:
    verdicts = of_class(page, "verdict")
    assert {each.text for each in verdicts} == {"Satisfait", "Non satisfait", "Indéterminé", "Sans objet"}
    assert all("is-draft" in each.classes for each in verdicts)
    assert [each.text for each in of_class(page, "tally")] == [
        "6 satisfaits 2 non satisfaits 1 indéterminé 1 sans objet"
    ]


def test_the_index_lists_calls_in_the_given_order_with_their_reason(folder: Path) -> None:
    rows = [each.text for each in elements(folder / "index.html") if each.tag == "tr"][1:]
    assert "Facture en double" in rows[0]
    assert "Facture contestée ou à expliquer Assez sûr (0,82)" in rows[0]
    assert "2 min 10" in rows[0]
    assert "Non cherché" in rows[1]
    assert "2 appels simulés, évalués sans relecture" in (folder / "index.html").read_text()
    assert "2 simulated calls, evaluated without review" in (folder / "index.en.html").read_text()


def test_only_a_simulated_report_says_so(report: Report, tmp_path: Path) -> None:
    real = write_report(replace(report, simulated=False), tmp_path / "real").parent
    assert not any(of_class(page, "simulated") for page in all_pages(real))
    assert "2 appels évalués sans relecture" in (real / "index.html").read_text()


def test_an_empty_report_says_what_will_come(report: Report, tmp_path: Path) -> None:
    index = write_report(replace(report, calls=()), tmp_path / "empty")
    assert of_class(index, "state--empty")


def test_a_call_without_speech_has_a_page(report: Report, tmp_path: Path) -> None:
    call = report.calls[0]
    transcript = replace(call.transcript, segments=(), redactions=(), unheard=())
    silent = replace(call, transcript=transcript, measures=measure(transcript))
    folder = write_report(replace(report, calls=(silent,)), tmp_path / "silent").parent
    assert of_class(folder / "calls" / "invoice_twice.html", "state--empty")


def test_no_style_nor_script_is_inline(folder: Path) -> None:
    for page in all_pages(folder):
        policy = next(each.attributes["content"] for each in elements(page) if each.attributes.get("http-equiv"))
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        for element in elements(page):
            assert element.tag != "style"
            assert element.tag != "script" or element.attributes.get("src")
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
            assert "module" not in element.attributes.get("type", "")


def test_nothing_is_fetched_from_elsewhere(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".css"} or (path.suffix == ".js" and "vendor" not in path.parts):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"https?://|//cdn|@import|fetch\(|XMLHttpRequest", text), path.name


HOSTILE = ("<script>alert(1)</script>", "\u202eenvers", '"><img', "src=x", "onerror=alert(2)>", "{{7*7}}", "</p>")


def hostile(transcript: Transcript) -> Transcript:
    words = tuple(Word(1_000 + 200 * i, 1_150 + 200 * i, text, 0.9) for i, text in enumerate(HOSTILE))
    first = transcript.segments[2]
    segment = Segment(first.channel, first.role, 1_000, 3_000, " ".join(HOSTILE), 0.9, words)
    return replace(transcript, segments=(segment, *transcript.segments[3:]), model="<b>model</b>")


def test_what_was_said_is_escaped(tmp_path: Path) -> None:
    report = example_report(tmp_path)
    call = replace(report.calls[0], title='<script>title</script>"', transcript=hostile(report.calls[0].transcript))
    folder = write_report(replace(report, calls=(call,)), tmp_path / "hostile").parent
    for page in all_pages(folder):
        found = elements(page)
        assert not [each for each in found if each.tag == "img" or (each.tag == "b" and each.text == "model")]
        assert not [each for each in found if each.tag == "script" and not each.attributes.get("src")]
    said = [each.text for each in of_class(folder / "calls" / "invoice_twice.html", "word")]
    assert set(HOSTILE) <= set(said)
    assert "unicode-bidi: isolate" in (folder / "assets" / "call.css").read_text()


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_page_leads_to_itself_in_the_other_language(folder: Path, code: str) -> None:
    other = {"fr": ".en.html", "en": ".html"}[code]
    page = folder / "calls" / ("invoice_twice.html" if code == "fr" else "invoice_twice.en.html")
    assert elements(page)[0].attributes["lang"] == code
    links = [each for each in elements(page) if each.tag == "a" and "hreflang" in each.attributes]
    assert [each.attributes["href"] for each in links] == [f"invoice_twice{other}"]


def test_english_pages_hold_no_french_wording(folder: Path) -> None:
    text = " ".join(each.text for each in elements(folder / "index.en.html") if each.tag in {"h1", "h2", "dt", "dd"})
    assert not re.search(r"\b(le|la|les|une|des|est|pas)\b", text)


@pytest.mark.parametrize(
    ("query", "french"),
    [
        ('adviser: first 20s: ("en attente" | patient* | not colis)', "« en attente », « patient* », « colis »"),
        ("adviser: (a | b | c | d | e)", "« a », « b », « c » et 2 autres"),
        ("first 60s: customer: notice", "« notice »"),
    ],
)
def test_a_search_is_told_by_its_first_words(report: Report, tmp_path: Path, query: str, french: str) -> None:
    call = report.calls[0]
    how = searched(600, 128_900, query, 0)
    results = tuple(
        replace(each, evidence=how) if each.id == "price_stated" else each for each in call.evaluation.criteria
    )
    changed = replace(call, evaluation=replace(call.evaluation, criteria=results))
    folder = write_report(replace(report, calls=(changed,)), tmp_path / "report").parent
    page = folder / "calls" / "invoice_twice.html"
    told = [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in of_class(page, "quote__how")]
    assert f"De 0:00 à 2:08. Cherché : {french}" in told
    assert query in [each.text for each in of_class(page, "mono")]
