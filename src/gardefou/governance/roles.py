"""What people may be in a contact centre."""

from enum import StrEnum


class PersonRole(StrEnum):
    """A function that decides what a person may see; one person may have several."""

    ADVISER = "adviser"
    MANAGER = "manager"
    QUALITY_ANALYST = "quality_analyst"
    REVIEWER = "reviewer"
    REPRESENTATIVE = "representative"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    EMPLOYER_SIGNATORY = "employer_signatory"
    ADMINISTRATOR = "administrator"


REVIEWERS = frozenset({PersonRole.QUALITY_ANALYST, PersonRole.REVIEWER})
"""Who may review calls; quality analysts change and propose scorecards besides."""
