"""How often an address did something."""

from django.db import models


class RateCount(models.Model):
    """Calls within one window; the key is a keyed hash, so that no address is kept."""

    key = models.CharField(primary_key=True, max_length=120)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    objects = models.Manager()

    def __str__(self):
        return f"{self.key}: {self.count}"
