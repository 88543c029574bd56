"""Hands a wrap-up that its adviser has edited to the customer's file, and keeps nothing of it."""

import hmac
import json
from collections.abc import Mapping

from pydantic import SecretStr

from gardefou.adapters.language_model.endpoint import Endpoint
from gardefou.adapters.language_model.exchange import NoAnswer, posted
from gardefou.kernel.errors import InputRefused

WITHIN_S = 10.0
ACCEPTED = range(200, 300)


class WrapUpWebhook:
    """Sends each wrap-up once, signed: `X-Gardefou-Signature` is the HMAC-SHA256 of the body in hexadecimal."""

    def __init__(self, endpoint: Endpoint, secret: SecretStr | None) -> None:
        self._endpoint = endpoint
        self._secret = secret

    def send(self, slots: Mapping[str, str], key: str) -> None:
        """Send the slots by their ids; the other side knows by the key that it has them already.

        Raises InputRefused when the other side did not take them.
        """
        body = json.dumps({"slots": dict(slots)}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self._secret:
            secret = self._secret.get_secret_value().encode()
            headers["X-Gardefou-Signature"] = hmac.digest(secret, body, "sha256").hex()
        try:
            status, _ = posted(self._endpoint, "" if self._endpoint.path else "/", headers, body, WITHIN_S)
        except NoAnswer as error:
            raise InputRefused("wrap-up", f"was not sent: {error}; copy it, or send it again") from None
        if status not in ACCEPTED:
            raise InputRefused("wrap-up", f"was not taken (status {status}); copy it, or send it again")
