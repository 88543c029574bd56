"""A copy for somebody who asked: one archive with a page that a person reads and a document that a program reads."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from gardefou.adapters.pages.rendering import render
from gardefou.adapters.postgres.content import as_document
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.subject_copy import CopiedCall


def archive(visit: Visit, copies: Sequence[CopiedCall]) -> bytes:
    """The archive's bytes, which touch no disk."""
    at = datetime.now(UTC)
    page = render(visit.language, "officer/copy.html", copies=copies, made_at=at, visit=visit)
    document = {"made_at": at.isoformat(), "site": visit.site, "calls": [_call(each) for each in copies]}
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        file.writestr("index.html", page)
        file.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=2))
    return content.getvalue()


def _call(copied: CopiedCall) -> dict[str, Any]:
    said = None if copied.said is None else [_segment(asdict(each)) for each in copied.said]
    unheard = [{"start_ms": each.start_ms, "end_ms": each.end_ms} for each in copied.unheard]
    return {
        "call": as_document(copied.call),
        "said": said,
        "not_transcribed": unheard,
        "withheld": copied.withheld or None,
    }


def _segment(segment: dict[str, Any]) -> dict[str, Any]:
    return {name: segment[name] for name in ("start_ms", "end_ms", "text")}
