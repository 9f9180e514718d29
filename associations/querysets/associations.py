"""Questions about associations, their people and members."""

from django.db import models
from django.db.models import Count, Q

from directory.querysets import DatedQuerySet, current, within


def represented(user, through: str = "representatives__") -> Q:
    """Rows for which ``user`` speaks today, reached ``through`` their representatives."""
    return Q(**{f"{through}user": user.pk}) & current(user.today, through)


class AssociationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The register of associations is public."""
        return self

    def spoken_for_by(self, user):
        """Associations for which this person speaks today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(represented(user)).distinct()

    def for_list(self):
        return self.select_related("kept_by")

    def for_register(self):
        """Each with the number of its agreements in force, those with most first."""
        in_force = Count(
            "parts__agreement", filter=Q(parts__agreement__status="in_force"), distinct=True
        )
        return self.annotate(in_force=in_force).order_by("-in_force", "name_vi", "pk")


class OfAssociationQuerySet(models.QuerySet):
    """Contacts: seen by customs and by the association itself."""

    def visible_to(self, user):
        if user.is_staff:
            return self
        own = self.model._meta.get_field("association").related_model.objects
        return self.filter(association__in=own.spoken_for_by(user))

    def for_list(self):
        return self.select_related("association")


class RepresentativeQuerySet(DatedQuerySet):
    """Who speaks for an association: seen by its unit in charge, the board, and oneself."""

    def visible_to(self, user):
        if user.sees_all:
            return self
        return self.filter(within(user.paths, "association__kept_by__path") | Q(user=user.pk))

    def for_list(self):
        return self.select_related("association", "user")


class MembershipQuerySet(DatedQuerySet):
    """Seen with the enterprise: by its customs units and itself; and by the association."""

    def visible_to(self, user):
        if user.sees_all:
            return self
        fields = self.model._meta.get_field
        enterprises = fields("enterprise").related_model.objects.visible_to(user)
        own = fields("association").related_model.objects.spoken_for_by(user)
        return self.filter(
            Q(enterprise__in=enterprises.values("pk")) | Q(association__in=own.values("pk"))
        )

    def for_list(self):
        return self.select_related("association", "enterprise")
