"""Questions about questionnaires, their questions, and the criteria these measure."""

from django.db import models
from django.db.models import Q

from directory.querysets import within


class CriteriaQuerySet(models.QuerySet):
    """Sets of criteria, their dimensions and criteria: reference data of all officers."""

    def visible_to(self, user):
        return self if getattr(user, "is_staff", False) else self.none()

    def for_list(self):
        return self


class CriteriaSetQuerySet(CriteriaQuerySet):
    def in_use(self):
        """Sets that an approved questionnaire measures: what belongs to them stands still."""
        measured = "dimensions__criteria__questions__questionnaire__status__in"
        return self.filter(**{measured: ["approved", "withdrawn"]}).distinct()

    def free(self):
        return self.exclude(pk__in=self.model.objects.in_use().values("pk"))


class BankQuerySet(CriteriaQuerySet):
    """The question bank is common property: codes must mean the same everywhere."""

    def scales(self):
        """Questions of five levels."""
        return self.filter(kind=self.model.Kind.SCALE)


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see approved questionnaires of every unit, drafts of their own units."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        settled = Q(status__in=["approved", "withdrawn"])
        return self.filter(settled | within(user.paths, "unit__path"))

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def for_list(self):
        return self.select_related("unit")


class OfQuestionnaireQuerySet(models.QuerySet):
    """Sections, questions and choices are seen with their questionnaire."""

    def visible_to(self, user):
        if getattr(user, "sees_all", False):
            return self
        if any(field.name == "questionnaire" for field in self.model._meta.fields):
            above = self.model._meta.get_field("questionnaire").related_model
            return self.filter(questionnaire__in=above.objects.visible_to(user))
        above = self.model._meta.get_field("question").related_model
        return self.filter(question__in=above.objects.visible_to(user))

    def for_list(self):
        return self

    def for_paper(self):
        """Questions in order with what a page of them needs."""
        return self.select_related("bank").prefetch_related("options").order_by("position")
