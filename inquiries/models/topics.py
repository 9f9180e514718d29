"""What is asked about, as a tree of two levels, and the units that answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import TopicQuerySet, TopicRuleQuerySet


class Kind(models.TextChoices):
    """What somebody turns to customs with; the last two have laws of their own."""

    QUESTION = "question", _("Question")
    PROPOSAL = "proposal", _("Proposal")
    FEEDBACK = "feedback", _("Feedback about service")
    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")


def every_kind() -> list[str]:
    """What a topic takes unless it is narrowed."""
    return list(Kind.values)


@tracked()
class Topic(models.Model):
    """A field of the law or of the service; ``keywords`` help to recognise it in a text."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)
    kinds = ArrayField(
        models.CharField(max_length=15, choices=Kind),
        verbose_name=_("kinds"),
        default=every_kind,
    )
    keywords = models.TextField(
        _("words that tell it"), blank=True, help_text=_("Separated by commas.")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    active = models.BooleanField(_("on offer"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("topic"), _("topics")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_topic_does_not_belong_to_itself", condition=~Q(parent=F("pk"))
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "vi").startswith("en") else self.name_vi


@tracked()
class TopicRule(models.Model):
    """Which unit answers a topic where the asker names no department; a kind narrows it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="rules", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="topic_rules", verbose_name=_("unit that answers")
    )

    objects = TopicRuleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("rule of a topic"), _("rules of topics")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind"],
                name="a_topic_and_kind_have_one_unit",
                violation_error_message=_("This topic and kind have their unit already."),
            ),
        ]

    def __str__(self):
        return f"{self.topic}: {self.unit}"
