"""Questionnaires: versions that stand still once approved, of questions with lasting codes."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit

from ..querysets import OfQuestionnaireQuerySet, QuestionnaireQuerySet
from .tongues import said


def stands_still(owner: str) -> pgtrigger.Trigger:
    """Refuse changes to what belongs to a questionnaire past drafting.

    ``owner`` is SQL that finds the questionnaire's key, with ``it`` for the row.
    """
    return pgtrigger.Trigger(
        name="an_approved_questionnaire_stands_still",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("it", "RECORD")],
        func=f"""
            it := COALESCE(NEW, OLD);
            IF EXISTS (SELECT 1 FROM surveys_questionnaire AS q
                       WHERE q.id = ({owner}) AND q.status <> 'drafted') THEN
                RAISE EXCEPTION 'an approved questionnaire stands still: revise it';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608  # nosec B608 -- SQL of ours, written into a migration
    )


@tracked()
class Questionnaire(models.Model):
    """One version of a questionnaire; the next year's version has the same code."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISCARDED = "discarded", _("Discarded")

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="questionnaires", verbose_name=_("unit")
    )
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    title_en = models.CharField(_("name in English"), max_length=250, blank=True)
    intro_vi = models.TextField(_("introduction in Vietnamese"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFTED)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("questionnaire"), _("questionnaires")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="a_version_of_a_questionnaire_is_there_once"
            ),
            models.CheckConstraint(
                name="versions_of_a_questionnaire_begin_at_one", condition=Q(version__gte=1)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="its_words_stand_still_too",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status <> 'drafted'"),
                func="""
                    IF to_jsonb(NEW) - 'status' <> to_jsonb(OLD) - 'status' THEN
                        RAISE EXCEPTION 'an approved questionnaire stands still: revise it';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"

    @property
    def title(self) -> str:
        return said(self, "title")

    @property
    def intro(self) -> str:
        return said(self, "intro")


@tracked()
class Section(models.Model):
    """A page of a questionnaire; ``show_if`` as in :class:`Question`."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="sections", verbose_name=_("questionnaire")
    )
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))
    title_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    title_en = models.CharField(_("name in English"), max_length=250, blank=True)
    show_if = models.JSONField(_("asked only if"), default=dict, blank=True)

    objects = OfQuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("section"), _("sections")
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="a_section_stands_once_in_a_questionnaire"
            )
        ]
        triggers = [stands_still("it.questionnaire_id")]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return said(self, "title")
