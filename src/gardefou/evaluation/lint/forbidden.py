"""What no scorecard may ask: emotion, tone of voice, accent, traits, pace, ranking (S2, S8, S9, S25)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gardefou.evaluation.lint import words_about_people as people
from gardefou.evaluation.lint import words_of_voice_and_mood as voice
from gardefou.evaluation.lint.findings import Finding, Found, Rule, Severity, Surroundings
from gardefou.evaluation.lint.patterns import simplified, without_quotes
from gardefou.evaluation.lint.walk import Role, Text, texts_of
from gardefou.evaluation.lint.words_about_assistant import ADHERENCE
from gardefou.evaluation.lint.words_about_customers import without_asked, without_customers
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

_LEFT_OUT = re.compile(
    r"(?:^|\W)(?:pas|jamais|ni|non|hors|not|never|nor|no matter|regardless of|whatever|quel que soit|quelle que soit|"
    r"peu importe|sans (?:juger|compter|regarder)|independamment)"
    r"(?: (?:sur|de|du|about|of|on|by))?(?P<the> (?:le|la|les|the|their|son|sa|leur|ses))? ?(?P<elided>l')?$"
)
_LISTED = re.compile(
    r" ?,?(?: (?:ou|or|et|and|ni|nor))?(?: (?:sur|de|du|about|of|on))?(?: (?:le|la|les|the|son|sa))? ?(?:l')?"
)
_DEFINITE = ("le ", "la ", "les ", "l'", "son ", "sa ", "leur ", "du ", "au ")
_HEARD_IN_WORDS = {"emotion", "person", "pace"}
_FEWEST_QUOTED_WORDS = 2
_ALL = (voice.EMOTION, voice.TONE, voice.ACCENT, people.PERSON, people.PACE, people.RANKING)
_ANY = re.compile("|".join(each.pattern for each in _ALL))


def _rule(code: str, pattern: re.Pattern[str], told: Message, mend: str) -> Rule:
    def check(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
        for text in texts_of(scorecard, with_exemplars=True):
            asked = _asked(text)
            found = pattern.search(without_customers(without_asked(asked)) if code in _HEARD_IN_WORDS else asked)
            if found:
                yield Found(text.place, text.subject, replace(told, values={"words": found[0].strip()}))

    why = told.template.removeprefix('"{words}" ')
    return Rule(code, Severity.ERROR, f"A text that {why}.", mend, check)


def _asked(text: Text) -> str:
    """What is asked, without quotes, and without what guidance leaves out in so many words.

    Quotes stay in what a language model is sent: there they can ask as well as the rest.
    """
    fewest = 1 if text.role is Role.GUIDANCE else _FEWEST_QUOTED_WORDS
    content = simplified(text.content if text.is_sent else without_quotes(text.content, fewest))
    if text.role is not Role.GUIDANCE:
        return content
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
        Message('"{words}" asks for an emotion, a mood or stress, which the program infers of nobody (S9)'),
        'ask for words that are said, as "says words of understanding"',
    ),
    _rule(
        "tone",
        voice.TONE,
        Message('"{words}" asks how a voice sounds, which is not judged (S9)'),
        "ask for words that are said, or leave it out",
    ),
    _rule(
        "accent",
        voice.ACCENT,
        Message('"{words}" asks for an accent or a mother tongue, which is a trait of a person (S9, S11)'),
        "leave it out",
    ),
    _rule(
        "person",
        people.PERSON,
        Message('"{words}" asks what a person is like; a criterion judges a call, never a person (S2, S11)'),
        "ask what is said or done in the call",
    ),
    _rule(
        "pace",
        people.PACE,
        Message('"{words}" asks for the pace of a person or the length of calls, which is not measured (S25)'),
        "leave it out; silences, overlaps and announced waits can be measured",
    ),
    _rule(
        "ranking",
        people.RANKING,
        Message('"{words}" compares or rewards people, which no result may be used for (S2)'),
        "leave it out",
    ),
    _rule(
        "assistant",
        ADHERENCE,
        Message('"{words}" asks whether suggestions of a program are followed, which is never scored (S8)'),
        "leave it out",
    ),
)


def forbidden(scorecard: Scorecard) -> tuple[Finding, ...]:
    """What keeps a scorecard from being used at all, in the order of its parts."""
    surroundings = Surroundings()
    found = [finding for rule in FORBIDDEN for finding in rule.findings(scorecard, surroundings)]
    order = {text.place: number for number, text in enumerate(texts_of(scorecard, with_exemplars=True))}
    return tuple(sorted(found, key=lambda each: order[each.place]))
