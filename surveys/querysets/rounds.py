"""Questions about rounds and what belongs to them."""

from django.db import models
from django.db.models import Exists, OuterRef

from directory.querysets import within


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see rounds of their units and those above, published ones of every unit."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.filter(status=self.model.Status.PUBLISHED)
        above = {key for role in user.held for key in role.unit.ancestry}
        own = within(user.paths, "unit__path") | models.Q(
            unit__in=above, status__in=["open", *self.model.ENDED]
        )
        return self.filter(own | models.Q(status=self.model.Status.PUBLISHED))

    def open(self):
        return self.filter(status=self.model.Status.OPEN)

    def to_count_again(self):
        """Counted, without a note of what may be told."""
        known = self.model._meta.get_field("tallies").related_model
        counts = known.objects.filter(round=OuterRef("pk"))
        rows = self.filter(Exists(counts), status__in=self.model.ENDED)
        return rows.exclude(Exists(counts.filter(split=known.Split.TOLD)))

    def for_list(self):
        return self.select_related("unit", "questionnaire")


class OfRoundQuerySet(models.QuerySet):
    """Invitations and strata: for those who run the round; names are personal data."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        return self.filter(within(user.paths, "round__unit__path"))

    def for_list(self):
        return self.select_related("round")

    def with_use(self):
        """Invitations, each with ``is_used``: whether its code was spent."""
        used = self.model._meta.get_field("used").related_model
        return self.annotate(is_used=Exists(used.objects.filter(invitation=OuterRef("pk"))))

    def to_remind(self):
        """Sent by mail, not answered, not come back, not opted out."""
        return self.with_use().filter(
            is_used=False, channel="mail", sent_on__isnull=False, bounced_on=None, opted_out_on=None
        )
