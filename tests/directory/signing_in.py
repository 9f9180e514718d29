"""What a person does at the doors, in the few words the sign-in tests need."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

PASSWORD = "a long enough 42"
SECRET = "JBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
SHOW = "/accounts/2fa/reauthenticate/"
SET_UP = "/accounts/2fa/totp/activate/"


def give_password(user, password=PASSWORD):
    user.set_password(password)
    user.save()
    return user


def give_app(user):
    return TOTP.activate(user, SECRET).instance


def code(secret=SECRET, ahead=0):
    """The code an authenticator app shows now, or ``ahead`` steps of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def enter_password(client, user, password=PASSWORD, **extra):
    login = getattr(user, "email", user)
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def come_in(client, user):
    """Password, then the app's code."""
    enter_password(client, user)
    return client.post(AUTHENTICATE, {"code": code()})


def is_in(client) -> bool:
    """Whether the session opens the account's own page."""
    return client.get("/accounts/").status_code == 200
