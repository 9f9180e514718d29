"""Questions about mail that came in."""

from django.db import models
from django.db.models import Q


def leads_at_the_top(user) -> bool:
    """Heads and focal points of the general department, where questions without a unit go."""
    kinds = ("head", "focal_point")
    return any(role.kind in kinds and role.unit.parent_id is None for role in user.held)


class IncomingMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With their case; mail without a case by those who look over all or lead at the top."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        cases = self.model._meta.get_field("inquiry").related_model.objects
        seen = Q(inquiry__in=cases.visible_to(user).order_by())
        return self.filter(seen | Q(inquiry=None) if leads_at_the_top(user) else seen)

    def for_list(self):
        return self.select_related("inquiry", "raw")
