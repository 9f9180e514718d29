"""Answers under seal: what lies in the database before a round has ended tells nothing (G18).

The key comes from the portal's secret, which is in no copy of the database. Drafts in sessions are
sealed alike.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .codes import keyed


def _box() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (urlsafe_b64encode(keyed("seal", b"answers", secret)) for secret in secrets)
    return MultiFernet([Fernet(key) for key in keys])


def seal(content: Any) -> str:
    """Any JSON value, encrypted; texts of like length look alike in length (blocks of 256)."""
    words = json.dumps(content, ensure_ascii=False).encode()
    padded = words + b" " * (-len(words) % 256)
    return _box().encrypt_at_time(padded, 0).decode()  # else the token would tell the time


def unseal(sealed: str) -> Any:
    """The value again; ``ValueError`` when it was not sealed here."""
    try:
        return json.loads(_box().decrypt(sealed.encode()))
    except (InvalidToken, UnicodeError) as broken:
        raise ValueError("This was not sealed here.") from broken
