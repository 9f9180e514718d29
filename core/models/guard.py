"""Passes of public forms that were used."""

from django.db import models


class SpentPass(models.Model):
    """A form's pass is good for one sending; the digest is a keyed hash of it (G15)."""

    digest = models.CharField(primary_key=True, max_length=64)
    spent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = models.Manager()

    def __str__(self):
        return self.digest
