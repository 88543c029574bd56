"""The form of one criterion, and its try-out on a simulated call."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.quality_scorecard import AUTOMATION, KINDS, SHORT_AUTOMATION, Rules, curve
from gardefou.adapters.pages.quality_scorecard_faults import fixed
from gardefou.adapters.pages.quality_scorecard_fields import empty_values, values_of
from gardefou.adapters.pages.quality_scorecard_preview import PreviewView
from gardefou.adapters.pages.quality_scorecard_words import TROUBLES
from gardefou.analysis.model import Taxonomy
from gardefou.entrypoints.preview.process import PreviewProcess
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.scorecard_copies import Copies
from gardefou.entrypoints.web.scorecard_preview import Previews, offered
from gardefou.entrypoints.web.scorecard_typed import Typed, checked, kind_of, known, typed_of
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.lint.findings import Finding

FIX = "fix-"


class CriterionPages:
    """What an analyst does with one criterion of a copy."""

    def __init__(self, copies: Copies, taxonomy: Taxonomy, process: PreviewProcess) -> None:
        self._copies = copies
        self._taxonomy = taxonomy
        self._previews = Previews(process, taxonomy)

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "edit_criterion": self.edit,
            "save_criterion": self.save,
            "new_criterion": self.new,
            "add_criterion": self.add,
            "preview_criterion": self.preview,
        }

    def edit(self, visit: Visit, digest: str, criterion: str) -> Response:
        """The form with what is in the copy."""
        copy = self._copies.open(visit, digest)
        before = known(copy, criterion)
        return self._form(visit, Typed(copy, before, before.kind, values_of(before)))

    def new(self, visit: Visit, digest: str) -> Response:
        """An empty form."""
        copy, kind = self._copies.open(visit, digest), kind_of(visit.query.get("kind", "phrase"))
        return self._form(visit, Typed(copy, None, kind, empty_values(kind), copy.scorecard.sections[-1].id))

    def save(self, visit: Visit, digest: str, criterion: str) -> Response:
        """Keep what was typed, try it, or take a proposed search over."""
        copy = self._copies.open(visit, digest)
        return self._sent(visit, typed_of(visit, copy, known(copy, criterion)))

    def add(self, visit: Visit, digest: str) -> Response:
        """The same for a criterion that is new."""
        return self._sent(visit, typed_of(visit, self._copies.open(visit, digest), None))

    def preview(self, visit: Visit, digest: str) -> Response:
        """What the form gives, as a part of a page."""
        copy = self._copies.open(visit, digest)
        before = copy.criterion(visit.form.get("id", "")) if visit.form.get("new") != "yes" else None
        typed = typed_of(visit, copy, before)
        sample = visit.form.get("sample", "") or offered(visit.language)[0].id
        view, found = self._tried(visit.language, sample, typed)
        return visit.render("quality/scorecard_preview.html", view=view, findings=found, troubles=TROUBLES)

    def _sent(self, visit: Visit, typed: Typed) -> Response:
        what = visit.form.get("do", "save")
        if what.startswith(FIX) and what.removeprefix(FIX) in typed.values:
            name = what.removeprefix(FIX)
            values = {**typed.values, name: fixed(typed.values[name])}
            return self._form(visit, checked(typed.copy, typed.before, typed.kind, values, typed.section))
        if what == "try":
            return self._form(visit, typed, is_tried=True)
        if typed.scorecard is None:
            return self._form(visit, typed, 422)
        self._copies.save(visit, typed.copy.base, typed.scorecard)
        return visit.go(f"/scorecards/{typed.copy.base}/edit?saved=1#c-{typed.values['id']}")

    def _tried(self, language: str, sample: str, typed: Typed) -> tuple[PreviewView, tuple[Finding, ...]]:
        return self._previews.of(
            language, sample, typed.copy, typed.before, typed.criterion, typed.scorecard, typed.faults
        )

    def _form(self, visit: Visit, typed: Typed, status: int = 200, *, is_tried: bool = False) -> Response:
        copy, before = typed.copy, typed.before
        samples = offered(visit.language)
        sample = visit.form.get("sample", "") or samples[0].id
        view, findings = self._tried(visit.language, sample, typed) if is_tried else (None, ())
        address = f"/scorecards/{copy.base}/{f'edit/{before.id}' if before else 'add'}"
        return visit.render(
            "quality/scorecard_criterion.html",
            status,
            copy=copy,
            before=before,
            kind=typed.kind,
            values=typed.values,
            section=typed.section,
            address=address,
            by_field=dict.fromkeys(typed.values) | {each.field: each for each in typed.faults},
            faults=typed.faults,
            sample=sample,
            samples=samples,
            view=view,
            findings=findings,
            troubles=TROUBLES,
            reasons=self._taxonomy.reasons,
            rules=Rules(visit.language, copy.scorecard, self._taxonomy),
            kinds=KINDS,
            automation=AUTOMATION,
            short_automation=SHORT_AUTOMATION,
            curve=curve,
        )
