from dataclasses import replace
from pathlib import Path

import pytest

from gardefou.adapters.report import write
from gardefou.adapters.report.model import Report
from gardefou.adapters.report.write import write_report
from gardefou.kernel.errors import InputRefused


def test_a_new_report_takes_the_place_of_the_old_one(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write_report(report, folder)
    write_report(replace(report, calls=report.calls[1:]), folder)
    assert not (folder / "calls" / "invoice_twice.html").exists()
    assert (folder / "calls" / "no_reason.html").is_file()
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_with_something_else_is_left_alone(report: Report, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputRefused, match="something else"):
        write_report(report, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_failure_leaves_the_former_report_whole(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write_report(report, folder)
    before = sorted(folder.rglob("*"))
    missing = replace(report.calls[0], sound=tmp_path / "nowhere.ogg")
    with pytest.raises(FileNotFoundError):
        write_report(replace(report, calls=(missing,)), folder)
    assert sorted(folder.rglob("*")) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_failed_swap_puts_the_former_report_back(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "report"
    write_report(report, folder)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if target == folder and path.name != "former":
            raise OSError("no")
        return rename(path, target)

    monkeypatch.setattr(write.Path, "rename", refuse)
    with pytest.raises(OSError, match="no"):
        write_report(report, folder)
    assert (folder / "index.html").is_file()
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("id", ["../outside", "a.en", "", "x" * 101, "é", "a/b"])
def test_an_id_that_cannot_name_a_file_is_refused(report: Report, tmp_path: Path, id: str) -> None:
    with pytest.raises(InputRefused):
        write_report(replace(report, calls=(replace(report.calls[0], id=id),)), tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_two_calls_that_would_share_a_file_are_refused(report: Report, tmp_path: Path) -> None:
    twins = (replace(report.calls[0], id="call"), replace(report.calls[1], id="CALL"))
    with pytest.raises(InputRefused, match="two calls"):
        write_report(replace(report, calls=twins), tmp_path / "report")


def test_an_evaluation_of_another_scorecard_is_refused(report: Report, tmp_path: Path) -> None:
    call = report.calls[0]
    partial = replace(call, evaluation=replace(call.evaluation, criteria=call.evaluation.criteria[1:]))
    with pytest.raises(InputRefused, match="does not answer the scorecard relation"):
        write_report(replace(report, calls=(partial,)), tmp_path / "report")
