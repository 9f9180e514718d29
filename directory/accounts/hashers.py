"""How passwords are hashed (G1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher as StockArgon2PasswordHasher


class Argon2PasswordHasher(StockArgon2PasswordHasher):
    """Argon2id with OWASP's 19 MiB and three rounds: Django's 100 MiB a try would let a burst of
    sign-ins outgrow a web worker."""

    time_cost, memory_cost, parallelism = 3, 19 * 1024, 1
