"""Renders the pages of a report in one language."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gardefou.adapters.report import labels, waveform
from gardefou.adapters.report.citations import Citations
from gardefou.adapters.report.clauses import CLAUSES
from gardefou.adapters.report.findings import decided, figures, sections, tally
from gardefou.adapters.report.language import Figures, page_wording, typeset
from gardefou.adapters.report.model import Report, ReportedCall
from gardefou.adapters.report.sentences import Sentences, queries
from gardefou.adapters.report.turns import turns
from gardefou.adapters.report.waveform import Mark, MarkKind, Scale, encoded, lanes, marks, pauses, skippable
from gardefou.kernel.wording import Wording

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
        self._figures = Figures(code)
        self._templates = self._environment()

    def index(self) -> str:
        """The list of calls."""
        return self._templates.get_template("index.html").render(root="", stem="index", tallies=self._tallies())

    def call(self, number: int) -> str:
        """The page of the call at that place of the report."""
        calls = self._report.calls
        call = calls[number]
        citations = Citations(call.evaluation)
        shown_marks = marks(call.transcript, call.measures)
        scale = Scale(call.transcript.duration_ms)
        return self._templates.get_template("call.html").render(
            root="../",
            stem=call.id,
            call=call,
            before=calls[number - 1] if number else None,
            after=calls[number + 1] if number + 1 < len(calls) else None,
            sound=sound_name(call),
            citations=citations.items,
            lines=turns(call.transcript, pauses(call.measures), citations.items),
            sections=sections(self._report.scorecard, call.evaluation, citations),
            figures=figures(call.measures),
            scale=scale,
            lanes=lanes(call.transcript),
            peaks=[encoded(call.peaks[call.transcript.channel_of(role)]) for role in lanes(call.transcript)],
            marks=shown_marks,
            mark_labels=waveform.labels({each: self._mark_text(each) for each in shown_marks}, scale),
            skippable=skippable(call.measures),
            tallies=self._tallies(),
            decided=decided(call.evaluation),
            told=Sentences(self._code, call.measures).told,
            queries=queries,
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
        environment.filters.update(self._filters())
        environment.globals.update(self._globals())
        return environment

    def _filters(self) -> Mapping[str, Any]:
        return {
            "clock": self._figures.clock,
            "duration": self._figures.duration,
            "decimal": self._figures.decimal,
            "moment": self._figures.moment,
            "value": self._figures.value,
            "worded": self._worded,
            "word": page_wording(self._code).gettext,
            "removed": lambda kind: page_wording(self._code).gettext(labels.removed_word(kind)),
            "mark": self._mark_text,
        }

    def _globals(self) -> Mapping[str, Any]:
        other = next(code for code in LANGUAGES if code != self._code)
        return {
            "report": self._report,
            "code": self._code,
            "other": other,
            "policy": POLICY,
            "clauses": CLAUSES,
            "labels": labels,
            "page_name": page_name,
        }

    def _tallies(self) -> dict[str, Any]:
        return {call.id: tally(call.evaluation) for call in self._report.calls}

    def _worded(self, wording: Wording) -> str:
        return typeset(wording.into(self._code), self._code)

    def _mark_text(self, mark: Mark) -> str:
        """A mark in words, as in its label under the sound."""
        say = page_wording(self._code).gettext
        length = self._figures.duration(mark.span.duration_ms)
        match mark.kind:
            case MarkKind.HOLD:
                return say("Attente, %(length)s") % {"length": length}
            case MarkKind.SILENCE:
                return say("Silence, %(length)s") % {"length": length}
            case MarkKind.OVERLAP:
                return say("Chevauchement")
            case MarkKind.REMOVED:
                return say("Supprimé : %(kind)s") % {"kind": say(labels.removed_word(mark.what))}
