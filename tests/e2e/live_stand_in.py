"""A stand-in for the live process: it serves the page, and plays what a test tells it to."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from types import SimpleNamespace
from typing import Any

import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from gardefou.adapters.pages.live_words import LivePage, SampleCall, Situation
from gardefou.adapters.pages.rendering import render
from gardefou.adapters.pages.served_files import served_files

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
BOUND_S = 20
SAMPLES = (
    SampleCall("invoice_dispute", "Double facturation après le passage à la fibre", "fr"),
    SampleCall("account_access_en", "Locked out of the online account", "en"),
)
SITUATIONS = (Situation("empathy", "Empathie"), Situation("refusal", "Refus"), Situation("price", "Prix"))
CONTROLS = {
    "type": "controls",
    "is_assisted": True,
    "is_paused": False,
    "recording": "none",
    "is_private": False,
    "is_over": False,
}
Document = dict[str, Any]


def opened(message: Document) -> Document:
    """The answer to a page that opens a session."""
    roles = message.get("roles", ["adviser", "customer"])
    around = {"session": "token-1", "roles": roles, "language": "fr", "simulated": True}
    return {**CONTROLS, "is_assisted": message["assist"], "type": "opened", **around}


@dataclass
class StandIn:
    """What pages sent, and the way to tell them something; `answer` is what an `open` gets."""

    port: int = 0
    answer: Callable[[Document], Document] = opened
    closes_with: int = 1011
    call: str = ""
    may_send: bool = True
    received: list[Document] = field(default_factory=list)
    sound: bytearray = field(default_factory=bytearray)
    sockets: list[WebSocket] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def application(self) -> Starlette:
        """What is served."""
        return Starlette(
            routes=[
                Route("/live/", self.page),
                Route("/assets/{digest}/{name:path}", self.asset),
                WebSocketRoute("/live/session", self.session),
            ]
        )

    async def page(self, request: Request) -> Response:
        """The page, in the language of the query."""
        view = LivePage("/live/session", SAMPLES, SITUATIONS, self.call, may_practise=True, may_send=self.may_send)
        visit = SimpleNamespace(theme="auto")
        html = render(request.query_params.get("code", "fr"), "live/call.html", view=view, visit=visit, simulated=True)
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

    async def asset(self, request: Request) -> Response:
        """A file of the page."""
        file = served_files()[request.path_params["name"]]
        return Response(file.content, headers={"Content-Type": file.media_type})

    async def session(self, socket: WebSocket) -> None:
        """Take what a page sends until it goes."""
        self.loop = asyncio.get_running_loop()
        await socket.accept()
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if message.get("bytes"):
                    self.sound.extend(message["bytes"])
                else:
                    await self._take(socket, message["text"])
        except WebSocketDisconnect:
            pass

    def tell(self, *events: Document) -> None:
        """Tell the page that opened last."""
        for event in events:
            self._run(self.sockets[-1].send_json(event))

    def cut(self) -> None:
        """Break the connection."""
        self._run(self.sockets[-1].close(self.closes_with))

    def sent(self, do: str) -> list[Document]:
        """What pages sent of one kind."""
        return [each for each in self.received if each["do"] == do]

    async def _take(self, socket: WebSocket, text: str) -> None:
        message = json.loads(text)
        if message["do"] == "open":
            self.sockets.append(socket)
            await socket.send_json(self.answer(message))
        self.received.append(message)

    def _run(self, sending: Any) -> None:
        assert self.loop
        asyncio.run_coroutine_threadsafe(sending, self.loop).result(BOUND_S)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A stand-in that is served."""
    made = StandIn()
    config = uvicorn.Config(made.application, port=0, host="127.0.0.1", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = monotonic() + BOUND_S
    while not server.started:
        assert monotonic() < end
    made.port = server.servers[0].sockets[0].getsockname()[1]
    yield made
    server.should_exit = True
    thread.join(timeout=BOUND_S)


def until(page: Page, holds: Callable[[], object]) -> None:
    """Wait for something that a page does."""
    end = monotonic() + BOUND_S
    while not holds():
        assert monotonic() < end
        page.wait_for_timeout(10)


def said(role: str, start_ms: int, quote: str) -> Document:
    """Words of the call that something rests on."""
    return {"role": role, "start_ms": start_ms, "end_ms": start_ms + 900, "quote": quote}


def card(name: str, title: str, **more: Any) -> Document:
    """A suggestion."""
    given = {"card": name, "title": title, "passage": "Jusqu'à deux mensualités.", "source": f"Fiche {name}"}
    because = said("customer", 42_000, "j'ai été prélevé deux fois")
    return {**given, "because": because, "valid_until": None, "is_pinned": False, **more}


def words(text: str, **confidence: float) -> list[Document]:
    """The words of a text; those that are named were heard with that confidence."""
    return [{"text": each, "confidence": confidence.get(each.strip("?.,"), 0.98)} for each in text.split(" ")]


def utterance(number: int, role: str, start_ms: int, text: str | None, **more: Any) -> Document:
    """A final utterance."""
    if text is None:
        return {"type": "utterance", "utterance": number, "text": None}
    times = {"start_ms": start_ms, "end_ms": start_ms + 2000, "lag_ms": 800}
    given = {"type": "utterance", "utterance": number, "role": role, **times, "text": text, "words": words(text)}
    return {**given, **more}


def hypothesis(number: int, role: str, start_ms: int, agreed: str, pending: str) -> Document:
    """What is being said."""
    given = {"type": "hypothesis", "utterance": number, "role": role, "start_ms": start_ms}
    return {**given, "agreed": agreed, "pending": pending}


LONG = (
    "Vérifiez les deux factures, puis remboursez jusqu'à deux mensualités sans accord préalable. Le remboursement "
    "arrive sous dix jours ouvrés sur le même compte. Au-delà de deux mensualités, demandez l'accord de la "
    "facturation et dites à la personne quand elle aura la réponse."
)
STORY = (
    utterance(1, "adviser", 4_000, "Orvane bonjour, cet appel peut être enregistré."),
    utterance(2, "customer", 9_000, "Bonjour, la box, l'ancienne, je la garde ? J'ai été prélevé deux fois."),
    utterance(
        3,
        "adviser",
        15_000,
        "Je vous rembourse les deux mensualités, soit 69,98 €, au [téléphone].",
        words=words("Je vous rembourse les deux mensualités, soit 69,98 €, au [téléphone].", mensualités=0.4),
    ),
    utterance(4, "customer", 20_000, "Et ça arrive quand ?"),
    hypothesis(5, "adviser", 23_000, "Alors ça, c'est", "sous dix jours sur le"),
    {"type": "pace", "lag_ms": 800, "shows_hypotheses": True},
    {
        "type": "suggestions",
        "cards": [
            card("FACT-12", "Double facturation après passage à la fibre : rembourser sans attendre", passage=LONG),
            card("MAT-04", "Retour de la box ADSL : bon prépayé, 30 jours", valid_until="2027-01-31", is_pinned=True),
        ],
    },
    {
        "type": "steps",
        "guide": "billing",
        "steps": [
            {"id": "delay", "text": "Annoncer le délai de remboursement"},
            {"id": "return", "text": "Proposer le bon de retour de l'ancienne box"},
        ],
    },
    {
        "type": "checklist",
        "statements": [
            {
                "id": "recording",
                "text": "Enregistrement annoncé",
                "ticked_by": "heard",
                "heard": said("adviser", 4_000, "cet appel peut être enregistré"),
            },
            {"id": "price", "text": "Prix mensuel", "ticked_by": None, "heard": None},
            {"id": "term", "text": "Durée d'engagement", "ticked_by": "hand", "heard": None},
            {"id": "withdrawal", "text": "Droit de rétractation", "ticked_by": None, "heard": None},
        ],
    },
)
"""What the page is told in the course of a call."""

WORDING = {
    "type": "wording",
    "situation": "empathy",
    "texts": ["Vous n'auriez pas dû payer deux fois, je corrige ça avec vous.", "Je comprends, je m'en occupe."],
    "is_machine_text": True,
    "is_final": True,
}
WRAP_UP: Document = {
    "type": "wrap_up",
    "slots": [
        {
            "id": "reason",
            "label": "Motif",
            "value": "Double facturation ADSL et fibre",
            "said": said("customer", 9_000, "j'ai été prélevé deux fois"),
        },
        {"id": "promise", "label": "Engagement pris", "value": "Remboursement 69,98 € sous dix jours", "said": None},
    ],
}
