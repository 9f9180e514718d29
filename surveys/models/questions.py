"""Questions: their lasting codes in the bank, as a version asks them, with their choices."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked

from ..querysets import BankQuerySet, OfQuestionnaireQuerySet
from .criteria import Criterion
from .questionnaires import Questionnaire, Section, stands_still
from .tongues import said

NA = "na"  # the choice "does not apply" of a scale


class Level(models.IntegerChoices):
    """The five levels of satisfaction; the two best count as satisfied."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    NEUTRAL = 3, _("Neutral")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


@tracked()
class BankQuestion(models.Model):
    """A question as it lasts from year to year: results are compared by its code."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("Satisfaction, five levels")
        MATRIX = "matrix", _("Table of five-level questions")
        SINGLE = "single", _("One choice")
        MULTIPLE = "multiple", _("Several choices")
        NUMBER = "number", _("Number")
        DATE = "date", _("Day")
        SHORT = "short", _("Short text")
        LONG = "long", _("Long text")
        RANKING = "ranking", _("Ranking")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text_vi = models.CharField(_("text in Vietnamese"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("question of the bank"), _("question bank")
        ordering = ["code"]
        triggers = [
            pgtrigger.Trigger(
                name="a_code_keeps_its_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.code <> NEW.code OR OLD.kind <> NEW.kind"),
                func="RAISE EXCEPTION 'question % keeps its code and kind', OLD.code;",
            )
        ]

    def __str__(self):
        return f"{self.code}: {self.text}"

    @property
    def text(self) -> str:
        return said(self, "text")


@tracked()
class Question(models.Model):
    """A question as one version asks it.

    A table of scales is a question of kind MATRIX whose ``rows`` (each a SCALE) bear the answers.
    ``show_if`` is empty or {"join": "and" | "or", "tests": [[code, operator, value], …]}; operators
    are = != < <= > >= and ``selected``. ``least`` and ``most`` bound a number, or the length of a
    text (most), or how many choices are ticked.
    """

    Kind = BankQuestion.Kind

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name=_("questionnaire")
    )
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="questions", verbose_name=_("section")
    )
    bank = models.ForeignKey(
        BankQuestion, models.PROTECT, related_name="uses", verbose_name=_("question of the bank")
    )
    matrix = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rows",
        verbose_name=_("row of the table"),
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))
    text_vi = models.CharField(_("text in Vietnamese"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    help_vi = models.CharField(_("help in Vietnamese"), max_length=500, blank=True)
    help_en = models.CharField(_("help in English"), max_length=500, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    has_na = models.BooleanField(_("with “does not apply”"), default=False)
    is_whole = models.BooleanField(_("whole number"), default=False)
    least = models.DecimalField(
        _("at least"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    most = models.DecimalField(_("at most"), max_digits=15, decimal_places=3, null=True, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    show_if = models.JSONField(_("asked only if"), default=dict, blank=True)
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("measures"),
    )

    objects = OfQuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "bank"], name="a_question_is_asked_once_in_a_questionnaire"
            ),
            models.CheckConstraint(
                name="a_question_asks_for_a_possible_range",
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
            ),
            models.CheckConstraint(
                name="a_question_asks_for_a_possible_day",
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
            ),
        ]
        triggers = [stands_still("it.questionnaire_id")]

    def __str__(self):
        return self.text

    @property
    def code(self) -> str:
        return self.bank.code

    @property
    def kind(self) -> str:
        return self.bank.kind

    @property
    def text(self) -> str:
        return said(self, "text")

    @property
    def help(self) -> str:
        return said(self, "help")


@tracked()
class Choice(models.Model):
    """One of the answers on offer; ``is_other`` opens a line for one's own words."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="options", verbose_name=_("question")
    )
    code = models.SlugField(_("code"), max_length=40)
    label_vi = models.CharField(_("label in Vietnamese"), max_length=250)
    label_en = models.CharField(_("label in English"), max_length=250, blank=True)
    is_other = models.BooleanField(_("own words"), default=False)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))

    objects = OfQuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("choice"), _("choices")
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="a_choice_stands_once_in_a_question"
            )
        ]
        triggers = [
            stands_still("SELECT questionnaire_id FROM surveys_question WHERE id = it.question_id")
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return said(self, "label")
