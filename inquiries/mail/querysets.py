"""Questions about mail that came in."""

from django.db import models


class IncomingMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With their case; mail without a case by those who look after the portal."""
        if getattr(user, "sees_all", False) or getattr(user, "administers_accounts", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        cases = self.model._meta.get_field("inquiry").related_model.objects
        return self.filter(inquiry__in=cases.visible_to(user).order_by())

    def for_list(self):
        return self.select_related("inquiry", "raw")
