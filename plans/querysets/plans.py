"""Questions about plans and their items."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Prefetch, Q

from directory.querysets import within


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued plans are public; one in the making is seen from its issuer upwards."""
        if getattr(user, "sees_all", False):
            return self
        public = Q(status__in=self.model.PUBLIC)
        return self.filter(public | within(getattr(user, "paths", ()), "issuer__path"))

    def in_making(self):
        return self.filter(status__in=self.model.IN_MAKING)

    def public(self):
        """Plans in force and closed ones: of a year the one in force first, then the newest."""
        issued = Q(status=self.model.Status.ISSUED)
        in_force = ExpressionWrapper(issued, models.BooleanField())
        rows = self.filter(status__in=self.model.PUBLIC)
        return rows.order_by("-year", "issuer__path", in_force.desc(), "-pk")

    def read_from(self, digests):
        """Plans made from files of these SHA-256 digests; what was discarded may be read again."""
        kept = self.exclude(status=self.model.Status.DISCARDED)
        return kept.filter(sources__file__sha256__in=digests).distinct()

    def awaiting(self, user):
        """Plans in the making on the desk of those who may bring them forward."""
        return self.visible_to(user).in_making()

    def for_list(self):
        return self.select_related("issuer")


class OfPlanQuerySet(models.QuerySet):
    """What belongs to a plan is seen with it."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        plans = self.model._meta.get_field("plan").related_model.objects
        return self.filter(plan__in=plans.visible_to(user))

    def for_list(self):
        return self.select_related("plan")


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        items = self.model._meta.get_field("item").related_model.objects
        return self.filter(item__in=items.visible_to(user))

    def for_list(self):
        return self.select_related("item", "unit")


class ItemQuerySet(OfPlanQuerySet):
    def obligations(self):
        """Leaves of the detailed tasks: what somebody must do (64 and a closing one in 2023)."""
        below = self.model.objects.filter(parent=OuterRef("pk"))
        return self.filter(~Exists(below), kind=self.model.Kind.DETAIL)

    def of_unit(self, unit):
        """Items that bind ``unit``: those that name it, a superior or a unit it came from, and
        those of all headquarters units or of all departments where it belongs to one.

        What the general department does itself binds no unit under it; the general department
        answers for all that its headquarters does.
        """
        levels, kinds = self.model.Level, type(unit).Kind
        near = type(unit).objects.filter(pk__in=unit.ancestry)
        own = near if unit.parent_id is None else near.exclude(parent=None)
        named = self.model.assignments.rel.related_model.objects.filter(
            item=OuterRef("pk"), unit__in=own.values("pk")
        )
        return self.filter(
            Exists(named)
            | ~Q(level__in=["", levels.DEPARTMENTS]) & Exists(own.filter(parent=None))
            | Q(level=levels.COLLECTIVE) & Exists(own.filter(kind=kinds.HQ_UNIT))
            | Q(level=levels.DEPARTMENTS) & Exists(own.filter(kind=kinds.DEPARTMENT))
        )

    def untaken(self):
        """Obligations in force for which no unit's plan in force does anything (any more), once
        units have plans at all."""
        undertakings = self.model.undertakings.rel.related_model.objects.in_force()
        begun = undertakings.filter(unit_plan__plan=OuterRef("plan"))
        taken = undertakings.kept().filter(item=OuterRef("pk"))
        status = self.model._meta.get_field("plan").related_model.Status
        in_force = self.obligations().exclude(level="").filter(plan__status=status.ISSUED)
        return in_force.filter(Exists(begun), ~Exists(taken))

    def for_list(self):
        return self.select_related("plan").prefetch_related("assignments__unit")

    def for_tree(self):
        """Every item in the Decision's order, with its units."""
        assignments = self.model.assignments.rel.related_model.objects.select_related("unit")
        return self.order_by("position").prefetch_related(Prefetch("assignments", assignments))
