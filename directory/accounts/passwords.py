"""How passwords are hashed, and which are refused besides the common ones (G1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher as StockArgon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIFFERENT = 5


class Argon2PasswordHasher(StockArgon2PasswordHasher):
    """Argon2id with OWASP's 19 MiB and three rounds: Django's 100 MiB a try would let a burst of
    sign-ins outgrow a web worker."""

    time_cost, memory_cost, parallelism = 3, 19 * 1024, 1


class VariedPasswordValidator:
    """Long is not enough when it is one sign again and again."""

    def validate(self, password: str, user=None) -> None:
        """Raises ``ValidationError`` below five different characters."""
        if len(set(password)) < DIFFERENT:
            raise ValidationError(self.get_help_text(), code="password_not_varied")

    def get_help_text(self) -> str:
        words = _("Your password must hold at least %(count)s different characters.")
        return words % {"count": DIFFERENT}
