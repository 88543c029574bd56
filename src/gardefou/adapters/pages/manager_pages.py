"""What managers' pages show: shares by criterion with their intervals, decisions of people apart from drafts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gardefou.adapters.pages.call_page import CallPage
from gardefou.adapters.report.language import message
from gardefou.adapters.report.standing import NO_VERDICT, VerdictState
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Wording
from gardefou.review.agreement import Estimate, share_of
from gardefou.review.model import GroupFigure


@dataclass(frozen=True, slots=True)
class Share:
    """How a criterion was answered in the calls of a group; `met` is None when no call was decided.

    Of how many people is not here: that number falls when somebody refuses recording (S8).
    """

    counts: Mapping[Verdict, int]

    @property
    def calls(self) -> int:
        """All calls."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """Calls in which it is met or not met."""
        return self.counts.get(Verdict.MET, 0) + self.counts.get(Verdict.NOT_MET, 0)

    @property
    def met(self) -> Estimate | None:
        """The share met among those decided, with its 95 % interval."""
        return share_of(self.counts.get(Verdict.MET, 0), self.decided) if self.decided else None

    @property
    def not_applicable(self) -> int:
        """Calls that the question is not about."""
        return self.counts.get(Verdict.NOT_APPLICABLE, 0)

    @property
    def cannot_tell(self) -> int:
        """Calls in which nobody could tell."""
        return self.counts.get(Verdict.CANNOT_TELL, 0)


@dataclass(frozen=True, slots=True)
class CriterionShares:
    """One criterion, as people decided it and as the program alone did; None is hidden, for it is about too few."""

    criterion: Criterion
    reviewed: Share | None
    automatic: Share | None


@dataclass(frozen=True, slots=True)
class SectionShares:
    """The criteria of one section."""

    title: Wording
    rows: tuple[CriterionShares, ...]


@dataclass(frozen=True, slots=True)
class CardShares:
    """One scorecard with its sections, in its own order: nothing is ranked."""

    scorecard: Scorecard
    sections: tuple[SectionShares, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a manager does not see, the clause that says so, why, and who could change it."""

    what: str
    clause: str
    why: str
    lifted_by: str


NOBODY = message("Personne : le programme ne le calcule pas et n'a pas de page pour le montrer.")
NO_SIGNATURE = message("Personne : aucune signature ne le permet.")
BOTH = message("Les deux signataires de la charte, ensemble.")

HIDDEN = (
    Hidden(
        message("Les évaluations automatiques d'une personne"),
        "S3",
        message(
            "Ce sont des brouillons que personne n'a relus. Ils ne concernent jamais une personne en particulier ; "
            "vous en voyez des parts, pour un groupe."
        ),
        NO_SIGNATURE,
    ),
    Hidden(
        message("Les appels : le son et le texte"),
        "S10",
        message(
            "La personne qui a pris l'appel le voit d'abord, puis qui le relit. Vous n'ouvrez que ce qu'une personne a "
            "relu, après le délai de réponse, là où la charte le transmet."
        ),
        BOTH,
    ),
    Hidden(
        message("Les chiffres de moins de %(smallest)s personnes"),
        "S10",
        message(
            "Avec si peu de personnes, une part désigne quelqu'un. Les chiffres passent alors au site. De l'équipe et "
            "du site, un seul est montré : leur différence isolerait un petit groupe."
        ),
        message(
            "Les deux signataires peuvent demander un groupe plus grand. Moins de dix : personne, aucune signature ne "
            "le permet."
        ),
    ),
    Hidden(
        message("Les auto-évaluations et les commentaires"),
        "S10",
        message(
            "Une personne répond à qui la relit, pas à son encadrement. Elle peut vous en parler, si elle le veut."
        ),
        message("La personne elle-même, en vous le disant."),
    ),
    Hidden(
        message("Qui conteste, et combien de fois"),
        "S4",
        message("Contester est un droit. S'il se comptait, il coûterait quelque chose à qui s'en sert."),
        message("Personne : aucune page de l'encadrement ne le montre."),
    ),
    Hidden(
        message("Qui refuse l'enregistrement"),
        "S8",
        message("Chaque page est la même, que quelqu'un refuse ou non. Il n'y a rien à demander, rien à justifier."),
        NO_SIGNATURE,
    ),
    Hidden(
        message("Qui se sert de l'aide en direct"),
        "S7",
        message("Cet usage n'est pas mesuré."),
        NOBODY,
    ),
    Hidden(
        message("Tout classement de personnes ou d'équipes, toute note par personne"),
        "S2",
        message(
            "Les évaluations servent à accompagner. Un classement servirait à comparer, puis à sanctionner ou à payer."
        ),
        NOBODY,
    ),
    Hidden(
        message("Qui relit, avant que la décision soit définitive"),
        "S3",
        message("Une personne relit sans que l'encadrement le sache : personne ne peut peser sur sa décision."),
        message("Personne. Le nom est joint à la décision, une fois qu'elle est définitive."),
    ),
    Hidden(
        message("L'émotion, le stress, le ton"),
        "S9",
        message("Rien ici ne les mesure, chez personne."),
        message("Personne : la loi l'interdit, aucune signature ne le permet."),
    ),
)
"""Everything that is kept from managers."""


def shares(figures: Iterable[GroupFigure], scorecards: Mapping[str, Scorecard]) -> tuple[CardShares, ...]:
    """The figures of a group by scorecard, the one of most calls first."""
    found: dict[tuple[str, str, bool], dict[Verdict, int]] = {}
    calls: Counter[str] = Counter()
    for each in figures:
        key = (each.scorecard, each.criterion, each.reviewed)
        found.setdefault(key, {})[each.verdict] = each.calls
        calls[each.scorecard] += each.calls
    by_key = {key: Share(counts) for key, counts in found.items()}
    return tuple(_card(digest, scorecards[digest], by_key) for digest, _ in calls.most_common())


def _card(digest: str, scorecard: Scorecard, found: Mapping[tuple[str, str, bool], Share]) -> CardShares:
    def row(criterion: Criterion) -> CriterionShares:
        return CriterionShares(
            criterion, found.get((digest, criterion.id, True)), found.get((digest, criterion.id, False))
        )

    sections = tuple(
        SectionShares(section.title, tuple(row(each) for each in section.criteria)) for section in scorecard.sections
    )
    return CardShares(scorecard, sections)


def released_page(page: CallPage) -> CallPage:
    """The page of a call with the verdicts in force alone: nothing of the program, nothing of any contest."""
    return replace(page, states={name: _in_force(state) for name, state in page.states.items()})


def _in_force(state: VerdictState) -> VerdictState:
    if state.void or not state.decisions:
        return NO_VERDICT
    return VerdictState(state.decisions[-1:], in_trial=True)
