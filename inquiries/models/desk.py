"""What officers keep at hand: drafts, ready sentences, substitutes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit, User
from directory.models.dated import DATES_IN_ORDER, Dated

from ..querysets import DraftQuerySet, GroupMemberQuerySet, SubstituteQuerySet, TemplateQuerySet
from .inquiries import Inquiry
from .topics import Topic


@tracked(exclude=("text", "at"), announced=False)
class Draft(models.Model):
    """An answer being written, kept as typed; a fresh one tells others who is answering.

    It is saved every few seconds and thrown away with the answer: history keeps no texts of it.
    """

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="drafts", verbose_name=_("inquiry")
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("by"))
    text = models.TextField(_("text"), blank=True)
    at = models.DateTimeField(_("at"))

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("draft of an answer"), _("drafts of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "by"], name="a_person_has_one_draft_for_a_case"
            ),
        ]

    def __str__(self):
        return f"{self.by}, {self.at:%d/%m/%Y %H:%M}"


@tracked()
class ReplyTemplate(models.Model):
    """A ready answer of a unit and all under it; without a unit everyone's."""

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reply_templates",
        verbose_name=_("unit"),
        help_text=_("Leave empty for all units."),
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reply_templates",
        verbose_name=_("topic"),
    )
    title = models.CharField(pgettext_lazy("heading", "title"), max_length=120)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )
    text = models.TextField(_("text"))

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reply template"), _("reply templates")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_reply_template_has_a_text", condition=~Q(text="") & ~Q(title="")
            ),
        ]

    def __str__(self):
        return self.title


@tracked()
class Substitute(Dated):
    """Who answers for an officer on leave, from the first day to the last."""

    officer = models.ForeignKey(
        User, models.CASCADE, related_name="substitutes", verbose_name=_("officer")
    )
    by = models.ForeignKey(
        User, models.CASCADE, related_name="substitutes_for", verbose_name=_("substitute")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"))

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("substitute"), _("substitutes")
        constraints = [
            models.CheckConstraint(name="substitute_dates_are_in_order", condition=DATES_IN_ORDER),
            models.CheckConstraint(
                name="nobody_is_their_own_substitute", condition=~Q(officer=models.F("by"))
            ),
        ]

    def __str__(self):
        return f"{self.officer} → {self.by}"


@tracked()
class GroupMember(Dated):
    """Who sits in the group of a unit to which problems come, and by which decision.

    Departments keep an advisory group, units of the general department a working group (Decision
    104, III).
    """

    class Group(models.TextChoices):
        ADVISORY = "advisory", _("Advisory group")
        WORKING = "working", _("Working group")

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="group_members", verbose_name=_("unit")
    )
    group = models.CharField(_("group"), max_length=10, choices=Group)
    person = models.ForeignKey(
        User, models.CASCADE, related_name="group_memberships", verbose_name=_("member")
    )
    decision = models.CharField(
        _("deciding document"), max_length=120, help_text=_("Number and date of the decision.")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("member of a group"), _("members of groups")
        constraints = [
            models.CheckConstraint(
                name="group_membership_dates_are_in_order", condition=DATES_IN_ORDER
            ),
            models.CheckConstraint(name="a_group_rests_on_a_decision", condition=~Q(decision="")),
            models.UniqueConstraint(
                fields=["unit", "group", "person", "valid_from"],
                name="a_person_joins_a_group_once_a_day",
                violation_error_message=_("This person is a member from this day already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_group_display()}"
