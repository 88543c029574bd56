"""Ed25519 by the vectors of RFC 8032, and what must never verify."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gardefou.adapters.signing.ed25519 import (
    PRIME,
    SigningKey,
    fingerprint,
    is_usable_public_key,
    verify,
)

SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b"
)
VECTORS = [
    (SEED, PUBLIC, "", SIGNATURE),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493
OF_SMALL_ORDER = [
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 32,
    "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_vectors_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    key = SigningKey.from_seed("A", bytes.fromhex(seed))
    assert (key.public, key.sign(bytes.fromhex(message))) == (public, signature)
    assert verify(public, signature, bytes.fromhex(message))
    assert not verify(public, signature, bytes.fromhex(message) + b"\n")


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        ("", SIGNATURE),
        (PUBLIC, ""),
        (PUBLIC.upper(), SIGNATURE),
        (PUBLIC, SIGNATURE.upper()),
        (PUBLIC + "\n", SIGNATURE),
        (PUBLIC, SIGNATURE + "\n"),
        (PUBLIC[:-2], SIGNATURE),
        (PUBLIC, SIGNATURE + "00"),
        ("zz" + PUBLIC[2:], SIGNATURE),
        (PUBLIC, "٠" * 128),
        (VECTORS[1][1], SIGNATURE),
    ],
)
def test_what_is_no_key_or_no_signature_verifies_nothing(public: str, signature: str) -> None:
    assert not verify(public, signature, b"")


def test_a_signature_has_one_form() -> None:
    whole = int.from_bytes(bytes.fromhex(SIGNATURE[64:]), "little")
    again = (whole + ORDER).to_bytes(32, "little").hex()
    assert not verify(PUBLIC, SIGNATURE[:64] + again, b"")


@pytest.mark.parametrize("public", OF_SMALL_ORDER)
def test_a_key_of_small_order_is_refused(public: str) -> None:
    assert not is_usable_public_key(public)


def test_the_neutral_key_would_verify_anything_without_the_refusal() -> None:
    neutral, signature = OF_SMALL_ORDER[0], OF_SMALL_ORDER[0] + "00" * 32
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(neutral)).verify(bytes.fromhex(signature), b"anything")
    except InvalidSignature:
        pytest.skip("this library refuses it by itself")
    assert not verify(neutral, signature, b"anything")


def test_a_key_is_written_in_one_way_and_lies_on_the_curve() -> None:
    assert is_usable_public_key(PUBLIC)
    for y in range(19):
        assert not is_usable_public_key((y + PRIME).to_bytes(32, "little").hex())
    on_curve = sum(is_usable_public_key(y.to_bytes(32, "little").hex()) for y in range(2, 202))
    assert 70 < on_curve < 130


def test_the_secret_is_in_no_text_of_a_key() -> None:
    key = SigningKey.from_seed("Camille Roy", bytes.fromhex(SEED))
    assert SEED not in f"{key!r} {key} {vars(key)}"
    assert SigningKey.generate("A").public != SigningKey.generate("A").public


def test_people_compare_a_short_fingerprint() -> None:
    assert fingerprint(PUBLIC) == "21fe 31df a154 a261"
