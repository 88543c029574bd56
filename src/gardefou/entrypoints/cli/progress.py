"""Progress bars on stderr, shown only to people."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gardefou.kernel.progress import Progress as Report
from gardefou.kernel.progress import silent

STEP_NAMES = {
    "hear": "hearing",
    "divide": "telling speakers apart",
    "silence": "silencing personal data",
    "measure": "measuring",
    "classify": "finding the reason",
    "evaluate": "evaluating",
}


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


@contextmanager
def one_line_progress(name: str) -> Iterator[Report]:
    """A bar for the step under way, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    with _bars(console) as bars:
        task = bars.add_task(name, total=1.0)

        def report(step: str, share: float) -> None:
            bars.update(task, description=f"{name}: {STEP_NAMES.get(step, step)}", completed=share)

        yield report


class CallsProgress:
    """A bar for all calls above a bar for the step of the current one; lines of text where there is no terminal."""

    def __init__(self, total: int) -> None:
        self._console = Console(stderr=True)
        self._total = total
        self._done = 0
        self._name = ""
        self._bars = _bars(self._console)
        self._all = self._bars.add_task("calls", total=total)
        self._step = self._bars.add_task("", total=1.0)

    def __enter__(self) -> "CallsProgress":
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, name: str) -> None:
        """A call starts."""
        self._name = name
        if not self._console.is_terminal:
            self._console.print(f"[{self._done + 1}/{self._total}] {name}", markup=False, highlight=False)
        self._bars.update(self._all, description=f"call {self._done + 1} of {self._total}")
        self.step("hear", 0.0)

    def step(self, step: str, share: float) -> None:
        """Its step goes on."""
        self._bars.update(self._step, description=f"{self._name}: {STEP_NAMES.get(step, step)}", completed=share)

    def end(self) -> None:
        """It is done."""
        self._done += 1
        self._bars.update(self._all, completed=self._done)


class CountProgress:
    """One bar for work of many small pieces, on a terminal only; lines told meanwhile go above it."""

    def __init__(self, name: str, total: int) -> None:
        self._console = Console(stderr=True)
        self._bars = _bars(self._console)
        self._task = self._bars.add_task(name, total=total)

    def __enter__(self) -> "CountProgress":
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.is_terminal:
            self._bars.stop()

    def tell(self, line: str) -> None:
        """Show one line that stays."""
        self._console.print(f"gardefou: {line}", markup=False, highlight=False, soft_wrap=True)

    def step(self) -> None:
        """One piece is done."""
        self._bars.advance(self._task)

    def at(self, done: int) -> None:
        """So many pieces are done."""
        self._bars.update(self._task, completed=done)

    def note(self, line: str) -> None:
        """Show where the work stands, where there is no bar to show it."""
        if not self._console.is_terminal:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
