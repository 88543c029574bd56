"""What ends help while a page is open, other than the charter."""

from gardefou.kernel.errors import GardefouError


class HelpStopped(GardefouError):
    """Nothing hears the call any more, which goes on."""

    code = "help_stopped"

    def __init__(self) -> None:
        super().__init__("help has stopped, as the call is heard no more; the call goes on, turn help on again")


class CallForgotten(GardefouError):
    """The call has been over for so long that its help forgot it."""

    code = "call_forgotten"

    def __init__(self) -> None:
        super().__init__("the call has been over for some minutes; all that help held of it is forgotten")
