"""References people say aloud, and tracking codes nobody can guess (G16).

The code of a case is 65 random bits in 13 symbols and a check symbol; the PIN has six digits. Both
are stored as digests only. They are drawn from the random key of the submission and the portal's
secret, so that a form that is sent twice gets the same receipt.
"""

import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
READ_AS = str.maketrans("ILO", "110")
LENGTH, BITS = 13, 65


def reference(year: int, number: int) -> str:
    """``VM-2026-000127-4``: the year, a running number and its check symbol."""
    return f"VM-{year}-{number:06}-{SYMBOLS[(year * 1_000_003 + number) % 31]}"


def code_and_pin(submission: UUID) -> tuple[str, str]:
    """The tracking code, in groups, and the PIN of a submission."""
    drawn = int.from_bytes(_keyed(settings.SECRET_KEY, "draw", submission.hex), "big")
    number, rest = drawn & (2**BITS - 1), drawn >> BITS
    plain = "".join(SYMBOLS[number >> 5 * place & 31] for place in range(LENGTH))
    return grouped(plain + check_symbol(plain)), f"{rest % 1_000_000:06}"


def grouped(code: str) -> str:
    """In fours, as people copy it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def check_symbol(plain: str) -> str:
    """Tells every single wrong symbol: the weights are odd, hence units modulo 32."""
    weighed = sum((2 * at + 1) * SYMBOLS.index(sign) for at, sign in enumerate(plain))
    return SYMBOLS[weighed % 32]


def clean_code(text: str) -> str:
    """What was typed, as it was drawn: capitals, no signs, I and L as 1, O as 0; "" for no code."""
    kept = "".join(sign for sign in text.upper().translate(READ_AS) if sign in SYMBOLS)
    fits = len(kept) == LENGTH + 1 and check_symbol(kept[:-1]) == kept[-1]
    return kept if fits else ""


def clean_pin(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")[:6]


def digest_of_code(code: str) -> str:
    return _hex(settings.SECRET_KEY, "code", clean_code(code))


def digest_of_pin(code: str, pin: str) -> str:
    return _hex(settings.SECRET_KEY, "pin", clean_code(code) + clean_pin(pin))


def digests(code: str, pin: str) -> list[tuple[str, str]]:
    """Digests of code and PIN under the secret of today and under those before it."""
    plain = clean_code(code)
    return [
        (_hex(key, "code", plain), _hex(key, "pin", plain + clean_pin(pin)))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def same(one: str, other: str) -> bool:
    """Compare digests in constant time."""
    return hmac.compare_digest(one, other)


def _hex(key: str, purpose: str, text: str) -> str:
    return _keyed(key, purpose, text).hex()


def _keyed(key: str, purpose: str, text: str) -> bytes:
    return hmac.digest(f"inquiries.{purpose}:{key}".encode(), text.encode(), sha256)
