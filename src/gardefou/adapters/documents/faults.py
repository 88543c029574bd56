"""What is wrong with a file of many rows, told at once rather than one fault per try."""

from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

MOST_TOLD = 50


class FileRefused(InputRefused):
    """Several things are wrong with a file: the message has a line for each of the first 50, and `count` has all."""

    def __init__(self, source: str, told: list[str], count: int) -> None:
        self.count = count
        rest = count - len(told)
        lines = [*told, f"and {rest} more faults; mend these and try again"] if rest else told
        super().__init__(source, f"\n{source}: ".join(lines))


class Faults:
    """The faults of one file, in the order in which they are found."""

    def __init__(self, source: object) -> None:
        self.source = shown(source)
        self.count = 0
        self._told: list[str] = []

    def add(self, line: int, cause: object) -> None:
        """Note a fault of a line; the cause begins with the field when there is one."""
        self.count += 1
        if self.count <= MOST_TOLD:
            self._told.append(f"line {line}: {cause}")

    def refuse(self) -> None:
        """Raise FileRefused when there was a fault."""
        if self.count:
            raise FileRefused(self.source, self._told, self.count)
