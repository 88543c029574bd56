"""`gardefou redact`: finds personal data in lines of text."""

import json
import sys

from gardefou.entrypoints.cli.options import JsonOption
from gardefou.hearing.redaction import find_personal_data, redact_text
from gardefou.kernel.errors import InputRefused


def redact(as_json: JsonOption = False) -> None:
    """Read lines on stdin and print them redacted, or with --json the spans found in each."""
    try:
        lines = sys.stdin.buffer.read().decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise InputRefused("stdin", f"is not UTF-8 text (byte {error.start}); send UTF-8") from None
    if lines == [""]:
        lines = []
    if as_json:
        print(json.dumps([_item(line) for line in lines], ensure_ascii=False))
    else:
        for line in lines:
            print(redact_text(line, "fr"))


def _item(line: str) -> dict[str, object]:
    spans = [{"start": each.start, "end": each.end, "kind": each.kind} for each in find_personal_data(line)]
    return {"text": redact_text(line, "fr"), "spans": spans}
