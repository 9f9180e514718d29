"""Questions about rounds and what belongs to them."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

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
        """Counted, without a note of what may be told, or of what may be by group."""
        known = self.model._meta.get_field("tallies").related_model
        counts = known.objects.filter(round=OuterRef("pk"))
        rows = self.filter(Exists(counts), status__in=self.model.ENDED)
        noted = (
            Exists(counts.filter(split=each)) for each in (known.Split.TOLD, known.Split.GROUP)
        )
        return rows.exclude(models.Q(*noted))

    def taking_paper(self, day):
        """Open on that day, or over for so few days that sheets are still keyed."""
        first = models.Value(day, models.DateField()) - Coalesce("paper_days", 0)
        last = models.ExpressionWrapper(first, models.DateField())
        return self.open().filter(opens_on__lte=day, closes_on__gte=last)

    def with_letters(self):
        """Rounds, each with ``has_letters``: whether codes go out by post, so that paper comes."""
        asked = self.model._meta.get_field("invitations").related_model.objects
        return self.annotate(
            has_letters=Exists(asked.filter(round=OuterRef("pk"), channel="letter"))
        )

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
