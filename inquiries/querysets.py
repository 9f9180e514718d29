"""Questions about cases and what belongs to them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Lag
from django.utils.timezone import localtime

from directory.querysets import DatedQuerySet, current, within

from .phones import dialled, dialled_from


def day_of(moment: datetime) -> datetime:
    """The first moment of its day on Vietnam's clock: what was due before is late."""
    return localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Topics are public."""
        return self

    def for_list(self):
        return self.select_related("parent")

    def on_offer(self):
        return self.filter(active=True)


class TopicRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if getattr(user, "is_staff", False) else self.none()

    def for_list(self):
        return self.select_related("topic", "unit")


class LimitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Time limits are promises to everyone."""
        return self

    def for_list(self):
        return self.select_related("topic")


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see cases their units answer or have put before them, and those of whom they
        stand in for; askers see their own.

        A denunciation is seen by the account that wrote it, never by the enterprise it names.
        """
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_active", False):
            return self.none()
        if user.is_staff:
            units = self._units(user)
            reach = Q(unit__in=units) | Q(asked_above__in=units)
            if absent := self.absent_of(user):
                reach |= Q(handler__in=absent)
            return self.filter(reach)
        own = self._enterprises(user)
        firm = Q(enterprise__in=own) & ~Q(kind=self.model.Kind.DENUNCIATION)
        return self.filter(firm | Q(asked_by=user.pk))

    def _units(self, user) -> list[int]:
        """Keys of the units in reach, asked once a request: short lists let indexes work."""
        known = user.__dict__.get("units_in_reach")
        if known is None:
            unit: Any = self.model._meta.get_field("unit").related_model
            found = unit.objects.filter(within(user.paths)).values_list("pk", flat=True)
            known = user.__dict__["units_in_reach"] = list(found)
        return known

    def absent_of(self, user) -> list[int]:
        """Keys of the officers for whom ``user`` stands in today, asked once a request."""
        known = user.__dict__.get("stands_in_for")
        if known is None:
            rows = user.substitutes_for.as_of(user.today).values_list("officer", flat=True)
            known = user.__dict__["stands_in_for"] = list(rows)
        return known

    def _enterprises(self, user):
        enterprise = self.model._meta.get_field("enterprise").related_model
        own = Q(representatives__user=user.pk) & current(user.today, "representatives__")
        return enterprise.objects.filter(own).values("pk")

    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def overdue(self, now: datetime):
        """Open after their last day; "late" begins the day after."""
        return self.open().filter(due_at__lt=day_of(now))

    def not_passed_on(self, now: datetime):
        """Requests of members that lie where they were received past the hours for it."""
        return self.open().filter(passing_on__at=None, passing_on__due_at__lt=now)

    def of(self, unit):
        """Cases that ``unit``, a unit under it or one it came from answers."""
        return self.filter(within(unit.covers, "unit__path"))

    def unassigned(self):
        return self.open().filter(handler=None)

    def waiting(self):
        return self.filter(status=self.model.Status.WAITING)

    def put_before(self, paths):
        """Escalated to a unit of these subtrees."""
        return self.filter(within(paths, "asked_above__path"))

    def answering(self, inquiry):
        """The case with which a joined one is answered, the last where it went on."""
        joined = self.filter(linked__source=inquiry.pk, linked__kind="merged")
        return joined.order_by("-linked__pk")[:1]

    def with_answer(self):
        """Each with the words of its last answer, as ``said``."""
        message = self.model._meta.get_field("messages").related_model.objects
        answers = message.filter(inquiry=OuterRef("pk"), answers=True).order_by("-at", "-pk")
        return self.annotate(said=Subquery(answers.values("text")[:1]))

    def reached_at(self, text: str):
        """Cases whose asker is reached at this telephone number or address, however written."""
        if "@" in text:
            return self.filter(email__in={text.strip(), text.strip().lower()})
        number = dialled(text)
        if not number or any(sign.isalpha() for sign in text):
            return self.none()
        return self.alias(number=dialled_from("phone")).filter(~Q(phone=""), number=number)

    def for_list(self):
        return self.select_related("unit", "topic", "handler")


class OfInquiryQuerySet(models.QuerySet):
    """What belongs to a case is seen with it; officers' own remarks are not among these rows."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        name = getattr(self.model, "inquiry_field", "inquiry")
        cases = self.model._meta.get_field(name).related_model.objects
        return self.filter(**{f"{name}__in": cases.visible_to(user).order_by()})

    def for_list(self):
        return self.select_related(getattr(self.model, "inquiry_field", "inquiry"))


class HoldingQuerySet(OfInquiryQuerySet):
    def with_own(self):
        """``own``: the working minutes of each holding alone. ``minutes`` counts on from one unit
        to the next, and begins anew when the asker asks again after an answer."""
        End = self.model.End  # noqa: N806 -- a class
        line = {"partition_by": "inquiry", "order_by": ["since", "pk"]}
        before = Window(Lag("minutes"), output_field=models.IntegerField(), **line)
        goes_on = Q(left__in=(End.TRANSFERRED, End.RETURNED))
        own = Case(
            When(goes_on, then=F("minutes") - F("before")),
            default=F("minutes"),
            output_field=models.IntegerField(),
        )
        return self.annotate(left=Window(Lag("ended"), **line), before=before).annotate(own=own)


class MessageQuerySet(OfInquiryQuerySet):
    def visible_to(self, user):
        """Seen with the case; internal notes by officers only."""
        rows = super().visible_to(user)
        return rows if getattr(user, "is_staff", False) else rows.public()

    def public(self):
        return self.exclude(side=self.model.Side.NOTE)


class AttachmentQuerySet(OfInquiryQuerySet):
    def visible_to(self, user):
        """Seen with the case; files of internal notes by officers only. The files of an answer are
        seen with every case that was joined with its own."""
        rows = super().visible_to(user)
        if getattr(user, "is_staff", False):
            return rows
        cases = self.model._meta.get_field("inquiry").related_model.objects.visible_to(user)
        joined = Q(inquiry__linked__source__in=cases.order_by(), inquiry__linked__kind="merged")
        answers = self.filter(joined, message__answers=True).values("pk")
        return rows.public() | self.filter(pk__in=answers)

    def public(self):
        return self.exclude(message__side="note")


class EscalationQuerySet(OfInquiryQuerySet):
    def pending(self):
        """Put before a unit by somebody, and neither replied to nor taken back."""
        return self.filter(rung=self.model.Rung.BY_HAND, replied_at=None, recalled_at=None)

    def visible_to(self, user):
        """What units say to one another is theirs."""
        return super().visible_to(user) if getattr(user, "is_staff", False) else self.none()


class OfMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        messages = self.model._meta.get_field("message").related_model.objects
        return self.filter(message__in=messages.visible_to(user).order_by())

    def for_list(self):
        return self.select_related("message")


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is its writer's own."""
        return self.filter(by=user.pk) if user.pk else self.none()

    def for_list(self):
        return self.select_related("inquiry", "by")


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone's, those of one's superiors and of the units under one."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        near = Q(unit__in=user.unit.ancestry) if user.unit else Q(pk__in=[])
        return self.filter(Q(unit=None) | near | within(user.paths, "unit__path"))

    def for_topic(self, topic):
        """Those of the topic first, then of the one it belongs to, of none, of others."""
        near = Case(
            When(topic=topic.pk, then=0), When(topic=topic.parent_id, then=1),
            When(topic=None, then=2), default=3,
        )  # fmt: skip
        return self.order_by(near, "title", "pk")

    def for_list(self):
        return self.select_related("unit", "topic")


class SubstituteQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Officers see who stands in for whom in their reach, and for themselves."""
        if user.sees_all:
            return self
        near = Q(officer__roles__unit__in=self._units(user))
        return self.filter(near | Q(officer=user.pk) | Q(by=user.pk)).distinct()

    def _units(self, user):
        unit = self.model._meta.get_field("officer").related_model.roles.rel.related_model
        units = unit._meta.get_field("unit").related_model.objects
        return units.filter(within(user.paths)).values("pk")

    def for_list(self):
        return self.select_related("officer", "by")


class GroupMemberQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Officers know whom to turn to, in every unit."""
        return self if getattr(user, "is_staff", False) else self.none()

    def for_list(self):
        return self.select_related("unit", "person")


class ViewingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The heads of the answering unit and of those above it, and who looks over all."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        led = {path for role in user.held if role.kind == "head" for path in role.unit.covers}
        return self.filter(within(led, "inquiry__unit__path"))

    def for_list(self):
        return self.select_related("inquiry", "by")


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A saved filter is its owner's own."""
        return self.filter(by=user.pk) if user.pk else self.none()

    def for_list(self):
        return self
