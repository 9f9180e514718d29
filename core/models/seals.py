"""The hash chain over history."""

import pgtrigger
from django.db import models


class Seal(models.Model):
    """One event's digest, chained to the one before; written by the database's own function."""

    position = models.BigIntegerField(primary_key=True)
    label = models.CharField(max_length=63)
    event_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)
    horizon = models.BigIntegerField()
    reason = models.TextField(blank=True)
    sealed_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        indexes = [
            models.Index(fields=["label", "event_id"], name="seal_of_event"),
            models.Index(fields=["sealed_at"], name="seal_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "event_id"],
                condition=models.Q(reason=""),
                name="an_event_is_sealed_once",
            )
        ]

    def __str__(self):
        return f"{self.position}: {self.label} {self.event_id}"
