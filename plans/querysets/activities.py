"""Questions about activities and what belongs to them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from directory.querysets import within

ON_PAGE = Q(public=True, announced_at__isnull=False)


def begin_of(day: date) -> datetime:
    """The first moment of a day on the portal's clock."""
    return make_aware(datetime.combine(day, time()))


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was announced is public; the rest is seen from its unit upwards."""
        if getattr(user, "sees_all", False):
            return self
        return self.filter(ON_PAGE | within(getattr(user, "paths", ()), "unit__path"))

    def on_page(self):
        """What the public calendar shows: announced ones, cancelled and held ones after that."""
        return self.filter(ON_PAGE)

    def of(self, unit):
        """Activities of ``unit``, of all under it and of all it came from."""
        return self.filter(within(unit.covers, "unit__path"))

    def for_obligation(self, item):
        """What serves the obligation with this key, or what units undertook for it."""
        return self._serving(Q(item=item) | Q(undertaking__item=item))

    def for_undertaking(self, row):
        """What serves the undertaking with this key, or what units below derived from it."""
        below = Q(undertaking__parent=row) | Q(undertaking__parent__parent=row)
        return self._serving(Q(undertaking=row) | below)

    def _serving(self, which):
        servings = self.model.servings.rel.related_model.objects.filter(which)
        return self.filter(pk__in=servings.values("activity"))

    def upcoming(self, at):
        """What is not over at ``at``, the next first; what was held already is not to come."""
        rows = self.filter(ends__gt=at).exclude(status=self.model.Status.HELD)
        return rows.order_by("starts", "pk")

    def held(self):
        return self.filter(status=self.model.Status.HELD)

    def results_missing(self, at):
        """Over, neither held nor cancelled: nobody has said yet what came of it."""
        return self.filter(status__in=self.model.TO_COME, ends__lte=at).order_by("ends", "pk")

    def between(self, start: date, end: date):
        """Those that begin from ``start`` to ``end``, both included."""
        return self.filter(
            starts__gte=begin_of(start), starts__lt=begin_of(end + timedelta(days=1))
        )

    def for_list(self):
        return self.select_related("unit")

    def changes(self) -> dict[int, tuple[int, datetime]]:
        """How often each was changed and when last, by key: one query for all rows."""
        events: Any = self.model._meta.get_field("events").related_model
        mine = events.objects.order_by().filter(pgh_obj__in=self.order_by().values("pk"))
        told = mine.values("pgh_obj").annotate(n=Count("pk"), at=Max("pgh_created_at"))
        return {pk: (n, at) for pk, n, at in told.values_list("pgh_obj", "n", "at")}


class OfActivityQuerySet(models.QuerySet):
    """What belongs to an activity is seen with it."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        activities = self.model._meta.get_field("activity").related_model.objects
        return self.filter(activity__in=activities.visible_to(user))

    def for_list(self):
        names = {field.name for field in self.model._meta.fields if field.is_relation}
        return self.select_related(*sorted(names))


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who registered is known to the organising unit and its superiors only."""
        if getattr(user, "sees_all", False):
            return self
        return self.filter(within(getattr(user, "paths", ()), "activity__unit__path"))

    def kept(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def people(self) -> int:
        """How many seats these registrations take."""
        return self.aggregate(n=Coalesce(Sum("people"), 0))["n"]

    def for_list(self):
        return self.select_related("activity__unit")
