"""What stands in a unit's letterhead."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from ..querysets import LetterheadQuerySet
from .units import Unit

SYMBOL = r"^[^\W_]+(-[^\W_]+)*$"


@tracked(table="plans_letterheadevent")
class Letterhead(models.Model):
    """What stands in the head of a unit's papers and cannot be read off its name."""

    unit = models.OneToOneField(
        Unit, models.PROTECT, related_name="letterhead", verbose_name=_("unit")
    )
    symbol = models.CharField(
        _("symbol"),
        max_length=30,
        validators=[RegexValidator(SYMBOL, _("Letters and digits, groups joined by “-”."))],
        help_text=_("The abbreviation behind the number of a paper: HQHP in “Số: 07/BC-HQHP”."),
    )
    place = models.CharField(
        _("place"), max_length=100, help_text=_("Where papers are signed: Hải Phòng.")
    )
    drafted_by = models.CharField(
        _("abbreviation of the drafting office"),
        max_length=30,
        blank=True,
        help_text=_("Stands behind “Lưu: VT,” in the list of recipients."),
    )

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        db_table = "plans_letterhead"  # its history is sealed under the name it always had
        verbose_name, verbose_name_plural = _("letterhead"), _("letterheads")
        constraints = [
            models.CheckConstraint(
                name="a_symbol_is_letters_joined_by_dashes", condition=Q(symbol__regex=SYMBOL)
            ),
            models.CheckConstraint(name="a_letterhead_has_a_place", condition=~Q(place="")),
        ]

    def __str__(self):
        return f"{self.symbol}: {self.unit}"
