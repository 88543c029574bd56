"""What the server says: messages numbered one by one, each with the number of the last that it read."""

import json
from typing import Any

from gardefou.adapters.telephony.audiohook.fault import Code, Fault
from gardefou.adapters.telephony.audiohook.happenings import Send
from gardefou.adapters.telephony.audiohook.messages import ClientMessage, Offer

LANGUAGES = ["fr-fr", "en-us", "en-gb"]


class Answers:
    """The server's side of one session."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.said = 0
        self.read = 0

    def follow(self, message: ClientMessage) -> None:
        """Take a message as read; raises Fault where it is not the next of this session."""
        if message.id != self.session:
            raise Fault(Code.OUT_OF_TURN, "a message is of another session")
        if message.seq != self.read + 1:
            raise Fault(Code.OUT_OF_TURN, "a message is not the next by its seq")
        if message.serverseq > self.said:
            raise Fault(Code.OUT_OF_TURN, "a message answers by its serverseq one that was not sent")
        self.read = message.seq

    def opened(self, media: Offer, *, tells_languages: bool) -> Send:
        """The call may be sent."""
        languages = {"supportedLanguages": LANGUAGES} if tells_languages else {}
        return self._say("opened", media=[media.model_dump()], startPaused=False, **languages)

    def closed(self) -> Send:
        """Nothing more is said."""
        return self._say("closed")

    def pong(self) -> Send:
        """The server is there."""
        return self._say("pong")

    def updated(self) -> Send:
        """The other language is known."""
        return self._say("updated")

    def pause(self) -> Send:
        """Send no sound."""
        return self._say("pause")

    def resume(self) -> Send:
        """Send sound again."""
        return self._say("resume")

    def disconnect(self, reason: str, info: str) -> Send:
        """Close the session."""
        return self._say("disconnect", reason=reason, info=info)

    def _say(self, kind: str, **parameters: Any) -> Send:
        self.said += 1
        message = {
            "version": "2",
            "type": kind,
            "id": self.session,
            "seq": self.said,
            "clientseq": self.read,
            "parameters": parameters,
        }
        return Send(json.dumps(message))
