"""Questions about agreements and what belongs to them."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import RowNumber, TruncMonth

from directory.querysets import within

from .associations import represented


def party_of(user) -> models.QuerySet:
    """Parties for whom ``user`` speaks: the association's or the enterprise's representative."""
    parties = apps.get_model("associations", "Party")._base_manager
    if not user.is_authenticated or user.is_staff:
        return parties.none()
    return parties.filter(
        represented(user, "association__representatives__")
        | represented(user, "enterprise__representatives__")
    )


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What came into force is public; all else is seen by its unit's tree and its parties."""
        if getattr(user, "sees_all", False):
            return self
        return self.filter(Q(status__in=self.model.PUBLIC) | self._near(user))

    def within_reach(self, user):
        """Agreements seen from inside: commitments, drafts and files go with these."""
        return self if getattr(user, "sees_all", False) else self.filter(self._near(user))

    def _near(self, user) -> Q:
        if not user.is_authenticated:
            return Q(pk__in=[])
        if user.is_staff:
            return within(user.paths, "unit__path") | self._beside(user)
        return self._shown_to_party(user)

    def _shown_to_party(self, user):
        """A draft is customs' own until it is sent for consultation, unless it was proposed."""
        proposed = self._events().filter(pgh_obj=OuterRef("pk"), status="proposed")
        shown = ~Q(status=self.model.Status.DRAFTED) | Exists(proposed)
        return Q(pk__in=party_of(user).values("agreement")) & shown

    def _events(self):
        """The history of agreements."""
        return self.model._meta.get_field("events").related_model.objects

    def _beside(self, user) -> Q:
        """Agreements in which a unit in one's reach is a party beside the one in charge."""
        parties = apps.get_model("associations", "Party")._base_manager
        return Q(pk__in=parties.filter(within(user.paths, "unit__path")).values("agreement"))

    def of_party(self, user):
        """Agreements of those for whom this person speaks, as far as they see them."""
        return self.filter(self._shown_to_party(user))

    def in_force(self):
        return self.filter(status=self.model.Status.IN_FORCE)

    def running(self):
        return self.filter(status__in=self.model.RUNNING)

    def older_than(self, key: int):
        """Those that came into force before the one of this key; on the same day the lower keys."""
        began = self.model._base_manager.filter(pk=key).values("in_force_from")[:1]
        same_day = Q(in_force_from=Subquery(began), pk__lt=key)
        return self.filter(Q(in_force_from__lt=Subquery(began)) | same_day)

    def running_on(self, day):
        """In force or suspended at the end of ``day``, whatever became of them since.

        What ran out ended with its last day; what was terminated or renewed by another ended on
        the day its history tells.
        """
        status = self.model.Status
        told = self._events().filter(
            pgh_obj=OuterRef("pk"), status__in=self.model.ENDED, pgh_created_at__date__lte=day
        )
        lasting = Q(ends_on=None) | Q(ends_on__gte=day)
        since = Q(status__in=(status.TERMINATED, status.RENEWED)) & lasting & ~Exists(told)
        expired = Q(status=status.EXPIRED, ends_on__gte=day)
        began = self.filter(in_force_from__lte=day)
        return began.filter(Q(status__in=self.model.RUNNING) | expired | since)

    def public(self):
        return self.filter(status__in=self.model.PUBLIC)

    def ending(self, start: date, end: date):
        """In force, with their last day between two days, both included."""
        return self.running().filter(ends_on__range=(start, end)).order_by("ends_on", "pk")

    def first_of_months(self, most: int):
        """The first ``most`` of each ``month`` by last day, with how many end ``in_month``."""
        month = TruncMonth("ends_on")
        place = Window(RowNumber(), partition_by=month, order_by=[F("ends_on"), F("pk")])
        whole = Window(Count("pk"), partition_by=month)
        rows = self.annotate(month=month, in_month=whole, place=place)
        return rows.filter(place__lte=most).order_by("ends_on", "pk")

    def ended_by(self, day: date):
        """Running though their last day is past."""
        return self.running().filter(ends_on__lt=day)

    def renewing(self):
        """Running, and their term is renewed tacitly unless somebody says no in time."""
        return self.running().filter(renewal_months__isnull=False, renewal_refused_on=None)

    def not_renewing(self):
        """Those whose last day is the end: without tacit renewal, or with one that was refused."""
        return self.filter(Q(renewal_months=None) | Q(renewal_refused_on__isnull=False))

    def awaiting(self, user):
        """Agreements in the making within one's units."""
        open_ones = (*self.model.OPEN, self.model.Status.SIGNED)
        return self.within_reach(user).filter(status__in=open_ones)

    def for_list(self):
        parties = apps.get_model("associations", "Party")._base_manager
        whole = parties.select_related("unit", "association", "enterprise").order_by("side", "pk")
        return self.select_related("unit").prefetch_related(Prefetch("parties", whole))


class OfAgreementQuerySet(models.QuerySet):
    """Parties and amendments: seen with their agreement."""

    def visible_to(self, user):
        agreements = self.model._meta.get_field("agreement").related_model.objects
        return self.filter(agreement__in=agreements.visible_to(user).values("pk"))

    def within_reach(self, user):
        """Of agreements seen from inside: the words of an amendment are public, its file is not.

        Who looks over all is asked no subquery over all of them.
        """
        if getattr(user, "sees_all", False):
            return self
        agreements = self.model._meta.get_field("agreement").related_model.objects
        return self.filter(agreement__in=agreements.within_reach(user).values("pk"))

    def for_list(self):
        return self.select_related("agreement")


class FileQuerySet(OfAgreementQuerySet):
    """Files of an agreement: customs within reach sees all, the parties what is shared."""

    def visible_to(self, user):
        agreements = self.model._meta.get_field("agreement").related_model.objects
        near = self.filter(agreement__in=agreements.within_reach(user).values("pk"))
        return near if user.is_staff else near.filter(shared=True)

    def for_list(self):
        return self.select_related("agreement", "file")
