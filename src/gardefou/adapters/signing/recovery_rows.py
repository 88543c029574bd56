"""A secret as five rows to copy by hand: Crockford's base32, in groups of 4, the last of each row its check.

A row's check is computed in GF(2**20) over the row's number and groups. One wrong group, two that changed places, or
rows that changed places are found always; anything else all but once in a million. The rows end in 40 bits of the
public key's SHA-256, so that rows of two sheets are told apart.
"""

import re
from collections.abc import Sequence
from hashlib import sha256

from gardefou.adapters.signing.ed25519 import SEED_BYTES, SigningKey
from gardefou.kernel.errors import InputRefused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")
ROWS, GROUPS, CHARACTERS = 5, 3, 4
GROUP_BITS = 5 * CHARACTERS
FIELD = 1 << GROUP_BITS | 0b1001
"""x^20 + x^3 + 1, which is primitive."""
DIGEST_BYTES = 5
SPARE_BITS = ROWS * GROUPS * GROUP_BITS - 8 * (SEED_BYTES + DIGEST_BYTES)
ROW = re.compile(r"^[^\S\n]*([1-9])(?:[^\S\n]|[.:)])[^\S\n]*(\S.*)$", re.MULTILINE)


def rows_of(key: SigningKey) -> list[str]:
    """The rows, from the first, each of four groups."""
    number = int.from_bytes(key.seed() + _digest(key)) << SPARE_BITS
    shifts = range(GROUP_BITS * (ROWS * GROUPS - 1), -1, -GROUP_BITS)
    groups = [number >> shift & (1 << GROUP_BITS) - 1 for shift in shifts]
    rows = (groups[start : start + GROUPS] for start in range(0, len(groups), GROUPS))
    return [" ".join(map(_text, (*row, _check(index, row)))) for index, row in enumerate(rows, 1)]


def read_row(number: int, text: str) -> list[int]:
    """The groups of the row of that number; raises InputRefused when it is not as it was printed."""
    name = f"row {number}"
    typed = re.sub(r"[\s-]", "", text).upper().translate(READ_AS)
    if len(typed) != CHARACTERS * (GROUPS + 1):
        raise InputRefused(name, f"has {len(typed)} characters, not {CHARACTERS * (GROUPS + 1)}")
    groups = [typed[start : start + CHARACTERS] for start in range(0, len(typed), CHARACTERS)]
    for place, group in enumerate(groups, 1):
        if set(group) - set(ALPHABET):
            raise InputRefused(name, f"its group {place} has a character that is on no sheet")
    *row, check = (_value(group) for group in groups)
    if _check(number, row) != check:
        raise InputRefused(name, "is not as it was printed")
    return row


def read_rows(source: object, text: str, name: str) -> SigningKey:
    """The key of a sheet, or of its rows alone, called that; raises InputRefused naming every row that is wrong."""
    found: dict[int, list[int]] = {}
    faults = []
    for match in ROW.finditer(text):
        number = int(match[1])
        if number > ROWS or number in found:
            faults.append(f"row {number}: " + (f"there are {ROWS}" if number > ROWS else "stands twice"))
            continue
        try:
            found[number] = []
            found[number] = read_row(number, match[2])
        except InputRefused as error:
            faults.append(str(error))
    if not found:
        raise InputRefused(source, "has no row of a recovery sheet: a number from 1 to 5, then four groups of four")
    faults += [f"row {number}: is missing" for number in range(1, ROWS + 1) if number not in found]
    if faults:
        raise InputRefused(source, f"{'; '.join(faults)}; compare with the printed sheet, group by group")
    return _key(source, [found[number] for number in sorted(found)], name)


def _key(source: object, rows: Sequence[Sequence[int]], name: str) -> SigningKey:
    number = 0
    for group in (group for row in rows for group in row):
        number = number << GROUP_BITS | group
    content = (number >> SPARE_BITS).to_bytes(SEED_BYTES + DIGEST_BYTES)
    key = SigningKey.from_seed(name, content[:SEED_BYTES])
    if content[SEED_BYTES:] != _digest(key) or number % (1 << SPARE_BITS):
        raise InputRefused(source, "its rows do not belong together; take all five from one sheet")
    return key


def _digest(key: SigningKey) -> bytes:
    return sha256(bytes.fromhex(key.public)).digest()[:DIGEST_BYTES]


def _check(number: int, groups: Sequence[int]) -> int:
    check = 0
    for value in (number, *groups):
        check = (check ^ value) << 1
        if check >> GROUP_BITS:
            check ^= FIELD
    return check


def _text(group: int) -> str:
    return "".join(ALPHABET[group >> shift & 31] for shift in (15, 10, 5, 0))


def _value(text: str) -> int:
    value = 0
    for character in text:
        value = value << 5 | ALPHABET.index(character)
    return value
