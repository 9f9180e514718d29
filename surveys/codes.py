"""Personal codes: 60 keyed bits and a check symbol; the database knows only a keyed hash (G16).

A code is made from the invitation's nonce and the portal's secret, so that a reminder can say it
again though it is stored nowhere. Letters and digits that look alike count as one another.
"""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
ALIKE = str.maketrans("ILO", "110", " -–._")
SYMBOLS, BITS = 12, 5


def code_of(nonce: UUID, secret: str = "") -> str:
    """The code of an invitation, written in groups: ABCD-EFGH-JKLM-N."""
    number = int.from_bytes(keyed("code", nonce.bytes, secret)) >> (256 - SYMBOLS * BITS)
    symbols = "".join(ALPHABET[(number >> BITS * place) & 31] for place in reversed(range(SYMBOLS)))
    return "-".join([symbols[0:4], symbols[4:8], symbols[8:12], check(symbols)])


def spoken(nonce: UUID, kept: str) -> str:
    """The code that belongs to the hash ``kept``, also after the secret was changed."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        code = code_of(nonce, secret)
        if hmac.compare_digest(digest(code, secret), kept):
            return code
    raise LookupError("The secret that made this code is gone.")


def check(symbols: str) -> str:
    """The 13th symbol: a sum with odd weights, which one mistyped symbol always changes."""
    total = sum((2 * n + 1) * ALPHABET.index(symbol) for n, symbol in enumerate(symbols))
    return ALPHABET[total % len(ALPHABET)]


def plain(typed: str) -> str:
    """What was typed without its dashes, look-alikes set right; empty when it is no code."""
    symbols = typed.upper().translate(ALIKE)
    known = len(symbols) == SYMBOLS + 1 and all(symbol in ALPHABET for symbol in symbols)
    return symbols if known and check(symbols[:-1]) == symbols[-1] else ""


def digest(code: str, secret: str = "") -> str:
    """What the database keeps of a code."""
    return keyed("hash", plain(code).encode(), secret).hex()


def digests(typed: str) -> Iterator[str]:
    """The hashes under which a typed code may be kept; none when it is no code."""
    if plain(typed):
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield digest(typed, secret)


def keyed(purpose: str, data: bytes, secret: str = "") -> bytes:
    key = f"surveys.{purpose}:{secret or settings.SECRET_KEY}".encode()
    return hmac.digest(key, data, sha256)
