"""Questions about commitments and meetings: seen by those inside an agreement, never public."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from directory.querysets import within

from .agreements import OfAgreementQuerySet


class OfReachQuerySet(OfAgreementQuerySet):
    """What only customs within reach and the parties see."""

    def visible_to(self, user):
        agreements = self.model._meta.get_field("agreement").related_model
        near = agreements.objects.within_reach(user)
        if not user.is_staff:  # a draft is customs' own until it is sent for consultation
            near = near.exclude(status=agreements.Status.DRAFTED)
        return self.filter(agreement__in=near.values("pk"))


class CommitmentQuerySet(OfReachQuerySet):
    def visible_to(self, user):
        """Those of agreements within reach; and what one's own units carry out of any other."""
        if not user.is_staff or user.sees_all:
            return super().visible_to(user)
        agreements = self.model._meta.get_field("agreement").related_model
        near = agreements.objects.within_reach(user).values("pk")
        mine = within(user.paths, "unit__path")
        carried = self.model.objects.filter(mine, agreement__status__in=agreements.PUBLIC)
        return self.filter(Q(agreement__in=near) | Q(pk__in=carried.values("pk")))

    def outstanding(self):
        return self.filter(status__in=self.model.OUTSTANDING)

    def standing(self):
        """Of agreements that bind: in force or suspended."""
        running = self.model._meta.get_field("agreement").related_model.RUNNING
        return self.filter(agreement__status__in=running)

    def pressing(self):
        """Open, of agreements in force: while an agreement is suspended nothing is asked for."""
        in_force = self.model._meta.get_field("agreement").related_model.Status.IN_FORCE
        return self.filter(status=self.model.Status.OPEN, agreement__status=in_force)

    def due_by(self, day: date):
        """Pressing, and their day is past."""
        return self.pressing().filter(due_on__lt=day)

    def due_between(self, start: date, end: date):
        return self.filter(due_on__range=(start, end))

    def to_follow(self, day: date):
        """Last turns of what recurs, of agreements that bind, whose day is past; what was released
        recurs no more."""
        last = self.standing().filter(every_months__isnull=False, followed_by=None, due_on__lt=day)
        return last.exclude(status="released")

    def awaiting(self, user):
        """Within an officer's units: open ones, those to be confirmed, and lapsed ones.

        The agreements are asked for first, a few hundred at most for who does not see all: joined
        to 50,000 commitments they are taken for many, and every commitment is read. So are the
        few that one's units carry out of agreements of others.
        """
        if user.sees_all:
            return self.standing().outstanding()
        agreements = self.model._meta.get_field("agreement").related_model
        near = agreements.objects.within_reach(user).filter(status__in=agreements.RUNNING)
        keys = list(near.values_list("pk", flat=True))
        carried = self.standing().filter(within(user.paths, "unit__path")).outstanding()
        others = list(carried.exclude(agreement__in=keys).values_list("pk", flat=True))
        return self.filter(Q(agreement__in=keys) | Q(pk__in=others)).outstanding()

    def serving(self, key: str):
        """Tied to the obligation or activity of this key (see ``associations.served``)."""
        return self.filter(serves__contains=[key])

    def next_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def for_list(self):
        return self.select_related(
            "agreement", "agreement__unit", "unit", "party__association", "party__enterprise",
            "party__unit",
        )  # fmt: skip

    def by_status(self):
        """The question how many stand in each state: rows of ``status`` and ``n``."""
        return self.order_by().values("status").annotate(n=models.Count("pk"))

    def met_between(self, start: date, end: date):
        """Confirmed in a period."""
        return self.filter(Q(confirmed_on__range=(start, end)))
