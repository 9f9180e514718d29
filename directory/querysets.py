"""Questions about units, people and enterprises; what a person sees begins here."""

from datetime import date

from django.db import models
from django.db.models import Q


def current(on: date, prefix: str = "") -> Q:
    """Rows valid on a day: ``valid_from`` is the first day, ``valid_to`` the last; empty is open.

    ``prefix`` leads through a relation ("roles__").
    """
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": on})
    going = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": on})
    return begun & going


def within(paths, field: str = "path") -> Q:
    """Rows of the subtrees whose paths are given; no paths, no rows."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from`` and ``valid_to``."""

    def as_of(self, on: date):
        return self.filter(current(on))


class UnitQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """The structure of customs is public."""
        return self

    def for_list(self):
        return self.select_related("parent")

    def subtree(self, unit):
        """``unit`` and everything under it."""
        return self.filter(path__startswith=unit.path)

    def answering_for(self, paths, on: date):
        """Units open on a day whose people answer for the units of these paths: those units
        themselves, and what they passed into."""
        return self.as_of(on).filter(covers__overlap=list(paths))

    def above(self, unit):
        """``unit`` and its superiors, the highest first."""
        return self.filter(pk__in=unit.lineage).order_by("path")


class OfficerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers of the units in one's reach; the auditor and the board see all."""
        if user.sees_all:
            return self
        near = within(user.paths, "postings__unit__path")
        return self.filter(near | Q(user=user.pk)).distinct()

    def for_list(self):
        return self.select_related("user").prefetch_related("postings__unit")


class PostingQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.sees_all else self.filter(within(user.paths, "unit__path"))

    def for_list(self):
        return self.select_related("officer__user", "unit")


class RoleQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.sees_all else self.filter(within(user.paths, "unit__path"))

    def for_list(self):
        return self.select_related("user", "unit")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Accounts one looks after: all, those of the own department, or just one's own."""
        if user.administers_accounts:
            return self
        cared_for = within(user.administered_paths, "roles__unit__path")
        return self.filter(cared_for | Q(pk=user.pk)).distinct()

    def for_list(self):
        return self


class EnterpriseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see enterprises their units manage, an enterprise sees itself."""
        if user.sees_all:
            return self
        own = Q(representatives__user=user.pk) & current(user.today, "representatives__")
        if not user.is_staff:
            return self.filter(own).distinct()
        return self.filter(within(user.paths, "managed_by__path"))

    def for_list(self):
        return self.select_related("managed_by")


class OfEnterpriseQuerySet(models.QuerySet):
    """Contacts and representatives: seen with their enterprise."""

    def visible_to(self, user):
        seen = self.model._meta.get_field("enterprise").related_model.objects.visible_to(user)
        return self if user.sees_all else self.filter(enterprise__in=seen)

    def for_list(self):
        return self.select_related("enterprise")


class OfUnitQuerySet(models.QuerySet):
    """What a unit publishes about itself: channels, citizen reception."""

    def visible_to(self, user):
        return self

    def for_list(self):
        return self.select_related("unit")


class SuccessionQuerySet(models.QuerySet):
    """Which unit passed into which: public, like the structure itself."""

    def visible_to(self, user):
        return self

    def for_list(self):
        return self.select_related("predecessor", "successor")


class LetterheadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every officer reads how units sign."""
        return self if getattr(user, "is_staff", False) else self.none()

    def for_list(self):
        return self.select_related("unit")
