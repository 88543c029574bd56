"""The one table of pages: every route, who may ask for it, and what it is about."""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.governance.roles import REVIEWERS, PersonRole

EVERYBODY = frozenset(PersonRole)
"""Whoever is signed in."""
FORM_BYTES = 64_000
DECISION_BYTES = 600_000
"""A reason of the longest kind for each criterion, with every accent written as six signs."""
CRITERION_BYTES = 400_000
"""The longest queries and some hundred sentences, with every accent written as six signs."""
UPLOAD_BYTES = 4_000_000


class About(StrEnum):
    """What a route shows or changes; the gate decides about it again."""

    NOTHING = "nothing"
    ONESELF = "oneself"
    OWN_CALL = "own call"
    WAITING_CALL = "call that waits for a reviewer"
    ASSIGNED_CALL = "call assigned to oneself"
    RELEASED_CALL = "reviewed call that was released"
    PARKED_CALL = "parked call"
    CALL_OF_SITE = "call of the site"
    REQUEST = "request of a person"
    SITE = "site"
    SCORECARD = "scorecard"
    ACT = "act of the site"


@dataclass(frozen=True, slots=True)
class Route:
    """One route; without roles it serves people who are not signed in as well.

    `largest_form` is the most bytes that a form sent here may have. What `is_noted` is asked for by people themselves,
    never by a link of another site: that it was shown has consequences.
    """

    name: str
    method: str
    path: str
    roles: frozenset[PersonRole]
    about: About = About.NOTHING
    largest_form: int = FORM_BYTES
    takes_upload: bool = False
    is_noted: bool = False

    @property
    def is_public(self) -> bool:
        """Whether it serves people who are not signed in."""
        return not self.roles


_PUBLIC: frozenset[PersonRole] = frozenset()
_ADVISER = frozenset({PersonRole.ADVISER})
_ANALYST = frozenset({PersonRole.QUALITY_ANALYST})
_MANAGER = frozenset({PersonRole.MANAGER})
_ADMINISTRATOR = frozenset({PersonRole.ADMINISTRATOR})
_OFFICER = frozenset({PersonRole.DATA_PROTECTION_OFFICER})
_TABLE = frozenset({PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY})
_RECORDERS = _TABLE | _OFFICER
_TRAINERS = frozenset({PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR})
_WHO_READS_THE_LOG = frozenset({PersonRole.REPRESENTATIVE, PersonRole.DATA_PROTECTION_OFFICER})
_WHO_JUDGES_THE_PROGRAM = REVIEWERS | {PersonRole.REPRESENTATIVE, PersonRole.DATA_PROTECTION_OFFICER}

ROUTES = {
    route.name: route
    for route in (
        Route("sign_in", "GET", "/sign-in", _PUBLIC),
        Route("send_sign_in", "POST", "/sign-in", _PUBLIC),
        Route("sign_out", "POST", "/sign-out", _PUBLIC),
        Route("preferences", "POST", "/preferences", _PUBLIC),
        Route("home", "GET", "/", EVERYBODY),
        Route("charter", "GET", "/charter", EVERYBODY),
        Route("charter_act", "GET", "/charter/acts/{act:uuid}", EVERYBODY, About.ACT),
        Route("charter_file", "GET", "/charter/acts/{act:uuid}/file", EVERYBODY, About.ACT),
        Route("comment_act", "POST", "/charter/acts/{act:uuid}/comments", _TABLE, About.ACT),
        Route("give_up_act", "POST", "/charter/acts/{act:uuid}/close", _TABLE, About.ACT),
        Route("sign_act", "GET", "/charter/acts/{act:uuid}/sign", _TABLE, About.ACT),
        Route("add_signature", "POST", "/charter/acts/{act:uuid}/sign", _TABLE, About.ACT),
        Route("statement", "GET", "/charter/acts/{act:uuid}/statement", _TABLE, About.ACT),
        Route("propose_charter", "GET", "/charter/propose", _TABLE, About.SITE),
        Route("preview_charter", "POST", "/charter/propose", _TABLE, About.SITE),
        Route(
            *("upload_charter", "POST", "/charter/propose/file", _TABLE, About.SITE),
            largest_form=UPLOAD_BYTES,
            takes_upload=True,
        ),
        Route(*("send_charter", "POST", "/charter/propose/send", _TABLE, About.SITE), largest_form=UPLOAD_BYTES),
        Route("succession", "GET", "/charter/succession", _TABLE, About.SITE),
        Route("propose_succession", "POST", "/charter/succession", _TABLE, About.SITE),
        Route("suspension", "GET", "/charter/suspension", _TABLE, About.SITE),
        Route("suspend", "POST", "/charter/suspension", _TABLE, About.SITE),
        Route("resumption", "GET", "/charter/resumption", _TABLE, About.SITE),
        Route("resume", "POST", "/charter/resumption", _TABLE, About.SITE),
        Route("put_scorecard", "POST", "/charter/scorecards/{digest}", _TABLE, About.SCORECARD),
        Route("signing_keys", "GET", "/charter/keys", _TABLE),
        Route("access_log", "GET", "/charter/log", _WHO_READS_THE_LOG, About.SITE),
        Route("registers", "GET", "/registers", _RECORDERS | _ADMINISTRATOR, About.SITE),
        Route("record_entry", "POST", "/registers/entries", _RECORDERS, About.SITE),
        Route("withdraw_entry", "POST", "/registers/entries/withdraw", _RECORDERS, About.SITE),
        Route("ask_question", "POST", "/registers/questions", frozenset({PersonRole.REPRESENTATIVE}), About.SITE),
        Route(
            *("answer_question", "POST", "/registers/questions/answer"),
            roles=frozenset({PersonRole.EMPLOYER_SIGNATORY}),
            about=About.SITE,
        ),
        Route(
            *("withdraw_question", "POST", "/registers/questions/withdraw"),
            roles=frozenset({PersonRole.REPRESENTATIVE}),
            about=About.SITE,
        ),
        Route("record_training", "POST", "/registers/trainings", _TRAINERS, About.SITE),
        Route("withdraw_training", "POST", "/registers/trainings/withdraw", _TRAINERS, About.SITE),
        Route("waiting", "GET", "/waiting", _ADVISER, About.ONESELF),
        Route("calls", "GET", "/calls", _ADVISER, About.ONESELF),
        Route("call", "GET", "/calls/{call:uuid}", _ADVISER, About.OWN_CALL),
        Route("call_sound", "GET", "/calls/{call:uuid}/sound", _ADVISER, About.OWN_CALL),
        Route("self_evaluation", "GET", "/calls/{call:uuid}/self-evaluation", _ADVISER, About.OWN_CALL),
        Route("send_self_evaluation", "POST", "/calls/{call:uuid}/self-evaluation", _ADVISER, About.OWN_CALL),
        Route("comment", "POST", "/calls/{call:uuid}/comments", _ADVISER, About.OWN_CALL),
        Route("contest", "POST", "/calls/{call:uuid}/contests", _ADVISER, About.OWN_CALL),
        Route("answer", "POST", "/calls/{call:uuid}/answer", _ADVISER, About.OWN_CALL),
        Route("erase", "POST", "/calls/{call:uuid}/erase", _ADVISER, About.OWN_CALL),
        Route("rights", "GET", "/rights", _ADVISER, About.ONESELF),
        Route("export", "GET", "/rights/export", _ADVISER, About.ONESELF, is_noted=True),
        Route("recording", "POST", "/rights/recording", _ADVISER, About.ONESELF),
        Route("take_part", "POST", "/rights/experiment", _ADVISER, About.ONESELF),
        Route("reviews", "GET", "/reviews", REVIEWERS, About.SITE),
        Route("take", "POST", "/reviews/{call:uuid}/take", REVIEWERS, About.WAITING_CALL),
        Route("hand_back", "POST", "/reviews/{call:uuid}/release", REVIEWERS, About.ASSIGNED_CALL),
        Route("review", "GET", "/reviews/{call:uuid}", REVIEWERS, About.ASSIGNED_CALL),
        Route("review_sound", "GET", "/reviews/{call:uuid}/sound", REVIEWERS, About.ASSIGNED_CALL),
        Route(
            *("passage", "GET", "/reviews/{call:uuid}/passages/{number:int}", REVIEWERS, About.ASSIGNED_CALL),
            is_noted=True,
        ),
        Route("decide", "POST", "/reviews/{call:uuid}/decision", REVIEWERS, About.ASSIGNED_CALL, DECISION_BYTES),
        Route("agreement", "GET", "/agreement", _WHO_JUDGES_THE_PROGRAM, About.SITE),
        Route("scorecards", "GET", "/scorecards", _WHO_JUDGES_THE_PROGRAM, About.SCORECARD),
        Route("scorecard", "GET", "/scorecards/{digest}", _WHO_JUDGES_THE_PROGRAM, About.SCORECARD),
        Route("download_scorecard", "GET", "/scorecards/{digest}/download", _WHO_JUDGES_THE_PROGRAM, About.SCORECARD),
        Route("edit_scorecard", "GET", "/scorecards/{digest}/edit", _ANALYST, About.SCORECARD),
        Route("save_scorecard", "POST", "/scorecards/{digest}/edit", _ANALYST, About.SCORECARD),
        Route("arrange_scorecard", "POST", "/scorecards/{digest}/arrange", _ANALYST, About.SCORECARD),
        Route("edit_criterion", "GET", "/scorecards/{digest}/edit/{criterion}", _ANALYST, About.SCORECARD),
        Route(
            *("save_criterion", "POST", "/scorecards/{digest}/edit/{criterion}", _ANALYST, About.SCORECARD),
            largest_form=CRITERION_BYTES,
        ),
        Route("new_criterion", "GET", "/scorecards/{digest}/add", _ANALYST, About.SCORECARD),
        Route(
            *("add_criterion", "POST", "/scorecards/{digest}/add", _ANALYST, About.SCORECARD),
            largest_form=CRITERION_BYTES,
        ),
        Route(
            *("preview_criterion", "POST", "/scorecards/{digest}/preview", _ANALYST, About.SCORECARD),
            largest_form=CRITERION_BYTES,
        ),
        Route("propose_scorecard", "POST", "/scorecards/{digest}/proposal", _ANALYST, About.SCORECARD),
        Route("discard_scorecard", "POST", "/scorecards/{digest}/discard", _ANALYST, About.SCORECARD),
        Route("withdraw_scorecard", "POST", "/scorecards/proposals/{digest}/withdraw", _ANALYST, About.SCORECARD),
        Route(
            *("upload_scorecard", "POST", "/scorecards/upload", _ANALYST, About.SCORECARD),
            largest_form=UPLOAD_BYTES,
            takes_upload=True,
        ),
        Route("team", "GET", "/team", _MANAGER, About.SITE),
        Route("released_call", "GET", "/team/calls/{call:uuid}", _MANAGER, About.RELEASED_CALL),
        Route("released_sound", "GET", "/team/calls/{call:uuid}/sound", _MANAGER, About.RELEASED_CALL),
        Route("hidden", "GET", "/hidden", _MANAGER, About.SITE),
        Route("requests", "GET", "/requests", _OFFICER, About.SITE),
        Route("record_request", "POST", "/requests", _OFFICER, About.SITE),
        Route("extend_request", "POST", "/requests/{asked:uuid}/extension", _OFFICER, About.REQUEST),
        Route("answer_request", "POST", "/requests/{asked:uuid}/answer", _OFFICER, About.REQUEST),
        Route("object", "POST", "/requests/objections", _OFFICER, About.SITE),
        Route("subject", "POST", "/requests/subject", _OFFICER, About.SITE),
        Route("erase_subject", "POST", "/requests/subject/erasure", _OFFICER, About.SITE),
        Route("freeze_subject", "POST", "/requests/subject/freeze", _OFFICER, About.SITE),
        Route("export_subject", "POST", "/requests/subject/export", _OFFICER, About.SITE),
        Route("freeze_call", "POST", "/requests/calls/{call:uuid}/freeze", _OFFICER, About.CALL_OF_SITE),
        Route("lift_call", "POST", "/requests/calls/{call:uuid}/lift", _OFFICER, About.CALL_OF_SITE),
        Route("erase_call", "POST", "/requests/calls/{call:uuid}/erasure", _OFFICER, About.CALL_OF_SITE),
        Route("administration", "GET", "/administration", _ADMINISTRATOR),
        Route("retry", "POST", "/administration/calls/{call:uuid}/retry", _ADMINISTRATOR, About.PARKED_CALL),
        Route("people", "GET", "/administration/people", _ADMINISTRATOR),
        Route(
            *("import_people", "POST", "/administration/people", _ADMINISTRATOR),
            largest_form=UPLOAD_BYTES,
            takes_upload=True,
        ),
    )
}
"""Every route of pages by its name."""
