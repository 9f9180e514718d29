"""How a person counts as signed in with a second factor: what the sign-in leaves in the session."""

import time


def show_second_factor(client, user) -> None:
    """Mark the session of a signed-in test client as one in which the second factor was shown."""
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()
