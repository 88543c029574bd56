"""Where telephone systems say that a customer objects: `POST /api/calls/objections`, during the call or after it."""

from collections.abc import Callable
from typing import Any, Protocol

from anyio import to_thread
from fastapi import APIRouter, Request, Response, Security
from fastapi.security import HTTPBearer

from gardefou.adapters.documents.call_fields import LARGEST_DOCUMENT
from gardefou.adapters.documents.objection_fields import ObjectionFields, read_objection
from gardefou.entrypoints.web.answers import Answer, Unanswered
from gardefou.entrypoints.web.intake import answered, token_of
from gardefou.entrypoints.web.intake_description import described, unauthorised
from gardefou.governance.actors import Actor
from gardefou.intake.ports import Tokens
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Objection
from gardefou.kernel.errors import GardefouError

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: described("What was here of the call is erased.", "objection"),
    202: described("Noted: the call is not kept when it comes, or goes when nothing keeps it any more.", "objection"),
    401: described("No token, or a wrong one.", "code", "message"),
    403: described("The token is not for this site.", "code", "message", "clause"),
    422: described("A name is missing or not fit; `faults` has one entry for each field.", "code", "message"),
}


class Objections(Protocol):
    """Honours the objection of a customer."""

    def objected(self, actor: Actor, key: CallKey) -> Objection:
        """Erase the call, or never keep it."""
        ...


def objection_router(objections: Callable[[], Objections], tokens: Tokens) -> APIRouter:
    """The route by which customers' objections come in."""
    router = APIRouter(tags=["calls"])

    async def object_to_call(request: Request) -> Response:
        try:
            objection = await _objected(request)
        except Unanswered as fault:
            return Answer(fault.status, fault.content, unauthorised(fault.status))
        if objection.call:
            return Answer(200, {"objection": "erased"})
        return Answer(202, {"objection": "noted"})

    async def _objected(request: Request) -> Objection:
        token = token_of(request)
        try:
            sender = await to_thread.run_sync(tokens.sender, token) if token else None
            if sender is None:
                raise Unanswered(
                    401, "access_refused", "the token is not known; send Authorization: Bearer and a token"
                )
            key = read_objection("objection", await _body(request))
            return await to_thread.run_sync(objections().objected, sender, key)
        except GardefouError as error:
            raise answered(error) from None

    router.add_api_route(
        "/api/calls/objections",
        object_to_call,
        methods=["POST"],
        name="object_to_call",
        summary="Say that a customer objects",
        description="The call may be here, or still to come: then it is never kept. Sent again, it changes nothing.",
        response_class=Answer,
        response_model=None,
        responses=RESPONSES,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": ObjectionFields.model_json_schema()}},
            }
        },
        dependencies=[Security(HTTPBearer(auto_error=False, description="The token of the sending system."))],
    )
    return router


async def _body(request: Request) -> bytes:
    """The whole body, as far as it may be read."""
    document = bytearray()
    async for piece in request.stream():
        document += piece
        if len(document) > LARGEST_DOCUMENT:
            raise Unanswered(413, "too_large", f"the body is larger than {LARGEST_DOCUMENT} bytes")
    return bytes(document)
