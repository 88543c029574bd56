"""The command `gardefou`; exit codes: 0 done, 1 some input refused, 2 usage or settings."""

import sys

import typer

from gardefou.entrypoints.cli.demo import demo
from gardefou.entrypoints.cli.doctor import doctor
from gardefou.entrypoints.cli.evaluate import evaluate
from gardefou.entrypoints.cli.redact import redact
from gardefou.entrypoints.cli.transcribe import transcribe
from gardefou.kernel.errors import GardefouError, InputRefused

application = typer.Typer(
    name="gardefou",
    help="Listens to calls, evaluates them with quoted evidence, and keeps the safeguards of the charter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (transcribe, evaluate, redact, demo, doctor):
    application.command()(command)


def main() -> None:
    """Run the command and turn a foreseen failure into one line on stderr."""
    try:
        application()
    except GardefouError as error:
        print(f"gardefou: {error}", file=sys.stderr)
        sys.exit(1 if isinstance(error, InputRefused) else 2)
    except KeyboardInterrupt:
        print("gardefou: stopped", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
