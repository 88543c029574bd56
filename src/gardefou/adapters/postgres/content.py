"""Values as bytes and JSON, for columns of ciphertext and of figures."""

from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

Value = TypeVar("Value")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def packed(value: Any) -> bytes:
    """A frozen value as JSON bytes."""
    return _adapter(type(value)).dump_json(value)


def unpacked(content: bytes, kind: type[Value]) -> Value:
    """The value that was packed."""
    return cast(Value, _adapter(kind).validate_json(content))


def as_document(value: Any) -> Any:
    """A frozen value as JSON would hold it."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_document(document: Any, kind: type[Value]) -> Value:
    """The value of a document."""
    return cast(Value, _adapter(kind).validate_python(document))
