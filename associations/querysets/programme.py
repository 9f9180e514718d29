"""Questions about the voluntary-compliance programme: its rules are public, its files are not."""

from datetime import date, datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from core.figures import totals
from directory.querysets import DatedQuerySet, current, within

KEPT, IN_TIME = Q(level__lte=F("level_before")), Q(passed_at__lte=F("forward_by"))


class RulesQuerySet(DatedQuerySet):
    """The programme's decisions and their conditions: public."""

    def visible_to(self, user):
        return self

    def for_list(self):
        return self


class ConditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self

    def binding(self, programme, unit):
        """Conditions for enterprises managed by ``unit``; the nearest unit named goes first."""
        own = Q(unit=None) | Q(unit__in=unit.ancestry)
        nearest = F("unit__path").desc(nulls_last=True)
        return self.filter(own, programme=programme).order_by("kind", nearest)

    def for_list(self):
        return self.select_related("programme", "unit")


class OfEnterpriseUnitQuerySet(models.QuerySet):
    """Seen by the customs units of the enterprise and by its representatives, nobody else; where
    ``officer`` names one who is designated for it, also by that officer, wherever posted."""

    path, enterprise, officer = "unit__path", "enterprise", ""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        if user.is_staff:
            return self.filter(within(user.paths, self.path) | self._designated(user))
        return self.of_representative(user)

    def _designated(self, user) -> Q:
        """Rows of members this person looks after; nobody does who holds no role any more."""
        return Q(**{self.officer: user.pk}) if self.officer and user.held else Q(pk__in=[])

    def of_representative(self, user):
        """Of enterprises for which this person acts today."""
        if not user.is_authenticated:
            return self.none()
        through = f"{self.enterprise}__representatives__"
        return self.filter(
            Q(**{f"{through}user": user.pk}) & current(user.today, through)
        ).distinct()

    def for_list(self):
        return self.select_related("enterprise", "unit")


class ApplicationQuerySet(OfEnterpriseUnitQuerySet):
    def pending(self):
        return self.filter(status__in=self.model.PENDING)


class MemberQuerySet(OfEnterpriseUnitQuerySet):
    officer = "officer"

    def looked_after_by(self, user):
        """Members for whom this person is the designated officer."""
        return self.active().filter(officer=user.pk)

    def active(self):
        return self.filter(status="active")

    def not_reviewed(self, year: int):
        """Members of whom nobody entered the review of a year."""
        reviewed = self._reviews().filter(year=year)
        return self.active().filter(~Exists(reviewed))

    def with_level(self):
        """Each with its ``level_now``: that of the last review, else the one at entry."""
        last = self._reviews().order_by("-year").values("level")[:1]
        return self.annotate(level_now=Coalesce(Subquery(last), "level"))

    def _reviews(self):
        reviews = self.model._meta.get_field("reviews").related_model._base_manager
        return reviews.filter(member=OuterRef("pk"))

    def contested(self):
        """Withdrawn, and appealed against."""
        return self.filter(status="contested")

    def heard_by(self, user):
        """Appeals that this person may decide: a second one, not who withdrew the membership."""
        return self.contested().exclude(withdrawn_by=user.pk)

    def on(self, day: date):
        """Members on a day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)


class OfMemberQuerySet(OfEnterpriseUnitQuerySet):
    path, enterprise, officer = "member__unit__path", "member__enterprise", "member__officer"

    def for_list(self):
        return self.select_related("member__enterprise", "member__unit")


class RequestQuerySet(OfMemberQuerySet):
    def visible_to(self, user):
        """With the member; and by the unit it was forwarded to last."""
        rows = super().visible_to(user)
        if user.is_staff and not user.sees_all:
            rows = rows | self.filter(within(user.paths, "forwarded_to__path"))
        return rows

    def to_forward(self):
        return self.filter(status="received").order_by("forward_by", "pk")

    def forwarded_in_time(self, start: date, end: date):
        """The question, of those received in the period: how many were forwarded or settled in
        their time (``good``), of all but those whose time still runs (``all``)."""
        rows = self._passed_on(start, end)
        rows = rows.filter(Q(passed_at__isnull=False) | Q(forward_by__lt=now()))
        return totals(rows, all=Count("pk"), good=Count("pk", filter=IN_TIME))

    def good(self, start: date, end: date):
        """The rows of those that were passed on in their time."""
        return self._passed_on(start, end).filter(IN_TIME)

    def _passed_on(self, start: date, end: date):
        passed = Coalesce("forwarded_at", "answered_at")
        return self.filter(received_at__date__range=(start, end)).annotate(passed_at=passed)

    def late(self, at: datetime):
        return self.to_forward().filter(forward_by__lt=at)

    def for_list(self):
        return self.select_related("member__enterprise", "member__unit", "forwarded_to")


class ReviewQuerySet(OfMemberQuerySet):
    def outcome(self):
        """The question how many kept or raised their level, of how many; how many are satisfied,
        of how many."""
        return totals(
            self,
            all=Count("pk"),
            kept=Count("pk", filter=KEPT),
            pleased=Count("pk", filter=Q(satisfied=True)),
            asked=Count("pk", filter=Q(satisfied__isnull=False)),
        )

    def kept(self):
        """Those that kept or raised their level."""
        return self.filter(KEPT)
