"""Questions that two people would answer differently: vague words, two questions in one, negations."""

from collections.abc import Iterator

from gardefou.evaluation.criteria import CombinationCriterion
from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.patterns import alternatives, first_match, simplified, without_quotes
from gardefou.evaluation.lint.walk import criteria_of, questions_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

_VAGUE = {
    "fr": alternatives(
        r"professionnel\w*",
        r"appropriee?s?",
        r"adaptee?s?",
        r"convenable\w*",
        r"correct(?:e|es|s|ement)?",
        r"suffisa\w+",
        r"suffisamment",
        r"efficace\w*",
        r"qualite",
        r"satisfaisante?s?",
        r"optimale?s?",
        r"clair(?:e|es|s|ement)?",
        r"pertinente?s?",
        r"personnalisee?s?",
        r"pro-?acti\w+",
        r"soignee?s?",
        r"impeccables?",
        r"raisonnable\w*",
        r"ecoute active",
        r"si (?:necessaire|besoin)",
        r"le cas echeant",
        r"(?:bons?|bonnes?|mauvaise?s?) (?!jour|soir|apres|fin|semaine|week|continuation|courage|numero)\w+",
        r"(?:ecoute|accueille|repond|explique|conclut|gere|traite)-t-(?:elle|il) bien",
    ),
    "en": alternatives(
        r"professional\w*",
        r"(?:in)?appropriate(?:ly)?",
        r"(?:in)?adequate(?:ly)?",
        r"proper(?:ly)?",
        r"correct(?:ly)?",
        r"sufficient(?:ly)?",
        r"enough",
        r"(?:in)?efficient(?:ly)?",
        r"(?:in)?effective(?:ly)?",
        r"quality",
        r"satisfactor(?:y|ily)",
        r"clear(?:ly)?",
        r"relevant",
        r"suitabl[ey]",
        r"proactive(?:ly)?",
        r"reasonabl[ey]",
        r"active listening",
        r"if (?:necessary|needed|applicable)",
        r"(?:good|bad|great|excellent) (?!morning|afternoon|evening|day|night|bye)\w+",
        r"(?<!as )well(?! as)",
    ),
}
_VERBS = (
    r"(?:greets?|welcomes?|introduces?|says?|asks?|gives?|states?|offers?|checks?|confirms?|explains?|announces?|"
    r"thanks?|closes?|apologi[sz]es?|restates?|repeats?|proposes?|tells?|mentions?|listens?|reads?|summari[sz]es?|"
    r"verif(?:y|ies)|names?|identif(?:y|ies)|suggests?|recommends?|warns?|informs?|let|lets|wait|waits|transfers?|"
    r"note|notes|book|books|send|sends|solve|solves|reassures?)"
)
_NOUN = r"(?:le |la |les |l'|un |une |des |son |sa |ses |leur |leurs )[\w'-]+(?: d[eu] [\w'-]+| d'[\w'-]+)?"
_PRONOUN = r"-(?:elle|il|elles|ils|on)"
_DOUBLE = {
    "fr": alternatives(
        r"et/ou",
        r"ainsi que",
        _PRONOUN + r"\b[^.?!]{0,200}(?:,| et| puis)(?: (?!ou )[\w']+){0,2} (?!ou )[\w']+(?:-t)?" + _PRONOUN,
        r"(?:\w{2,}(?:er|ir|re|oir))(?: [\w'-]+){0,5} et (?:a |de |d')?(?:se |s'|lui |le |la |les |l')?"
        r"\w{3,}(?:er|ir|dre|oir)",
        _NOUN + " et " + _NOUN,
    ),
    "en": alternatives(
        r"and/or",
        r"as well as",
        r"(?:and|then|and then|and also)(?: also| then)? " + _VERBS,
        r"(?:the|a|an|their|his|her) [\w'-]+(?: [\w'-]+)? and (?:the|a|an|their|his|her) [\w'-]+",
    ),
}
_NEGATIVE = {
    "fr": alternatives(
        r"(?:ne |n')[\w'-]+(?: [\w'-]+){0,3} (?:pas|jamais|aucune?|rien|plus|ni)",
        r"(?:evite|s'abstien\w+)(?:-t)?(?:-\w+)?",
    ),
    "en": alternatives(r"not", r"never", r"[a-z]+n't", r"(?:avoids?|refrains?)"),
}


def vague(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Words that each reader fills in differently."""
    for text in questions_of(scorecard):
        words = first_match(_VAGUE, text.language, simplified(without_quotes(text.content)))
        if words:
            told = Message('"{words}" means something else to each reader', {"words": words})
            yield Found(text.place, text.subject, told)


def double(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Two things under one answer, unless each is a part of a combination."""
    combined = {criterion.id for _, criterion in criteria_of(scorecard) if isinstance(criterion, CombinationCriterion)}
    for text in questions_of(scorecard):
        words = first_match(_DOUBLE, text.language, simplified(without_quotes(text.content)))
        if words and text.subject not in combined:
            told = Message('"{words}" asks two things, of which one may hold alone', {"words": words})
            yield Found(text.place, text.subject, told)


def negative(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Questions to which yes means that something was not there."""
    for text in questions_of(scorecard):
        words = first_match(_NEGATIVE, text.language, simplified(without_quotes(text.content)))
        if words:
            told = Message('"{words}": in a negative question yes and no are easily mixed up', {"words": words})
            yield Found(text.place, text.subject, told)


def not_a_question(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Questions without a question mark."""
    for text in questions_of(scorecard):
        if not text.content.rstrip(" »”\"')").endswith("?"):
            told = Message("is no question: it does not end with a question mark")
            yield Found(text.place, text.subject, told)
