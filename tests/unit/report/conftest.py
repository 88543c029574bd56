from pathlib import Path

import pytest
from tests.unit.report import example

from gardefou.adapters.report.model import Report
from gardefou.adapters.report.write import write_report


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return example.report(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="session")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "report"
    assert write_report(report, folder) == folder / "index.html"
    return folder


@pytest.fixture(scope="session")
def page(folder: Path) -> Path:
    return folder / "calls" / "invoice_twice.html"
