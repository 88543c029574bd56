"""What was heard badly, or not at all, is shown as such."""

from dataclasses import replace
from pathlib import Path

from tests.unit.report.pages_read import of_class

from gardefou.adapters.report.model import Report
from gardefou.adapters.report.write import write_report
from gardefou.kernel.transcript import ESTIMATED, SoundQuality, Transcript, Unheard


def call_page(report: Report, transcript: Transcript, folder: Path) -> Path:
    changed = replace(report.calls[0], transcript=transcript)
    written = write_report(replace(report, calls=(changed,)), folder / "report").parent
    return written / "calls" / "invoice_twice.html"


def test_an_unsure_word_is_told_to_those_who_do_not_see_it(page: Path) -> None:
    shown = [each for each in of_class(page, "turn__text") if "(peu sûr)" in each.text]
    assert [each.text.count("(peu sûr)") for each in shown] == [1, 2]


def test_a_passage_that_was_not_transcribed_has_a_line_with_its_time_and_speaker(page: Path) -> None:
    (line,) = of_class(page, "gap--unheard")
    assert "Passage non transcrit" in line.text and "Client, 1:54 – 1:55" in line.text
    assert "son coupé par prudence" in line.text
    assert [each.attributes["data-at"] for each in of_class(page, "turn__at")].count("114600") == 1


def test_sound_that_was_left_may_be_listened_to(report: Report, tmp_path: Path) -> None:
    transcript = replace(report.calls[0].transcript, redactions=())
    (line,) = of_class(call_page(report, transcript, tmp_path), "gap--unheard")
    assert "à écouter" in line.text and "coupé" not in line.text


def test_poor_sound_is_warned_of_and_told_in_figures(report: Report, page: Path, tmp_path: Path) -> None:
    (warning,) = of_class(page, "heard-badly")
    assert warning.text.startswith("Client") and "mauvais" in warning.text
    good, poor = of_class(page, "figures")[1].text.split("Client")
    assert "Bon volume normal (-22 dB) saturation aucune (0 %) bruit faible" in good.replace("\N{NO-BREAK SPACE}", " ")
    assert "Mauvais volume faible (-44 dB) saturation forte (2,1 %)" in poor.replace("\N{NO-BREAK SPACE}", " ")
    plain = call_page(report, replace(report.calls[0].transcript, quality=()), tmp_path)
    assert not of_class(plain, "heard-badly") and len(of_class(plain, "figures")) == 1


def test_a_dead_channel_and_estimated_speakers_are_warned_of(report: Report, tmp_path: Path) -> None:
    transcript = report.calls[0].transcript
    dead = replace(transcript, quality=(SoundQuality(1, None, 0.0, None),))
    (warning,) = of_class(call_page(report, dead, tmp_path / "dead"), "heard-badly")
    assert warning.text == "Client Personne n’est entendu sur cette voie."
    shared = replace(
        transcript,
        segments=tuple(replace(each, channel=0) for each in transcript.segments),
        redactions=(),
        unheard=(Unheard(0, 114_600, 115_400),),
        quality=(),
        speakers=ESTIMATED,
    )
    page = call_page(report, shared, tmp_path / "shared")
    assert ["estimation" in each.text for each in of_class(page, "heard-badly")] == [True]
    assert "Conseil ou Client" in of_class(page, "gap--unheard")[0].text
    assert [each.text for each in of_class(page, "wave__who")] == ["Deux voix"]
