"""Questions about the plans of units and what stands in them."""

from django.db import models
from django.db.models import Prefetch, Q

from directory.querysets import within


class UnitPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued plans are seen by every officer; one in the making from its unit upwards."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        issued = Q(status__in=self.model.IN_FORCE)
        return self.filter(issued | within(user.paths, "unit__path"))

    def kept(self):
        """Plans that count: what was discarded does not."""
        return self.exclude(status=self.model.Status.DISCARDED)

    def for_list(self):
        return self.select_related("unit", "plan")


class UndertakingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen with the plan they stand in."""
        if getattr(user, "sees_all", False):
            return self
        plans = self.model._meta.get_field("unit_plan").related_model.objects
        return self.filter(unit_plan__in=plans.visible_to(user))

    def of(self, unit):
        """What stands in the plans of ``unit``, of all under it and of all it came from."""
        return self.filter(within(unit.covers, "unit_plan__unit__path"))

    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def overdue(self, today):
        """Open after their due day; "late" begins the day after."""
        return self.open().filter(due_on__lt=today)

    def for_list(self):
        return self.select_related("unit_plan__unit", "item", "lead")

    def with_units(self):
        coordinations = self.model.coordinations.rel.related_model.objects.select_related("unit")
        return self.for_list().prefetch_related(Prefetch("coordinations", coordinations))


class OfUndertakingQuerySet(models.QuerySet):
    """What belongs to an undertaking is seen with it."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        undertakings = self.model._meta.get_field("undertaking").related_model.objects
        return self.filter(undertaking__in=undertakings.visible_to(user))

    def for_list(self):
        return self.select_related("undertaking")
