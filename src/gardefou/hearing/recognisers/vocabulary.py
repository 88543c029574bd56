"""Words around digits, without accents: those that a dictated number runs over and those that make it a quantity."""


def words(text: str) -> frozenset[str]:
    """The words of a text, for tables that read as lines."""
    return frozenset(text.split())


FILLERS = words(
    """euh heu hum hm mm mmh hmm ah eh ben bah bon alors donc et puis ensuite apres encore voila hein oui ouais non ok
    okay d accord parfait tres bien merci pardon desole c est la ca exact exactement note allez tac uh um er erm
    then and next so yes yeah yep no right sorry please it s that is got sure great perfect point tiret virgule
    espace dot dash hyphen comma space slash plus"""
)
"""Words that may stand between two parts of one dictated number."""

INTERRUPTIONS = words(
    """attendez attends attendre patientez excusez excuse regarde retourne redonne repete relis recommence continue
    wait hold hang repeat let"""
)
"""Words after which a speaker may say anything for a short while before going on with the number."""

PRONOUNS = words("je j vous te le les me i ll")
"""Words that may lead to an interruption."""

PAUSES = words("""instant moment seconde secondes minute minutes second seconds sec petit petite moments""")
"""What "un", "une", "deux", "one" or "two" count when somebody asks to wait."""

MONEY = words(
    """euro euros eur centime centimes cents pound pounds gbp quid pence penny dollar dollars usd franc francs chf
    livre livres sterling € $ £ ¥"""
)
MAGNITUDES = words("million millions milliard milliards billion billions bn")
COUNTED = words(
    """habitants personnes people clients customers users abonnes visiteurs visitors points km kilometres kilometers
    miles kwh appels calls exemplaires lignes lines foyers households followers vues views"""
)
"""What is counted in hundred thousands in an ordinary conversation."""

HOURS = words("heure heures h hour hours")
MONTHS = words(
    """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march
    april may june july august september october november december"""
)
SMALL = (
    HOURS
    | MONTHS
    | words(
        """minute minutes min mn mins seconde secondes second seconds sec secs an ans annee annees year years mois month
    months jour jours day days semaine semaines week weeks j nuit nuits night nights mega megas mo go giga gigas gb
    mb tb ko kb megabit megabits gigabit gigabits mbps gbps megaoctets gigaoctets octets megabytes gigabytes
    megahertz g metre metres meter meters cm mm kg kilo kilos gramme grammes litre litres watt watts kw degre degres
    degrees volts % ‰ ° pourcent percent fois times chiffres chiffre digits digit lettres letters agents etages
    pieces rooms pages am pm o'clock chaines channels boitiers unites units th st nd rd er eme ieme"""
    )
)
"""Units and months: they make a quantity of fewer than six digits."""

YEAR_WORDS = MONTHS | words("en in depuis since annee year fin debut jusqu'en before avant apres entre between")

CURRENCY_MARKS = frozenset("€$£¥")
BREAKING_MARKS = CURRENCY_MARKS | frozenset("[]@%‰°")
"""Marks that never stand inside one number; brackets keep what was redacted apart."""
