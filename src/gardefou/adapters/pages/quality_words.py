"""The words of reviewers' pages for what the review names, in French; the catalogue has the English."""

from gardefou.adapters.report.language import message
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Cause
from gardefou.review.rules import Lack

COUNTS = (
    message("Zéro"),
    message("Une"),
    message("Deux"),
    message("Trois"),
    message("Quatre"),
    message("Cinq"),
    message("Six"),
    message("Sept"),
    message("Huit"),
    message("Neuf"),
    message("Dix"),
)
"""Small numbers of evaluations and contests, as a title begins with them."""

FILTERS = {
    Cause.CONTEST.value: message("Contestations"),
    Cause.CRITICAL.value: message("Critères critiques"),
    Cause.SAMPLE.value: message("Échantillon tiré"),
    "mine": message("Prises par moi"),
}

LACKS = {
    Lack.VERDICT: message("Choisissez un verdict."),
    Lack.REASON: message("Écrivez votre raison : la personne concernée la lira."),
    Lack.TOO_LONG: message("Cette raison dépasse 4 000 signes ; rien n'en a été coupé."),
}

VERDICTS = (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE)
"""In the order in which a reviewer chooses, the same for every criterion whatever the draft says."""
