"""Forms that settings must have; what is wrong is told without repeating a value, which may be secret."""

from ipaddress import ip_network

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from gardefou.adapters.language_model.endpoint import read_endpoint


def addresses(text: str) -> str:
    """Addresses of machines or networks, with commas."""
    for each in text.split(","):
        try:
            ip_network(each.strip())
        except ValueError:
            raise PydanticCustomError(
                "address", "is not an address such as 192.0.2.1, nor several with commas"
            ) from None
    return text


def endpoint(url: str) -> str:
    """The address of a language model."""
    try:
        read_endpoint(url)
    except ValueError as error:
        raise PydanticCustomError("endpoint", "{cause}", {"cause": str(error)}) from None
    return url


def key(secret: SecretStr) -> SecretStr:
    """A key that fits into one line of a request."""
    written = secret.get_secret_value()
    if not (written.isascii() and written.isprintable() and " " not in written):
        raise PydanticCustomError("key", "holds characters that no key has, such as blanks or ends of lines")
    return secret
