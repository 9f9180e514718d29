"""Questions about figures that were published elsewhere."""

from django.db import models


class PublishedFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published: every officer may read them."""
        return self if getattr(user, "is_staff", False) else self.none()

    def beside(self, unit, years):
        """Those of ``unit`` (None: the whole country) in ``years``."""
        return self.filter(unit=unit, year__in=years).order_by("-year")

    def for_list(self):
        return self.select_related("unit")
