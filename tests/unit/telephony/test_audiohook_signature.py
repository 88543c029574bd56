import hmac
from base64 import b64decode

import pytest
from evals.audiohook_client import API_KEY, SECRET, AudioHookClient
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.telephony.audiohook.keys import AudioHookKeys
from gardefou.adapters.telephony.audiohook.nonces import Nonces
from gardefou.adapters.telephony.audiohook.signature import COVERED, Request, Signatures, signature_base
from gardefou.adapters.telephony.audiohook.signature_input import read_input, read_signature
from gardefou.kernel.errors import AccessRefused, InputRefused

# The example of the protocol's documentation.
CREATED = 1_641_013_200
TARGET = "/api/v1/voicebiometrics/ws"
EXAMPLE = {
    "host": "audiohook.example.com",
    "audiohook-organization-id": "d7934305-0972-4844-938e-9060eef73d05",
    "audiohook-session-id": "30b0e395-84d3-4570-ac13-9a62d8f514c0",
    "audiohook-correlation-id": "e160e428-53e2-487c-977d-96989bf5c99d",
    "x-api-key": API_KEY,
    "signature": "sig1=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:",
    "signature-input": (
        'sig1=("@request-target" "@authority" "audiohook-organization-id" "audiohook-session-id" '
        '"audiohook-correlation-id" "x-api-key");keyid="SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";'
        'nonce="VGhpc0lzQVVuaXF1ZU5vbmNl";alg="hmac-sha256";created=1641013200;expires=3282026430'
    ),
}
EXAMPLE_SECRET = b64decode("TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=")


def signatures(secret: bytes = EXAMPLE_SECRET) -> Signatures:
    return Signatures(AudioHookKeys({API_KEY: secret}))


def request(target: str = TARGET, **changes: str | None) -> Request:
    fields = EXAMPLE | {name.replace("_", "-"): value for name, value in changes.items()}
    return Request.of(target, [(name.encode(), value.encode()) for name, value in fields.items() if value is not None])


def refused(asked: Request, now: float = CREATED, by: Signatures | None = None) -> str:
    with pytest.raises(AccessRefused) as refusal:
        (by or signatures()).check(asked, now)
    return str(refusal.value)


def test_the_documented_example_is_let_in():
    signatures().check(request(), CREATED)


def test_the_example_of_rfc_9421_has_the_signature_that_it_names():
    key = b64decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")
    asked = Request(
        "/", {"date": "Tue, 20 Apr 2021 02:07:55 GMT", "host": "example.com", "content-type": "application/json"}
    )
    (signed,) = read_input('sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"')
    made = hmac.digest(key, signature_base(asked, signed).encode(), "sha256")

    assert made == read_signature("sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:", "sig-b25")


def test_the_port_of_https_is_no_part_of_the_authority():
    signatures().check(request(host="AudioHook.example.com:443"), CREATED)


@pytest.mark.parametrize("name", sorted(set(EXAMPLE) - {"signature", "signature-input"}))
def test_a_field_that_was_changed_is_refused(name):
    assert refused(request(**{name: EXAMPLE[name].replace("e", "f", 1).replace("S", "T", 1)}))
    assert refused(request(**{name: None}))


def test_another_target_is_refused():
    assert "wrong" in refused(request(TARGET + "?adviser=A17"))


def test_another_secret_is_refused():
    assert "wrong" in refused(request(), by=signatures(b"another secret of a kind"))


def test_an_unknown_key_is_refused_as_a_wrong_signature_is():
    assert refused(request(), by=Signatures(AudioHookKeys({}))) == refused(request(), by=signatures(b"another secret"))


def test_a_request_is_let_in_once():
    door = signatures()
    door.check(request(), CREATED)

    assert "used before" in refused(request(), by=door)


@pytest.mark.parametrize("late", [-11, 41, 3_600])
def test_a_clock_that_is_wrong_is_refused(late):
    assert "clock" in refused(request(), CREATED + late)


@pytest.mark.parametrize("late", [-9, 39])
def test_a_clock_may_be_a_little_wrong(late):
    signatures().check(request(), CREATED + late)


@pytest.mark.parametrize("left_out", COVERED)
def test_what_is_not_covered_is_refused(left_out):
    shorter = EXAMPLE["signature-input"].replace(f'"{left_out}"', '"host"')

    assert refused(request(signature_input=shorter))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('nonce="VGhpc0lzQVVuaXF1ZU5vbmNl"', 'nonce="short"'),
        ("created=1641013200;", ""),
        ("hmac-sha256", "rsa-v1_5-sha256"),
        ('"x-api-key")', '"x-api-key" "x-api-key")'),
        ('"x-api-key")', '"x-api-key";sf)'),
        ("expires=3282026430", "expires=1641013100"),
        (" ", "  "),
    ],
)
def test_a_signature_of_another_kind_is_refused(old, new):
    assert refused(request(signature_input=EXAMPLE["signature-input"].replace(old, new)))


@given(st.text(st.characters(codec="latin-1"), max_size=60), st.text(st.characters(codec="latin-1"), max_size=60))
def test_any_other_text_is_refused(announced, signature):
    fields = EXAMPLE | {"signature-input": announced, "signature": signature}

    assert refused(Request(TARGET, fields))


def test_what_a_client_signs_is_let_in():
    client = AudioHookClient()
    fields = client.fields(CREATED, "example.com", "/audiohook?site=lyon") | {"host": "example.com"}

    signatures(SECRET).check(Request("/audiohook?site=lyon", fields), CREATED)


def test_nonces_are_forgotten_with_their_signatures_and_never_too_many():
    nonces = Nonces(most=2)
    taken = [
        nonces.take("key", name, until, now)
        for name, until, now in [("a", 10, 0), ("b", 10, 0), ("c", 10, 0), ("c", 30, 20)]
    ]

    assert taken == [True, True, False, True]
    assert len(nonces) == 1


def keys_file(folder, text, mode=0o600):
    path = folder / "keys"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_file_of_keys_is_read_and_keeps_its_secrets(tmp_path):
    text = f"# Genesys\n{API_KEY} TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=\n"
    keys = AudioHookKeys.from_file(keys_file(tmp_path, text))

    assert keys.secret(API_KEY) == (EXAMPLE_SECRET, True)
    assert not keys.secret("another")[1]
    assert "MySuper" not in repr(keys)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no key"),
        ("é", "cannot be read as ASCII"),
        (f"{API_KEY}\n", "keys:1: write an API key"),
        (f"{API_KEY} ?secret?\n", "not base64"),
        (f"{API_KEY} c2hvcnQ=\n", "less than 16 bytes"),
        (f"short {'QUFB' * 8}\n", "write an API key"),
        (f"{API_KEY} {'QUFB' * 8}\n" * 2, "keys:2: the API key stands on an earlier line"),
    ],
)
def test_a_wrong_file_of_keys_is_refused_without_its_secrets(tmp_path, text, told):
    with pytest.raises(InputRefused, match=told) as refusal:
        AudioHookKeys.from_file(keys_file(tmp_path, text))

    assert "secret?" not in str(refusal.value)


def test_a_file_of_keys_that_others_may_read_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="chmod 600"):
        AudioHookKeys.from_file(keys_file(tmp_path, f"{API_KEY} {'QUFB' * 8}\n", 0o644))
