"""What no scorecard may ask: emotion, tone of voice, accent, traits of a person, pace, ranking (S2, S9, S25)."""

import re
from collections.abc import Iterator

from gardefou.evaluation.lint import words_about_people as people
from gardefou.evaluation.lint import words_of_voice_and_mood as voice
from gardefou.evaluation.lint.findings import Finding, Found, Rule, Severity, Surroundings
from gardefou.evaluation.lint.patterns import simplified, without_quotes
from gardefou.evaluation.lint.walk import Role, Text, texts_of
from gardefou.evaluation.model import Scorecard

_LEFT_OUT = re.compile(
    r"(?:^|\W)(?:pas|jamais|ni|non|hors|not|never|nor|no matter|regardless of|whatever|quel que soit|quelle que soit|"
    r"peu importe|sans (?:juger|compter|regarder)|independamment)"
    r"(?: (?:sur|de|du|about|of|on|by))?(?P<the> (?:le|la|les|the|their|son|sa|leur|ses))? ?(?P<elided>l')?$"
)
_LISTED = re.compile(
    r" ?,?(?: (?:ou|or|et|and|ni|nor))?(?: (?:sur|de|du|about|of|on))?(?: (?:le|la|les|the|son|sa))? ?(?:l')?"
)
_DEFINITE = ("le ", "la ", "les ", "l'", "son ", "sa ", "leur ", "du ", "au ")
_ASKED_OF_SOMEBODY = re.compile(
    r"\b(?:demande(?:-t-elle|-t-il|r|)(?: [\w']+){0,3}? (?:si|s'il|pourquoi|comment|a quel|a quelle)|"
    r"asks?(?: [\w']+){0,3}? (?:if|whether|how|why)) [^.;?!]*?"
    r"(?=(?:,| et| puis) [\w'-]+-(?:elle|il)\b|"
    r"(?:,| and| while) (?:the|does|is|are|stay|remain|keep|be|sound)|[.;?!]|$)"
)
"""What follows is what the adviser asks with words, as whether somebody is calm."""
_HEARD_IN_WORDS = {"emotion", "person", "pace"}
_FEWEST_QUOTED_WORDS = 2
_ALL = (voice.EMOTION, voice.TONE, voice.ACCENT, people.PERSON, people.PACE, people.RANKING)
_ANY = re.compile("|".join(each.pattern for each in _ALL))


def _rule(code: str, pattern: re.Pattern[str], what: str, mend: str) -> Rule:
    def check(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
        for text in texts_of(scorecard):
            asked = _asked(text)
            found = pattern.search(_ASKED_OF_SOMEBODY.sub("…", asked) if code in _HEARD_IN_WORDS else asked)
            if found:
                yield Found(text.place, text.subject, f'"{found[0].strip()}" {what}')

    return Rule(code, Severity.ERROR, f"A text that {what}.", mend, check)


def _asked(text: Text) -> str:
    """What is asked, without quotes, and without what guidance leaves out in so many words."""
    if text.role is not Role.GUIDANCE:
        return simplified(without_quotes(text.content, _FEWEST_QUOTED_WORDS))
    content = simplified(without_quotes(text.content))
    kept, end, was_left_out = "", 0, False
    for found in _ANY.finditer(content):
        between = content[end : found.start()]
        was_left_out = (was_left_out and bool(_LISTED.fullmatch(between))) or _is_left_out(between, found[0])
        kept += between + ("…" if was_left_out else found[0])
        end = found.end()
    return kept + content[end:]


def _is_left_out(before: str, words: str) -> bool:
    found = _LEFT_OUT.search(before)
    return bool(found and (found["the"] or found["elided"] or words.startswith(_DEFINITE)))


FORBIDDEN = (
    _rule(
        "emotion",
        voice.EMOTION,
        "asks for an emotion, a mood or stress, which the program infers of nobody (S9)",
        'ask for words that are said, as "says words of understanding"',
    ),
    _rule(
        "tone",
        voice.TONE,
        "asks how a voice sounds, which is not judged (S9)",
        "ask for words that are said, or leave it out",
    ),
    _rule(
        "accent",
        voice.ACCENT,
        "asks for an accent or a mother tongue, which is a trait of a person (S9, S11)",
        "leave it out",
    ),
    _rule(
        "person",
        people.PERSON,
        "asks what a person is like; a criterion judges a call, never a person (S2, S11)",
        "ask what is said or done in the call",
    ),
    _rule(
        "pace",
        people.PACE,
        "asks for the pace of a person or the length of calls, which is not measured (S25)",
        "leave it out; silences, overlaps and announced waits can be measured",
    ),
    _rule(
        "ranking",
        people.RANKING,
        "compares or rewards people, which no result may be used for (S2)",
        "leave it out",
    ),
)


def forbidden(scorecard: Scorecard) -> tuple[Finding, ...]:
    """What keeps a scorecard from being used at all, in the order of its parts."""
    surroundings = Surroundings()
    found = [finding for rule in FORBIDDEN for finding in rule.findings(scorecard, surroundings)]
    order = {text.place: number for number, text in enumerate(texts_of(scorecard))}
    return tuple(sorted(found, key=lambda each: order[each.place]))
