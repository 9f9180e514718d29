"""How long a session lives, when it gets a new key, and how all of a person's end (G3)."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

# The last request is written down at most once a minute: idle time is right to that minute.
GRAIN = 60
# The first that fits: later ones are also named by browsers that imitate them.
BROWSERS = (
    ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def begun(request) -> float:
    """When the person signed in (seconds since 1970); asking for a code again is not signing in."""
    records = get_authentication_records(request, request.user)
    signed_in = [r["at"] for r in records if not r.get("reauthenticated")]
    return max(signed_in) if signed_in else request.session.setdefault("begun", time.time())


def is_over(request) -> bool:
    """Too long idle or too old: 30 minutes and 10 hours for officers unless settings differ."""
    now, start = time.time(), begun(request)
    officer = request.user.is_staff
    idle, length = settings.OFFICER_SESSION if officer else settings.ENTERPRISE_SESSION
    seen = max(request.session.get("seen", start), start)
    if now - start > length or now - seen > idle:
        return True
    if now - seen > GRAIN:
        request.session["seen"] = now
    return False


def leave(request) -> None:
    """End this session here and now; unlike signing out it says nothing and asks nothing."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()


def rotate(request) -> None:
    """A new key for the session, when the person has just proved more than before."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def end_sessions(user) -> None:
    """End every session of ``user``; for whoever deactivates an account."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def browser(user_agent: str) -> str:
    """ "Chrome, Windows" from what a browser says of itself; the first words of others."""
    names = [word for sign, word in BROWSERS if sign in user_agent][:1]
    systems = [word for sign, word in SYSTEMS if sign in user_agent][:1]
    return ", ".join(names + systems) or user_agent[:60]
