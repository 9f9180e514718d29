"""Questions about criteria sets and assessments of brokers and partner enterprises."""

from django.db import models
from django.db.models import DecimalField, Exists, F, OuterRef, Q, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce, Rank, Round

from .programme import OfEnterpriseUnitQuerySet, RulesQuerySet

POINTS = DecimalField(max_digits=12, decimal_places=4)


class CriteriaQuerySet(RulesQuerySet):
    """Criteria are shown to whoever is measured by them: public."""


class OfCriteriaQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self

    def for_list(self):
        return self.select_related("criteria")


class AssessmentQuerySet(OfEnterpriseUnitQuerySet):
    def visible_to(self, user):
        """Its customs units; the enterprise once it is shared."""
        rows = super().visible_to(user)
        inside = user.is_staff or getattr(user, "sees_all", False)
        return rows if inside else rows.exclude(status="drafted")

    def awaiting(self, user, day):
        """Within one's units: drafts, comments and appeals, and those whose time to comment is
        over on ``day``; no appeal against a decision of one's own."""
        own = Q(status="appealed", decided_by=user.pk)
        said = Q(status__in=("drafted", "commented", "appealed")) & ~own
        return self.visible_to(user).filter(said | Q(status="shared", comment_by__lt=day))

    def examples(self):
        """Decided to be examples that others can follow (Decision 104, III.5, province)."""
        return self.filter(status="decided", outcome="example")

    def published(self):
        """Examples that are shown to everybody: with what others can learn, until a warning or an
        end of cooperation is decided on the enterprise."""
        fallen = self.model._base_manager.filter(
            enterprise=OuterRef("enterprise"),
            outcome__in=("warned", "ended"),
            decided_on__gte=OuterRef("decided_on"),
        )
        return self.examples().filter(~Exists(fallen)).exclude(lesson="")

    def ends(self):
        """Decisions to end cooperation that stand: no appeal runs, and nothing was decided on the
        enterprise since."""
        since = self.model._base_manager.filter(
            enterprise=OuterRef("enterprise"),
            status="decided",
            decided_on__gt=OuterRef("decided_on"),
        )
        return self.filter(~Exists(since), status="decided", outcome="ended")

    def members_to_end(self):
        """Members of the programme with whom cooperation was ended since they joined."""
        ended = self.ends().filter(
            enterprise=OuterRef("enterprise"), decided_on__gte=OuterRef("joined_on")
        )
        members = far_model(self.model, "enterprise", "programme").objects
        return members.active().filter(Exists(ended))

    def agreements_to_end(self):
        """Running agreements with an enterprise with whom cooperation was ended since."""
        party = far_model(self.model, "enterprise", "parts")
        ended = self.ends().filter(
            enterprise=OuterRef("enterprise"), decided_on__gte=OuterRef("agreement__in_force_from")
        )
        left = party.objects.filter(Exists(ended)).order_by().values("agreement")
        return far_model(party, "agreement").objects.running().filter(pk__in=left)

    def scored(self):
        """Each with its score in percent: points by weight, of all criteria of the set."""
        criterion = far_model(self.model, "criteria", "items")
        whole = criterion.objects.filter(criteria=OuterRef("criteria")).order_by()
        whole = whole.values("criteria").annotate(w=Sum("weight")).values("w")
        return self.annotate(
            score=Round(
                Coalesce(
                    Sum(
                        F("scores__points") * F("scores__criterion__weight") * Value(100)
                        / F("scores__criterion__most"),
                        output_field=POINTS,
                    ),
                    Value(0, output_field=POINTS),
                )
                / Subquery(whole, output_field=POINTS),
                1,
                output_field=POINTS,
            )
        )  # fmt: skip

    def ranked(self):
        """Scored, with the rank within set and year, of those that were shared or decided."""
        rows = self.scored().exclude(status="drafted")
        return rows.annotate(
            rank=Window(Rank(), partition_by=[F("criteria"), F("year")], order_by=F("score").desc())
        )

    def beside(self, rows):
        """All of the sets and years of ``rows``, ranked: of a part of them a rank says nothing."""
        sets = {row.criteria_id for row in rows}, {row.year for row in rows}
        return self.filter(criteria__in=sets[0], year__in=sets[1]).ranked()

    def for_list(self):
        return self.select_related("enterprise", "unit", "criteria")


def far_model(model, *path):
    """The model at the end of relations."""
    for name in path:
        model = model._meta.get_field(name).related_model
    return model


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        seen = self.model._meta.get_field("assessment").related_model.objects.visible_to(user)
        return self.filter(Q(assessment__in=seen.order_by().values("pk")))

    def for_list(self):
        return self.select_related("criterion", "assessment")
