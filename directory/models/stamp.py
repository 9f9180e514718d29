"""What a session is tied to: it ends when the account's password, state or roles change (G3)."""

from hashlib import sha256


def stamped(user, known: str) -> str:
    """Fold the state of ``user`` and the roles held today into ``known``, Django's own hash.

    Costs no query of its own: ``held`` is asked once a request and kept for the rules.
    """
    held = [(role.pk, role.kind, role.unit_id) for role in user.held]
    facts = f"{known} {user.is_active} {user.is_staff} {user.is_superuser} {held}"
    return sha256(facts.encode()).hexdigest()
