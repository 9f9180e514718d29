"""Rows that hold between two days: the first and the last, either of them open."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

# Keyword arguments would have to be in alphabetical order, else Django sees a new migration.
DAYS = Func(
    F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField()
)
DATES_IN_ORDER = Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))


class Dated(models.Model):
    """Mixin: names the field at fault; PostgreSQL cannot even make a range that runs backwards."""

    valid_from: Any  # each model's own field
    valid_to: Any

    class Meta:
        abstract = True

    def stands_on(self, day: date) -> bool:
        """Whether ``day`` lies between the first and the last day, both included."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day must not come before the first.")})
