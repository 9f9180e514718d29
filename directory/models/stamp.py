"""What a session is tied to: it ends when the account's password, state or roles change (G3)."""

from collections.abc import Iterator
from hashlib import sha256


class SessionStamp:
    """Folds the roles held today into the hash every session carries.

    Costs no query of its own: ``held`` is asked once a request and kept for the rules.
    """

    def get_session_auth_hash(self) -> str:
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for known in super().get_session_auth_fallback_hash():
            yield self._stamped(known)

    def _stamped(self, known: str) -> str:
        held = [(role.pk, role.kind, role.unit_id) for role in self.held]
        facts = f"{known} {self.is_active} {self.is_staff} {self.is_superuser} {held}"
        return sha256(facts.encode()).hexdigest()
