"""Rows and addresses without which pages of cooperation would not be met by the crawl."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from associations import models
from associations.rules import (
    agreement_flow,
    application_flow,
    assessment_flow,
    commitment_flow,
    meeting_verbs,
    member_flow,
    request_flow,
)
from core import jobs, stored_files
from core.importing.work import CHECK
from directory.models import Enterprise, Unit
from tests.associations import factories as made
from tests.associations import programme_factories as more

FLOWS = (
    agreement_flow, commitment_flow, meeting_verbs, application_flow, member_flow, request_flow,
    assessment_flow,
)  # fmt: skip
# The clock's own moves and those of enterprises (which the portal offers): nobody's on the desk.
ELSEWHERE = (
    "associations:feed", "admin:associations_agreement_replace",
    "admin:associations_agreement_expire", "admin:associations_agreement_remark",
    "admin:associations_commitment_lapse",
    "admin:associations_application_take_back", "admin:associations_assessment_comment",
    "admin:associations_assessment_appeal", "admin:associations_member_contest",
)  # fmt: skip


def furnish(sample) -> None:
    """What An Phú has beside the sample; an agreement in each state; imports under way."""
    mine = Enterprise.objects.get(name_vi__contains="An Phú")
    unit, day = Unit.objects.get(code="KVIII"), localdate()
    rules = models.Programme.objects.get(number__startswith="2790")
    more.ApplicationFactory(enterprise=mine, programme=rules)
    more.ApplicationFactory(
        enterprise=Enterprise.objects.exclude(pk=mine.pk).first(), programme=rules,
        status="examined", level=2, violations=0,
    )  # fmt: skip
    for appeal in ("", "x"):
        more.MemberFactory(
            enterprise=mine, programme=rules, status="contested" if appeal else "withdrawn",
            left_on=day, grounds="crime", appeal=appeal,
        )  # fmt: skip
    member = more.MemberFactory(enterprise=mine, programme=rules)
    more.RiskWarningFactory(member=member)
    more.SupportRequestFactory(member=member)
    for status, outcome in (("shared", "core"), ("decided", "example")):
        criterion = more.CriterionFactory()
        row = more.AssessmentFactory(
            criteria=criterion.criteria, enterprise=mine, status=status, comment_by=day,
            outcome=outcome, grounds="x", decided_on=day,
        )  # fmt: skip
        more.ScoreFactory(assessment=row, criterion=criterion)
    for status in ("proposed", "drafted", "signed", "suspended"):
        half = {"signed_by_partner": None} if status == "signed" else {}
        made.CommitmentFactory(
            agreement=made.AgreementFactory(unit=unit, status=status, **half), due_on=day
        )
    renewing = made.AgreementFactory(
        unit=unit, term_months=36, renewal_months=12, signed_by_customs=date(2026, 1, 1),
        signed_by_partner=day - timedelta(days=9),
    )  # fmt: skip
    draft = made.AgreementFactory(unit=unit, status="consulted")
    for each in (renewing, draft):
        made.PartyFactory(agreement=each, association=None, enterprise=mine)
    made.PartyFactory(agreement=renewing, association=None, body="VCCI")
    made.MeetingFactory(agreement=renewing, planned_on=day)
    system = sample("quan.tri")
    for model in ("associations.Association", "associations.Membership"):
        file = SimpleUploadedFile("bảng.csv", f"Mã,{model}\n1,Một\n".encode())
        kept = stored_files.take(file, by=system, accept=stored_files.TABLES)
        jobs.begin(CHECK, by=system, params={"model": model, "by": system.pk}, file=kept)
    jobs.work()


def starts() -> list[str]:
    """One address of every move, of a row that is in the right state for it."""
    paths = [path for flow in FLOWS for path in moves(flow)]
    portal = "/associations/"
    for move, flow in (("report", "open"), ("confirm", "reported"), ("send_back", "reported")):
        rows = models.Commitment.objects.filter(status=flow).standing()
        paths += [f"{row.get_absolute_url()}{move}/" for row in rows.order_by("pk")[:1]]
    an_phu = {"enterprise__name_vi__contains": "An Phú"}
    for row in models.Assessment.objects.filter(**an_phu):
        move = "comment" if row.status == "shared" else "appeal"
        paths += [row.get_absolute_url(), f"{row.get_absolute_url()}{move}/"]
    for row in models.Agreement.objects.renewing().filter(
        parties__enterprise__name_vi__contains="An Phú"
    ):
        paths.append(f"{row.get_absolute_url()}refuse_renewal/")
    for row in models.Agreement.objects.filter(
        status="consulted", parties__enterprise__name_vi__contains="An Phú"
    ):
        paths.append(f"{row.get_absolute_url()}remark/")
    for row in models.Application.objects.filter(**an_phu):
        paths.append(f"{portal}compliance/{row.pk}/take-back/")
    for row in models.Member.objects.filter(**an_phu, status="withdrawn"):
        paths.append(f"{portal}compliance/members/{row.pk}/contest/")
    for row in models.RiskWarning.objects.filter(member__enterprise__name_vi__contains="An Phú"):
        paths.append(f"{portal}warnings/{row.pk}/read/")
    return paths


def moves(flow) -> list[str]:
    """For each move of a table the first row, newest first, for which it is open."""
    found = []
    rows = list(flow.model.objects.order_by("-pk")[:200])
    base = f"/admin/associations/{flow.model._meta.model_name}/"
    for move in flow.moves.values():
        if move.sources:
            found += [f"{base}{row.pk}/{move.name}/" for row in rows if move.fits(row)][:1]
    return found
