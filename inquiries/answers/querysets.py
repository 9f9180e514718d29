"""Questions about published answers."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from directory.querysets import within


class PublishedAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is public, for everyone; in the making and withdrawn, for officers of the unit."""
        seen = Q(status__in=self.model.PUBLIC)
        if not getattr(user, "is_staff", False) or not user.is_active:
            return self.filter(seen)
        if user.sees_all:
            return self
        return self.filter(seen | within(user.paths, "unit__path"))

    def for_list(self):
        return self.select_related("topic", "unit")

    def public(self):
        """What visitors may read today; flagged answers carry a notice."""
        return self.filter(status__in=self.model.PUBLIC)

    def waiting_for(self, user):
        """Of one's own units: what is in the making or being reviewed, oldest first."""
        waits = (*self.model.IN_MAKING, self.model.Status.FLAGGED)
        return self.filter(within(user.paths, "unit__path"), status__in=waits).order_by("pk")

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def most_read(self, since: date):
        """Public answers by how often they were opened since a day; unread ones are left out."""
        days: Any = self.model._meta.get_field("days").related_model
        reads = days.objects.filter(answer=OuterRef("pk"), day__gte=since).order_by()
        total = Subquery(reads.values("answer").annotate(n=Sum("reads")).values("n"))
        return self.public().annotate(times=Coalesce(total, 0)).filter(times__gt=0).order_by(
            "-times", "-pk"
        )  # fmt: skip

    def citing(self, number: str):
        """Answers that rest on a document, however its number was spaced."""
        return self.filter(citations__document__iexact=number).distinct()


class OfAnswerQuerySet(models.QuerySet):
    """What belongs to an answer is seen with it."""

    def visible_to(self, user):
        answers = self.model._meta.get_field("answer").related_model.objects
        return self.filter(answer__in=answers.visible_to(user).order_by())

    def for_list(self):
        return self.select_related("answer")


class ForOfficersQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every officer may know which documents were replaced and which answers disagree."""
        return self if getattr(user, "is_staff", False) and user.is_active else self.none()

    def for_list(self):
        return self


class ContradictionQuerySet(ForOfficersQuerySet):
    def for_list(self):
        return self.select_related("one__unit", "other__unit", "stands")

    def open(self):
        return self.filter(settled_at=None)
