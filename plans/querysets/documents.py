"""Questions about the numbers of papers."""

from django.db import models
from django.db.models import Max

from directory.querysets import within


class PaperNumberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen from the unit upwards, as the reports themselves."""
        if getattr(user, "sees_all", False):
            return self
        return self.filter(within(getattr(user, "paths", ()), "unit__path"))

    def following(self, unit, year: int, kind: str) -> int:
        """The number the next paper of this kind gets."""
        mine = self.filter(unit=unit, year=year, kind=kind)
        return (mine.aggregate(last=Max("number"))["last"] or 0) + 1

    def for_list(self):
        return self.select_related(
            "unit",
            "report__period__plan",
            "report__unit",
            "general_version__general_report__period",
        )
