"""The form of one criterion, and its try-out on a simulated call."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gardefou.adapters.pages.quality_scorecard import AUTOMATION, KINDS, SHORT_AUTOMATION, Rules, curve
from gardefou.adapters.pages.quality_scorecard_faults import fixed
from gardefou.adapters.pages.quality_scorecard_fields import empty_values, values_of
from gardefou.adapters.pages.quality_scorecard_words import TROUBLES
from gardefou.entrypoints.preview.turns import PreviewTurns
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.scorecard_copies import Copies
from gardefou.entrypoints.web.scorecard_lint import MOST_SHOWN
from gardefou.entrypoints.web.scorecard_preview import Previews, Tried, chosen, offered
from gardefou.entrypoints.web.scorecard_settings import ScorecardSettings
from gardefou.entrypoints.web.scorecard_typed import Typed, checked, kind_of, known, typed_of
from gardefou.entrypoints.web.visit import Visit

FIX = "fix-"


class CriterionPages:
    """What an analyst does with one criterion of a copy."""

    def __init__(self, copies: Copies, settings: ScorecardSettings, turns: PreviewTurns) -> None:
        self._copies = copies
        self._settings = settings
        self._previews = Previews(turns, settings.taxonomy)

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

    async def save(self, visit: Visit, digest: str, criterion: str) -> Response:
        """Keep what was typed, try it, or take a proposed search over."""
        return await self._sent(visit, await run_in_threadpool(self._typed, visit, digest, criterion))

    async def add(self, visit: Visit, digest: str) -> Response:
        """The same for a criterion that is new."""
        return await self._sent(visit, await run_in_threadpool(self._typed, visit, digest))

    async def preview(self, visit: Visit, digest: str) -> Response:
        """What the form gives, as a part of a page."""
        tried = await self._previews.of(visit, await run_in_threadpool(self._typed_somewhere, visit, digest))
        return await run_in_threadpool(
            visit.render, "quality/scorecard_preview.html", tried=tried, most_shown=MOST_SHOWN, troubles=TROUBLES
        )

    def _typed(self, visit: Visit, digest: str, criterion: str = "") -> Typed:
        copy = self._copies.open(visit, digest)
        return typed_of(visit, copy, known(copy, criterion) if criterion else None, self._settings.lexicon)

    def _typed_somewhere(self, visit: Visit, digest: str) -> Typed:
        """What was typed for a criterion that may be known."""
        copy = self._copies.open(visit, digest)
        before = copy.criterion(visit.form.get("id", "")) if visit.form.get("new") != "yes" else None
        return typed_of(visit, copy, before, self._settings.lexicon)

    async def _sent(self, visit: Visit, typed: Typed) -> Response:
        if visit.form.get("do") == "try":
            tried = await self._previews.of(visit, typed)
            return await run_in_threadpool(self._form, visit, typed, tried=tried, is_unsaved=True)
        return await run_in_threadpool(self._kept, visit, typed)

    def _kept(self, visit: Visit, typed: Typed) -> Response:
        name = visit.form.get("do", "").removeprefix(FIX)
        if visit.form.get("do", "").startswith(FIX) and name in typed.values:
            values = {**typed.values, name: fixed(typed.values[name], self._settings.lexicon)}
            again = Typed(typed.copy, typed.before, typed.kind, values, typed.section)
            return self._form(visit, checked(again, self._settings.lexicon), is_unsaved=True)
        if typed.scorecard is None:
            return self._form(visit, typed, 422, is_unsaved=True)
        self._copies.save(visit, typed.copy.base, typed.scorecard)
        return visit.go(f"/scorecards/{typed.copy.base}/edit?saved=1#c-{typed.values['id']}")

    def _form(
        self, visit: Visit, typed: Typed, status: int = 200, *, tried: Tried | None = None, is_unsaved: bool = False
    ) -> Response:
        copy, before = typed.copy, typed.before
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
            sample=chosen(visit),
            samples=offered(visit.language),
            tried=tried,
            most_shown=MOST_SHOWN,
            is_unsaved=is_unsaved,
            troubles=TROUBLES,
            reasons=self._settings.taxonomy.reasons,
            rules=Rules(visit.language, copy.scorecard, self._settings.taxonomy),
            kinds=KINDS,
            automation=AUTOMATION,
            short_automation=SHORT_AUTOMATION,
            curve=curve,
        )
