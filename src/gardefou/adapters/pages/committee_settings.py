"""The settings of the installation that representatives read: what it does, where, and whom it speaks to; no secret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gardefou.adapters.report.language import message

LABELS = {
    "speech_model": message("Modèle qui transcrit"),
    "scorecard": message("Grille du réglage"),
    "judge": message("Modèle de langage"),
    "database": message("Base de données"),
    "largest_upload_mb": message("Plus grand son accepté, en Mo"),
    "room_minutes": message("Minutes de son qui peuvent attendre"),
    "session_hours": message("Heures avant de devoir se reconnecter"),
    "pages": message("Adresse des pages"),
}
NONE = message("aucun")
OWN_DATABASE = message("sur cette machine, fournie avec gardefou")
OWN_SCORECARD = message("celle fournie avec gardefou")
THIS_MACHINE = message("cette machine seulement")


@dataclass(frozen=True, slots=True)
class SettingView:
    """One setting; `is_word` says that the value is a word of ours, to be translated."""

    label: str
    value: str
    is_word: bool = False


def setting_views(values: Mapping[str, str | None]) -> Iterator[SettingView]:
    """The settings in their order; None stands for the default, which has a word."""
    words = {"judge": NONE, "database": OWN_DATABASE, "scorecard": OWN_SCORECARD, "pages": THIS_MACHINE}
    for name, label in LABELS.items():
        value = values[name]
        yield SettingView(label, words[name], is_word=True) if value is None else SettingView(label, value)
