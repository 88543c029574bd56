"""Words of a call that are meant for a program: orders to a language model, or the marks it should give.

A list of phrases finds the usual ones only. Nothing rests on it alone: docs/decisions/0019-judge.md.
"""

import re
from collections.abc import Iterable

from gardefou.kernel.transcript import Segment
from gardefou.query.text import tokens

_GAP = r"(?: \w+){0,5}? "
_DROP = r"(?:ignor|oubli|disregard|forget|bypass|overrid|outrepass|contourn)\w*(?! pas\b)"
_ORDERS = r"(?:instruction|consigne|directive|guideline|prompt|regle|rule|criter)\w*"
_GIVE = (
    r"(?:mark|score|rate|grade|notez?|noter|coche[rz]?|valide[rz]?|donne[rz]?|mets|mett\w+|attribue[rz]?|give|set|put)"
)
_MARKS = r"(?:mark|point|score|note|rating|grade)s?"
_MOST = r"(?:full|maximum|maxim\w+|perfect|parfaite?s?|highest|top|best)"
_PHRASES = (
    _DROP + _GAP + _ORDERS,
    _GIVE + _GAP + r"criter\w*",
    _GIVE + _GAP + r"(?:tous|all) (?:les|the) points",
    rf"{_MOST} {_MARKS}",
    rf"{_MARKS} {_MOST}",
    r"(?:criter\w*|evaluation)(?: \w+){0,2}? (?:met|satisfaite?s?|remplie?s?|validee?s?|fulfilled|passed)",
    r"(?:new|nouvelles?|updated) (?:instruction|consigne|directive)s?",
    r"system (?:prompt|instruction|override)s?",
    r"(?:prompt|instruction)s? systeme",
    r"language model|modele de lang\w+|llm",
    r"(?:you are|tu es|vous etes) (?:(?:an?|une?|the|le|la) )?(?:ai|ia|model|modele|evaluator|evaluateur|judge|juge)",
    r"verdict|json|im start|im end|endoftext",
)
_TO_A_PROGRAM = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")


def addresses_a_program(said: Iterable[Segment]) -> bool:
    """Whether somebody speaks to a program that evaluates, be it over several turns."""
    return bool(_TO_A_PROGRAM.search(" ".join(token for segment in said for token in tokens(segment.text))))
