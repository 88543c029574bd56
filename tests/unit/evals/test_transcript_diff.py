import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from evals.transcript_diff import main
from tests.calls import transcript

from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.kernel.transcript import Transcript

ONE = transcript(
    ("adviser", 0, 6_000, "Votre facture est de quarante-neuf euros quatre-vingt-dix par mois"),
    ("customer", 7_000, 8_000, "D'accord merci"),
)
OTHER = transcript(
    ("adviser", 0, 6_000, "votre facture était de 49 euros 90 chaque mois"),
    ("customer", 7_000, 8_000, "d’accord"),
)


def written(path: Path, call: Transcript) -> Path:
    path.write_text(json.dumps(transcript_document(call), default=asdict), encoding="utf-8")
    return path


def diff(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["transcript_diff", *map(str, arguments)])
    return main()


def test_differences_are_shown_by_channel_with_times_and_figures_compared_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path / "a.json", ONE), written(tmp_path / "b.json", OTHER)
    assert diff(monkeypatch, *files) == 0
    shown = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert shown[0] == "0 adviser"
    assert shown[1].split() == "0:01.3 Votre facture [-est-]{+était+} de 49,90 € par".split()  # noqa: SIM905
    assert "[-par-]{+chaque+} mois" in shown[2]
    assert shown[3].startswith("2 changed, 0 only in A, 0 only in B; WER 0.")
    assert shown[5] == "1 customer"
    assert "[-merci-]" in shown[6]
    assert shown[7].startswith("0 changed, 1 only in A, 0 only in B")


def test_plain_text_is_compared_with_the_whole_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.txt").write_text("Votre facture est de 49,90 € par mois. D'accord, merci !", "utf-8")
    assert diff(monkeypatch, written(tmp_path / "a.json", ONE), tmp_path / "b.txt") == 0
    assert "call\n0 changed, 0 only in A, 0 only in B" in capsys.readouterr().out


def test_a_file_that_is_none_is_told_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(monkeypatch, tmp_path / "no.json", tmp_path / "no.txt") == 1
    assert capsys.readouterr().err.count("\n") == 1
