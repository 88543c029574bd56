"""Renders the pages of a report in one language."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gardefou.adapters.report.call_view import CallMaterial, call_view
from gardefou.adapters.report.clauses import CLAUSES
from gardefou.adapters.report.filters import equip
from gardefou.adapters.report.findings import decided, tally
from gardefou.adapters.report.language import page_wording
from gardefou.adapters.report.model import Report, ReportedCall
from gardefou.adapters.report.waveform import quantised

LANGUAGES = ("fr", "en")
WAVESURFER_STYLE = "sha256-1cSl/bfAXHF1Nov968p0tm9OssOwRbUFeHOyeto1yCA="
"""Hash of the style element that the vendored wavesurfer puts in its shadow root, at the height that `wave.js` asks."""
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{WAVESURFER_STYLE}'; font-src 'self'; "
    "img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'"
)


def page_name(stem: str, code: str) -> str:
    """The file name of a page in one language; French has the plain name."""
    return f"{stem}.html" if code == "fr" else f"{stem}.{code}.html"


def sound_name(call: ReportedCall) -> str:
    """Where a call's sound lies in the report."""
    return f"sound/{call.id}.ogg"


class Pages:
    """The pages of one report in one language."""

    def __init__(self, report: Report, code: str) -> None:
        self._report = report
        self._code = code
        self._templates = self._environment()

    def index(self) -> str:
        """The list of calls."""
        return self._templates.get_template("index.html").render(root="", stem="index", tallies=self._tallies())

    def call(self, number: int) -> str:
        """The page of the call at that place of the report."""
        calls = self._report.calls
        call = calls[number]
        return self._templates.get_template("call.html").render(
            root="../",
            stem=call.id,
            call=call,
            view=call_view(self._material(call), self._code),
            before=calls[number - 1] if number else None,
            after=calls[number + 1] if number + 1 < len(calls) else None,
            decided=decided(call.evaluation),
        )

    def _material(self, call: ReportedCall) -> CallMaterial:
        return CallMaterial(
            transcript=call.transcript,
            measures=call.measures,
            reason=call.reason,
            reason_label=call.reason_label,
            scorecard=self._report.scorecard,
            evaluation=call.evaluation,
            models=self._report.models,
            peaks=[quantised(channel) for channel in call.peaks],
            sound_url=f"../{sound_name(call)}",
            sound_preload="auto",
        )

    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("gardefou.adapters.report"),
            autoescape=True,
            extensions=["jinja2.ext.i18n"],
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.install_gettext_translations(page_wording(self._code), newstyle=True)  # type: ignore[attr-defined]
        equip(environment, self._code)
        environment.globals.update(self._globals())
        return environment

    def _globals(self) -> Mapping[str, Any]:
        other = next(code for code in LANGUAGES if code != self._code)
        return {
            "report": self._report,
            "code": self._code,
            "other": other,
            "policy": POLICY,
            "clauses": CLAUSES,
            "page_name": page_name,
        }

    def _tallies(self) -> dict[str, Any]:
        return {call.id: tally(call.evaluation) for call in self._report.calls}
