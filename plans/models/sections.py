"""The parts of a report in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .items import Item


class Section(models.TextChoices):
    """The narrative parts of a report: the five tasks of the partnership, then what follows."""

    INFORMATION = Item.Task.INFORMATION.value, _("Information")
    SUPPORT = Item.Task.SUPPORT.value, _("Supporting enterprises")
    CONSULTATION = Item.Task.CONSULTATION.value, _("Consultation")
    SUPERVISION = Item.Task.SUPERVISION.value, _("Supervision of law enforcement")
    COOPERATION = Item.Task.COOPERATION.value, _("Cooperation")
    DIFFICULTIES = "difficulties", _("Difficulties and causes")
    PROPOSALS = "proposals", _("Proposals")
    NEXT_STEPS = "next_steps", _("Tasks for the next period")
