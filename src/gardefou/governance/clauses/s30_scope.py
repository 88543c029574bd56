"""S30: only what the charter names for this very site is done there."""

from collections.abc import Mapping

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import Request
from gardefou.governance.terms.places import Feature

CLAUSE = "S30"
NEEDS: Mapping[Verb, Feature] = {
    **dict.fromkeys((Verb.RECEIVE, Verb.KEEP, Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY), Feature.RECORDING),
    **dict.fromkeys((Verb.EVALUATE, Verb.OFFER, Verb.SHADOW), Feature.EVALUATION),
    Verb.TRY_FILES: Feature.LABORATORY,
    Verb.ASSIST: Feature.ASSIST,
}
"""Which feature makes something new of a call; what is here already is read and answered as before."""


def refusal(request: Request) -> str | None:
    """Refuse a feature that the charter does not name for the site."""
    feature = NEEDS.get(request.action.verb)
    if feature is None or request.charter is None or request.site is None:
        return None
    if feature not in request.charter.features(request.site.code):
        return "the charter does not name this feature for this site"
    return None
