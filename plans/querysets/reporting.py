"""Questions about reporting periods and the reports units owe."""

from django.db import models
from django.db.models.functions import Greatest

from directory.querysets import within


class ReportingPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every officer knows when to report; the public reads the dates in the plan."""
        return self if getattr(user, "is_staff", False) else self.none()

    def for_list(self):
        return self.select_related("plan")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen from the unit upwards, by those a unit passed into, and by who sees all."""
        if getattr(user, "sees_all", False):
            return self
        return self.filter(within(getattr(user, "paths", ()), "unit__path"))

    def owed(self):
        """It is the unit's turn: to draft, to submit, or to hand in again."""
        return self.filter(
            status__in=self.model.OWED,
            period__status__in=self.model.period.field.related_model.RUNNING,
        )

    def owed_by(self, user):
        """Owed by the very units whose reports this person writes, and by what they came from."""
        kinds = ("officer", "focal_point", "head")
        paths = {path for role in user.held if role.kind in kinds for path in role.unit.covers}
        return self.owed().filter(unit__path__in=paths)

    def overseen_by(self, user):
        """Of branches and teams under a unit whose focal point or head this person is."""
        units = [role.unit for role in user.held if role.kind in ("focal_point", "head")]
        paths = {path for unit in units for path in unit.covers}
        below = self.filter(within(paths, "unit__path"), unit__kind__in=self.model.OVERSEEN)
        return below.exclude(unit__path__in=paths)

    def to_review(self):
        """Handed in, and not accepted or sent back yet."""
        return self.filter(status=self.model.Status.SUBMITTED)

    def accepted(self):
        return self.filter(status=self.model.Status.ACCEPTED)

    def with_due(self):
        """``due_by``: the day it is due by now, as :attr:`Report.due`."""
        return self.annotate(due_by=Greatest("due_on", "extended_to", "redo_by"))

    def late(self, today):
        """Owed after the day it was due."""
        return self.owed().with_due().filter(due_by__lt=today)

    def for_list(self):
        return self.select_related("period__plan", "unit")


class OfReportQuerySet(models.QuerySet):
    """What belongs to a report is seen with it."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        reports = self.model._meta.get_field("report").related_model.objects
        return self.filter(report__in=reports.visible_to(user))

    def for_list(self):
        return self.select_related("report__unit", "report__period")


class OfVersionQuerySet(models.QuerySet):
    """Figures are seen with the version they stand in."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        versions = self.model._meta.get_field("version").related_model.objects
        return self.filter(version__in=versions.visible_to(user))

    def for_list(self):
        return self.select_related("version__report__unit")


class GeneralReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One in the making is the board's; once it is issued every officer reads it."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        return self.filter(status__in=self.model.SHOWN)

    def in_making(self):
        return self.filter(status__in=self.model.IN_MAKING)

    def for_list(self):
        return self.select_related("period__plan")


class OfGeneralReportQuerySet(models.QuerySet):
    """Passages, recommendations and issued versions: read by who sees all.

    Units read the issued content; what was left out of it stays with the board.
    """

    def visible_to(self, user):
        return self if getattr(user, "sees_all", False) else self.none()

    def for_list(self):
        return self.select_related("general_report__period")
