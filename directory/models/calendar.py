"""The working calendar's rows: usual hours of units, and days that differ from the usual.

An end of 00:00 means midnight at the end of the day: a gate open round the clock has 00:00–00:00.
"""

from datetime import time

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from ..querysets import OfUnitQuerySet
from .dated import DATES_IN_ORDER, DAYS, Dated
from .units import Unit

MIDNIGHT = time(0)
# PostgreSQL has no range of times: any one day serves. A minute before 00:00 is 23:59.
# (Keep the arguments in alphabetical order: migrations do, and Django compares them in order.)
SPAN = Func(
    F("starts"),
    F("ends"),
    arg_joiner=", DATE '2000-01-01' + (",
    template="tsrange(DATE '2000-01-01' + %(expressions)s - INTERVAL '1 minute'), '[]')",
    output_field=DateTimeRangeField(),
)


@tracked()
class WorkingHours(Dated):
    """One stretch of a unit's usual working hours on a weekday; morning and afternoon are two.

    Rows of a unit replace those of its superiors for the days on which they are valid; rows
    without a unit hold everywhere. Where there is none: Monday to Friday, 8–12 and 13–17.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")
        HOLIDAY = 7, _("Public holidays")

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="working_hours",
        verbose_name=_("unit"),
        help_text=_("Leave empty for all units."),
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"), help_text=_("00:00 is midnight at the end of the day."))
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("working hours"), _("working hours")
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                name="working_hours_have_a_weekday", condition=Q(weekday__lte=7)
            ),
            models.CheckConstraint(
                name="working_hours_end_after_they_start",
                condition=Q(ends__gt=F("starts")) | Q(ends=MIDNIGHT),
            ),
            models.CheckConstraint(
                name="working_hours_dates_are_in_order", condition=DATES_IN_ORDER
            ),
            ExclusionConstraint(
                name="working_hours_do_not_overlap",
                expressions=[
                    (Coalesce("unit", Value(0)), RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "These hours overlap other hours of the same unit on this weekday."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"

    def clean(self):
        """Name the field at fault."""
        super().clean()
        if self.starts and self.ends is not None and MIDNIGHT != self.ends <= self.starts:
            raise ValidationError({"ends": _("The end must come after the start.")})


def _in_order(starts: str, ends: str) -> Q:
    return Q(**{f"{starts}__isnull": False, f"{ends}__isnull": False, f"{ends}__gt": F(starts)})


NO_MORNING = Q(morning_starts=None, morning_ends=None)
NO_AFTERNOON = Q(afternoon_starts=None, afternoon_ends=None)


@tracked()
class CalendarDay(models.Model):
    """One date that differs from the usual: off, worked, or worked at other hours.

    It goes before weekdays, public holidays and swapped days, which the Government announces
    year by year; a unit's day goes before its superiors', and those before everyone's.
    """

    date = models.DateField(_("date"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_days",
        verbose_name=_("unit"),
        help_text=_("Leave empty for all units."),
    )
    working = models.BooleanField(_("working day"), default=False)
    morning_starts = models.TimeField(_("morning starts"), null=True, blank=True)
    morning_ends = models.TimeField(_("morning ends"), null=True, blank=True)
    afternoon_starts = models.TimeField(_("afternoon starts"), null=True, blank=True)
    afternoon_ends = models.TimeField(
        _("afternoon ends"),
        null=True,
        blank=True,
        help_text=_("00:00 is midnight at the end of the day."),
    )
    reason_vi = models.CharField(_("reason in Vietnamese"), max_length=200)
    reason_en = models.CharField(_("reason in English"), max_length=200, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("special day"), _("special days")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "unit"],
                nulls_distinct=False,
                name="a_date_is_special_once_per_unit",
                violation_error_message=_("This date already has an entry for this unit."),
            ),
            models.CheckConstraint(name="a_special_day_has_a_reason", condition=~Q(reason_vi="")),
            models.CheckConstraint(
                name="only_a_worked_day_has_hours",
                condition=Q(working=True) | NO_MORNING & NO_AFTERNOON,
                violation_error_message=_("A day off has no hours: clear them."),
            ),
            models.CheckConstraint(
                name="a_morning_ends_after_it_starts",
                condition=NO_MORNING | _in_order("morning_starts", "morning_ends"),
                violation_error_message=_("Give the morning's start and a later end, or neither."),
            ),
            models.CheckConstraint(
                name="an_afternoon_ends_after_it_starts",
                condition=NO_AFTERNOON
                | _in_order("afternoon_starts", "afternoon_ends")
                | Q(afternoon_starts__isnull=False, afternoon_ends=MIDNIGHT),
                violation_error_message=_(
                    "Give the afternoon's start and a later end, or neither."
                ),
            ),
            models.CheckConstraint(
                name="an_afternoon_follows_the_morning",
                condition=NO_MORNING | NO_AFTERNOON | Q(afternoon_starts__gte=F("morning_ends")),
                violation_error_message=_("The afternoon must not start before the morning ends."),
            ),
        ]

    def __str__(self):
        return f"{date_format(self.date)}: {self.reason}"

    @property
    def reason(self) -> str:
        """The reason in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.reason_en if english else "") or self.reason_vi

    @property
    def hours(self) -> tuple[tuple[time, time], ...]:
        """The day's own hours; none means the usual ones when the day is worked."""
        pairs = (
            (self.morning_starts, self.morning_ends),
            (self.afternoon_starts, self.afternoon_ends),
        )
        return tuple((starts, ends) for starts, ends in pairs if starts and ends)
