"""Questions about the plans of units and what stands in them."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch

from directory.querysets import within


class UnitPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued plans are public; one in the making is seen from its unit upwards."""
        if getattr(user, "sees_all", False):
            return self
        return self.in_force() | self.filter(within(getattr(user, "paths", ()), "unit__path"))

    def kept(self):
        """Plans that count: what was discarded does not."""
        return self.exclude(status=self.model.Status.DISCARDED)

    def in_force(self):
        """Issued plans, those whose year is over included."""
        return self.filter(status__in=self.model.IN_FORCE)

    def in_making(self):
        return self.filter(status__in=self.model.IN_MAKING)

    def of(self, unit):
        """Plans of ``unit``, of all under it and of all it came from."""
        return self.filter(within(unit.covers, "unit__path"))

    def orphaned(self):
        """Plans of units that passed into several others."""
        units = self.model._meta.get_field("unit").related_model.objects
        divided = units.annotate(heirs=Count("successions")).filter(heirs__gt=1)
        return self.filter(unit__in=divided)

    def for_list(self):
        return self.select_related("unit", "plan")


class UndertakingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen by officers, with the plan they stand in; others read the plan's public page."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        plans = self.model._meta.get_field("unit_plan").related_model.objects
        return self.filter(unit_plan__in=plans.visible_to(user))

    def of(self, unit):
        """What stands in the plans of ``unit``, of all under it and of all it came from."""
        return self.filter(within(unit.covers, "unit_plan__unit__path"))

    def concerning(self, unit):
        """What stands in the plans of ``unit`` or below, or is led by it or below."""
        led = within(unit.covers, "lead__path")
        return self.filter(within(unit.covers, "unit_plan__unit__path") | led)

    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def kept(self):
        """What counts: not what was dropped."""
        return self.exclude(status=self.model.Status.DROPPED)

    def in_force(self):
        """What stands in plans that were issued."""
        plans = self.model._meta.get_field("unit_plan").related_model
        return self.filter(unit_plan__status__in=plans.IN_FORCE)

    def running(self):
        """Open, in plans that are issued and not closed."""
        plans = self.model._meta.get_field("unit_plan").related_model
        return self.open().filter(unit_plan__status=plans.Status.ISSUED)

    def overdue(self, last):
        """Running and late; ``last`` is the latest due day that is late today
        (:func:`plans.rules.undertakings.latest_late_day`)."""
        return self.running().filter(due_on__lte=last)

    def to_confirm(self, user):
        """Reported by others, in the reach of ``user``."""
        rows = self.running().filter(status=self.model.Status.REPORTED)
        return rows.exclude(reported_by=user.pk).filter(within(user.paths, "lead__path"))

    def assigned_to(self, unit):
        """What ``unit``, or a unit it came from, or one below it, leads or helps with."""
        helps = self.model.coordinations.rel.related_model.objects.filter(
            within(unit.covers, "unit__path"), undertaking=OuterRef("pk")
        )
        return self.filter(within(unit.covers, "lead__path") | Exists(helps))

    def out_of_decision(self):
        """What answers an obligation that the amended Decision does not name any more."""
        return self.exclude(item=None).exclude(item__plan=F("unit_plan__plan"))

    def for_list(self):
        return self.select_related("unit_plan__unit", "unit_plan__plan", "item", "lead")

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
