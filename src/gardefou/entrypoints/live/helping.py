"""What the process lends to each page beside a call."""

from collections.abc import Callable, Sequence
from typing import Protocol

from gardefou.adapters.language_model.endpoint import read_endpoint
from gardefou.adapters.wrap_up_webhook import WrapUpWebhook
from gardefou.assist.phrases.model import Situation
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.live.page_session import Helping
from gardefou.flows.assisted_session import Ears, MakeCall
from gardefou.kernel.transcript import Language


class AssistanceOf(Protocol):
    """What hears and helps, made once in a process."""

    @property
    def hearing(self) -> Ears:
        """What hears calls that go on."""
        ...

    @property
    def situations(self) -> Sequence[Situation]:
        """What the phrase book has words for."""
        ...

    def make_call(self, spoken: Language, read: Language) -> MakeCall:
        """What makes the assistant of a call."""
        ...

    def in_turn(self, function: Callable[..., None], *given: object) -> None:
        """Have a function called after all that was asked for before."""
        ...

    def elsewhere(self, function: Callable[..., None], *given: object) -> None:
        """Have a function called that takes long."""
        ...


def helping(assistance: AssistanceOf, settings: Settings, ears: Ears) -> Helping:
    """All of it; a wrap-up can be sent where the settings say to."""
    url = settings.wrap_up_url
    send = WrapUpWebhook(read_endpoint(url), settings.wrap_up_secret).send if url else None
    in_turn, elsewhere = assistance.in_turn, assistance.elsewhere
    return Helping(ears, assistance.make_call, in_turn, elsewhere, send, channels=settings.live_channels)
