"""Every rule of the linter, each with why it is there and how to mend what it finds."""

from gardefou.evaluation.lint import conditions, exemplars, guidance, limits, overlaps, unseen, vague, weights
from gardefou.evaluation.lint.findings import Rule, Severity
from gardefou.evaluation.lint.forbidden import FORBIDDEN

WARNINGS = (
    Rule(
        "vague",
        Severity.WARNING,
        "A word such as professional, appropriate or clearly means something else to each reader.",
        "name what is said or done",
        vague.vague,
    ),
    Rule(
        "double",
        Severity.WARNING,
        "A question about two things has no answer when one holds and the other does not.",
        "make two criteria of it, or a combination with two parts",
        vague.double,
    ),
    Rule(
        "negative",
        Severity.WARNING,
        "In a negative question yes and no are easily mixed up.",
        "ask what should be there",
        vague.negative,
    ),
    Rule(
        "not_a_question",
        Severity.WARNING,
        "People answer questions.",
        "end it with a question mark",
        vague.not_a_question,
    ),
    Rule(
        "unseen",
        Severity.WARNING,
        "Screens, entries, posture and messages are not in a transcript.",
        "ask what is said of it, or make it manual",
        unseen.unseen,
    ),
    Rule(
        "guidance",
        Severity.WARNING,
        "Two people agree on a verdict when guidance says what counts and what does not.",
        "say what counts, and what does not suffice",
        guidance.guidance,
    ),
    Rule(
        "untranslated",
        Severity.WARNING,
        "Both languages are shown to people.",
        "translate one of them",
        guidance.untranslated,
    ),
    Rule(
        "exemplars",
        Severity.WARNING,
        "Exemplars show people, and criteria that learn, what satisfies in each language.",
        "add sentences that satisfy the question",
        exemplars.missing,
    ),
    Rule(
        "not_found",
        Severity.WARNING,
        "A query that misses the criterion's own exemplar will miss it in calls.",
        "widen the query, or correct the exemplar",
        exemplars.not_found,
    ),
    Rule(
        "wrongly_found",
        Severity.WARNING,
        "A query that finds the criterion's own counter-exemplar will find it in calls.",
        "narrow the query, or correct the counter-exemplar",
        exemplars.wrongly_found,
    ),
    Rule(
        "unreachable",
        Severity.WARNING,
        "A question whose condition never holds is never answered.",
        "correct asked_if, or leave the question out",
        conditions.unreachable,
        is_about_whole=True,
    ),
    Rule(
        "limits",
        Severity.WARNING,
        "A limit that always or never holds tells nothing of a call.",
        "correct the limit, or leave it out",
        limits.limits,
    ),
    Rule(
        "levels",
        Severity.WARNING,
        "A level that the one before takes away is never given.",
        "let at_least_parts fall from level to level",
        weights.levels,
    ),
    Rule(
        "weights",
        Severity.WARNING,
        "Weights of sections are read as percent.",
        "let them add up to 100",
        weights.weights,
        is_about_whole=True,
    ),
    Rule(
        "share",
        Severity.WARNING,
        "A criterion with most of the weight decides alone; one with next to none changes no score.",
        "change its weight, or that of the others",
        weights.share,
        is_about_whole=True,
    ),
    Rule(
        "overlap",
        Severity.WARNING,
        "What two criteria ask counts twice.",
        "leave one out, or say what sets them apart",
        overlaps.overlaps,
        is_about_whole=True,
    ),
    Rule(
        "length",
        Severity.WARNING,
        "People answer a long form with less care.",
        "keep what decides something",
        weights.length,
        is_about_whole=True,
    ),
)
RULES = FORBIDDEN + WARNINGS
