"""Questions about issues needing support."""

from django.db import models

from directory.querysets import within


class SupportIssueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen from the unit that raised them upwards, and by the unit asked to write."""
        if getattr(user, "sees_all", False):
            return self
        paths = getattr(user, "paths", ())
        return self.filter(within(paths, "unit__path") | within(paths, "forwarded_to__path"))

    def of(self, unit):
        """Raised by ``unit``, by units under it and by those it came from."""
        return self.filter(within(unit.covers, "unit__path"))

    def with_board(self):
        return self.filter(status__in=self.model.WITH_BOARD)

    def to_advise(self, paths):
        """Waiting for the opinion of a unit in ``paths``."""
        asked = self.filter(status=self.model.Status.TAKEN_UP, opinion="")
        return asked.filter(within(paths, "forwarded_to__path"))

    def with_unit(self, paths):
        """Answered or sent back: the unit that raised them goes on."""
        return self.filter(within(paths, "unit__path"), status__in=self.model.WITH_UNIT)

    def raised_between(self, start, end):
        """Raised from ``start`` to ``end``, both included; withdrawn ones do not count."""
        kept = self.exclude(status=self.model.Status.WITHDRAWN)
        return kept.filter(raised_at__date__range=(start, end))

    def for_list(self):
        return self.select_related("unit", "plan", "forwarded_to")
