"""Long work: codes and reminders by mail, one invitation a step."""

from django.utils.translation import gettext_lazy as _

from core.jobs import job
from core.models import Job

from .. import services
from ..models import Invitation, Round


def round_of(job: Job) -> Round:
    return Round.objects.get(pk=job.params["round"])


def to_invite(job: Job) -> list[int]:
    """All by mail, those already written to included: a resumed job counts the same."""
    rows = round_of(job).invitations.filter(channel=Invitation.Channel.MAIL)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@job("surveys.invite", title=_("Codes by email"), items=to_invite)
def invite(job: Job, pk: int) -> None:
    services.write_to(Invitation.objects.select_related("round").get(pk=pk))


def to_remind(job: Job) -> list[int]:
    rows = round_of(job).invitations.filter(channel=Invitation.Channel.MAIL)
    return list(rows.filter(sent_on__isnull=False).order_by("pk").values_list("pk", flat=True))


@job("surveys.remind", title=_("Reminders"), items=to_remind)
def remind(job: Job, pk: int) -> None:
    """Only those still late at this moment: a resumed job writes to nobody twice."""
    survey_round = round_of(job)
    if (late := services.late(survey_round).filter(pk=pk).first()) is not None:
        services.remind_one(late)
