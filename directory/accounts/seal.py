"""Second-factor secrets at rest: sealed with a key that only the settings can derive (G4)."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PURPOSE = b"partnership second factor 1"


@lru_cache
def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))


def _keys() -> MultiFernet:
    return MultiFernet([_key(s) for s in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(text: str) -> str:
    """Encrypt under a key derived from the present ``SECRET_KEY``."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Read what was sealed under the present key or one of ``SECRET_KEY_FALLBACKS``.

    Raises ``ImproperlyConfigured`` when none of them fits, naming the remedy.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A second-factor secret was sealed with another SECRET_KEY: "
            "add the former key to SECRET_KEY_FALLBACKS."
        ) from None
