"""What a person decides about the own account."""

from core.history import acting
from directory.models import User


def choose_language(user: User, *, by: User, language: str) -> None:
    """Keep the language (vi, en) in which ``user`` reads pages and letters."""
    with acting(by, "choose_language"):
        user.language = language
        user.save(update_fields=["language"])
