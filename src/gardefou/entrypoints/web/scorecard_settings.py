"""What the settings of an installation say of scorecards, read once."""

from dataclasses import dataclass

from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import Settings
from gardefou.evaluation.model import Scorecard
from gardefou.query.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class ScorecardSettings:
    """The reasons for calling, the lists that searches may name, and the scorecard to be signed."""

    taxonomy: Taxonomy
    lexicon: Lexicon
    named: Scorecard


def read_scorecard_settings(settings: Settings) -> ScorecardSettings:
    """The files that the settings name.

    Raises InputRefused naming the first fault of one of them.
    """
    lexicon = read_lexicon(settings.lexicon or resource("lexicon.yaml"))
    named = read_scorecard(settings.scorecard or resource("scorecards/customer_relation.yaml"), lexicon)
    return ScorecardSettings(read_yaml(resource("taxonomy.yaml"), Taxonomy), lexicon, named)
