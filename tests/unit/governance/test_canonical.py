"""The canonical form is that of RFC 8785, so that programs in other languages hash the same."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gardefou.governance.canonical import canonical, digest_of


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.05, "0.05"),
        (5e-05, "0.00005"),
        (1e-06, "0.000001"),
        (1e-07, "1e-7"),
        (1.25e-07, "1.25e-7"),
        (-1.1791870367106104e18, "-1179187036710610400"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (333333333.33333329, "333333333.3333333"),
    ],
)
def test_numbers_are_written_as_javascript_writes_them(number: float, written: str) -> None:
    assert canonical({"n": number}) == f'{{"n":{written}}}'.encode()


def test_keys_stand_in_the_order_of_their_utf16_signs() -> None:
    """The example of RFC 8785, section 3.2.3, in its order."""
    ordered = ["\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(reversed(ordered), 1)))) == ordered


NUMBERS = some.floats(allow_nan=False, allow_infinity=False)


@given(some.dictionaries(some.text(), NUMBERS | some.text() | some.booleans()))
def test_what_is_written_reads_as_what_it_was(document: dict[str, object]) -> None:
    read = json.loads(canonical(document), parse_int=float)
    assert read == document
    assert digest_of(read) == digest_of(document)


@given(NUMBERS)
def test_no_digit_is_lost(number: float) -> None:
    written = canonical({"n": number}).decode().removeprefix('{"n":').removesuffix("}")
    assert Decimal(written) == Decimal(repr(number))


def test_what_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        canonical({"n": float("nan")})
