"""Several files in one command: what was done before a failure is shown, whatever fails."""

import json
from pathlib import Path

import pytest

from gardefou.entrypoints.cli.inputs import process
from gardefou.kernel.errors import InputRefused, SettingWrong

FILES = [Path("one"), Path("two"), Path("three")]


def worked(fault: Exception) -> None:
    def work(file: Path) -> str:
        if file == FILES[1]:
            raise fault
        return file.name

    process(FILES, work, lambda name: {"name": name}, lambda *_: None, as_json=True)


def names(written: str) -> list[str]:
    return [each["name"] for each in json.loads(written)]


def test_a_file_that_is_refused_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        worked(InputRefused("two", "no sound"))
    out, err = capsys.readouterr()
    assert (ended.value.code, names(out), err) == (1, ["one", "three"], "gardefou: two: no sound\n")


@pytest.mark.parametrize("fault", [SettingWrong("not enough memory"), RuntimeError("unforeseen")])
def test_what_was_done_is_shown_before_the_end_of_all(capsys: pytest.CaptureFixture[str], fault: Exception) -> None:
    with pytest.raises(type(fault)):
        worked(fault)
    assert names(capsys.readouterr().out) == ["one"]
