"""A working copy as a whole: its criteria with what changed, its title and version, and its way to a proposal."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.quality_scorecard import KINDS, SHORT_AUTOMATION
from gardefou.adapters.pages.quality_scorecard_changes import changes
from gardefou.adapters.pages.quality_scorecard_edit import Edited, whole_values, with_whole
from gardefou.adapters.pages.quality_scorecard_faults import Fault
from gardefou.adapters.pages.quality_scorecard_fields import KINDS as FORM_KINDS
from gardefou.adapters.pages.quality_scorecard_file import scorecard_of
from gardefou.adapters.pages.quality_scorecard_words import NO_FILE
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.scorecard_arrange import arranged, hindrances
from gardefou.entrypoints.web.scorecard_copies import Copies, Copy, check_digest
from gardefou.entrypoints.web.scorecard_lint import MOST_SHOWN, findings_of
from gardefou.entrypoints.web.scorecard_settings import ScorecardSettings
from gardefou.entrypoints.web.visit import Visit
from gardefou.kernel.errors import InputRefused


class EditPages:
    """What an analyst does with a copy of a scorecard."""

    def __init__(self, copies: Copies, settings: ScorecardSettings) -> None:
        self._copies = copies
        self._settings = settings

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "edit_scorecard": self.edit,
            "save_scorecard": self.save,
            "arrange_scorecard": self.arrange,
            "propose_scorecard": self.propose,
            "discard_scorecard": self.discard,
            "withdraw_scorecard": self.withdraw,
            "upload_scorecard": self.upload,
        }

    def edit(self, visit: Visit, digest: str) -> Response:
        """The copy with what changed in it."""
        return self._page(visit, self._copies.open(visit, digest), saved=visit.query.get("saved") == "1")

    def save(self, visit: Visit, digest: str) -> Response:
        """Keep another title, version or weight of a section."""
        copy = self._copies.open(visit, digest)
        values = {name: visit.form.get(name, "") for name in whole_values(copy.scorecard)}
        return self._kept(visit, copy, with_whole(copy.scorecard, values), values)

    def arrange(self, visit: Visit, digest: str) -> Response:
        """Move, remove or put back a criterion."""
        copy = self._copies.open(visit, digest)
        name = visit.form.get("criterion", "")
        return self._kept(visit, copy, arranged(copy, name, visit.form.get("do", "")), at=f"#c-{name}")

    def propose(self, visit: Visit, digest: str) -> Response:
        """Have the copy run in shadow."""
        copy = self._copies.open(visit, digest)
        if hindrances(copy, findings_of(copy.scorecard, self._settings.taxonomy)):
            return self._page(visit, copy, 422)
        try:
            self._copies.propose(visit, copy)
        except InputRefused as error:
            return self._page(visit, copy, 422, faults=(Fault("", cause=error.cause),))
        return visit.go(f"/scorecards/{copy.scorecard.digest}")

    def discard(self, visit: Visit, digest: str) -> Response:
        """Forget the copy."""
        self._copies.discard(visit, self._copies.open(visit, digest).base)
        return visit.go("/scorecards")

    def withdraw(self, visit: Visit, digest: str) -> Response:
        """End the run of a proposal in shadow."""
        check_digest(digest)
        if not self._copies.withdraw(visit, digest):
            raise NotHere
        return visit.go(f"/scorecards/{digest}")

    def upload(self, visit: Visit) -> Response:
        """Make a file the copy of a scorecard, or the beginning of a new one."""
        base = visit.form.get("base", "")
        copy = self._copies.open(visit, base) if base else None
        try:
            if visit.upload is None or not visit.upload.content:
                return self._refused(visit, copy, NO_FILE)
            scorecard = scorecard_of(visit.upload.content, self._settings.lexicon)
        except InputRefused as error:
            return self._refused(visit, copy, Fault("file", cause=error.cause))
        self._copies.save(visit, base or scorecard.digest, scorecard)
        return visit.go(f"/scorecards/{base or scorecard.digest}/edit")

    def _refused(self, visit: Visit, copy: Copy | None, fault: Fault) -> Response:
        if copy:
            return self._page(visit, copy, 422, upload_fault=fault)
        return visit.render("quality/scorecard_refused.html", 422, upload_fault=fault)

    def _kept(
        self, visit: Visit, copy: Copy, edited: Edited, values: Mapping[str, str] | None = None, *, at: str = ""
    ) -> Response:
        scorecard, faults = edited
        if scorecard is None:
            return self._page(visit, copy, 422, faults=faults, values=values)
        if scorecard.digest != copy.scorecard.digest:
            self._copies.save(visit, copy.base, scorecard)
        return visit.go(f"/scorecards/{copy.base}/edit{at}")

    def _page(
        self,
        visit: Visit,
        copy: Copy,
        status: int = 200,
        *,
        faults: tuple[Fault, ...] = (),
        values: Mapping[str, str] | None = None,
        upload_fault: Fault | None = None,
        saved: bool = False,
    ) -> Response:
        found = findings_of(copy.scorecard, self._settings.taxonomy)
        typed = values or whole_values(copy.scorecard)
        return visit.render(
            "quality/scorecard_edit.html",
            status,
            copy=copy,
            changed=changes(copy.before, copy.scorecard),
            findings=found,
            most_shown=MOST_SHOWN,
            hindrances=hindrances(copy, found),
            values=typed,
            by_field=dict.fromkeys(typed) | {each.field: each for each in faults},
            faults=faults,
            upload_fault=upload_fault,
            saved=saved,
            kinds=KINDS,
            form_kinds=FORM_KINDS,
            short_automation=SHORT_AUTOMATION,
        )
