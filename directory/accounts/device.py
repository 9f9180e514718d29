"""Devices a person has signed in from: a stranger's failures elsewhere do not lock them (G2)."""

import hmac
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.utils.crypto import salted_hmac

COOKIE, KEPT = "device", timedelta(days=180)


def _mark(number: str, login: str) -> str:
    told = f"{number} {login.strip().lower()}"
    return salted_hmac("known device", told, algorithm="sha256").hexdigest()


def known(request, login: str) -> str:
    """The number of this device if ``login`` has signed in from it before, else an empty text."""
    number, _, mark = request.COOKIES.get(COOKIE, "").partition(".")
    fits = hmac.compare_digest(mark.encode(), _mark(number, login).encode())
    return number if fits else ""


def mark(response, user) -> None:
    """Let this browser be known as a device of ``user``; it opens nothing by itself."""
    number = token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        f"{number}.{_mark(number, user.email)}",
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
