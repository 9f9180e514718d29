"""One sound row of every table of ours: what the tests then break, column by column."""

from datetime import date, time

from django.utils.timezone import now

from core import models as core
from core.history import acting
from directory import models as directory
from plans import models as plans
from tests import apps, factories

DAY = date(2025, 1, 1)


def file():
    return core.StoredFile.objects.create(
        key="a" * 32, name="a.txt", kind="txt", size=1, sha256="b" * 64
    )


def succession():
    old, new = factories.UnitFactory(), factories.UnitFactory()
    return directory.Succession.objects.create(
        predecessor=old, successor=new, kind="renamed", on=DAY
    )


def job():
    return core.Job.objects.create(
        kind="k", title="t", owner=factories.UserFactory(), digest="d", total=1, due_at=now()
    )


def deadline():
    return core.Deadline.objects.create(kind="k", period="p", due_at=now(), fell_due_at=now())


ROWS = {
    core.StoredFile: file,
    core.Job: job,
    core.JobLine: lambda: core.JobLine.objects.create(job=job(), number=1, cells=[]),
    core.Deadline: deadline,
    core.Letter: lambda: core.Letter.objects.create(
        cause="c", recipient="a@example.com", subject="s", body="b", due_at=now()
    ),
    core.FileScan: lambda: core.FileScan.objects.create(file=file(), due_at=now()),
    core.SpentPass: lambda: core.SpentPass.objects.create(digest="d"),
    core.RateCount: lambda: core.RateCount.objects.create(key="k", since=now(), count=1),
    core.Seal: lambda: core.Seal.objects.create(
        position=1, label="l", event_id=1, digest=b"d", chain=b"c", horizon=1, sealed_at=now()
    ),
    directory.Unit: factories.UnitFactory,
    directory.UnitAlias: lambda: directory.UnitAlias.objects.create(
        unit=factories.UnitFactory(), name="n"
    ),
    directory.Succession: succession,
    directory.Channel: lambda: directory.Channel.objects.create(
        unit=factories.UnitFactory(), kind="phone", value="1"
    ),
    directory.Reception: lambda: directory.Reception.objects.create(
        unit=factories.UnitFactory(), weekday=0, starts=time(8), ends=time(9), place="p"
    ),
    directory.User: factories.UserFactory,
    directory.Officer: factories.OfficerFactory,
    directory.Posting: factories.PostingFactory,
    directory.Role: factories.RoleFactory,
    directory.Enterprise: factories.EnterpriseFactory,
    directory.Contact: lambda: directory.Contact.objects.create(
        enterprise=factories.EnterpriseFactory(), name="n", phone="1"
    ),
    directory.Representative: lambda: factories.RepresentativeFactory(
        user=factories.UserFactory(), enterprise=factories.EnterpriseFactory()
    ),
    directory.Letterhead: factories.LetterheadFactory,
    directory.WorkingHours: lambda: directory.WorkingHours.objects.create(
        unit=factories.UnitFactory(), weekday=0, starts=time(8), ends=time(12)
    ),
    directory.CalendarDay: lambda: directory.CalendarDay.objects.create(
        unit=factories.UnitFactory(), date=DAY, working=True, reason_vi="r",
        morning_starts=time(8), morning_ends=time(11),
        afternoon_starts=time(13), afternoon_ends=time(17),
    ),
    plans.Plan: lambda: factories.PlanFactory(status="issued"),
    plans.Item: factories.ItemFactory,
    plans.Assignment: factories.AssignmentFactory,
    plans.Doubt: factories.DoubtFactory,
    plans.Source: lambda: plans.Source.objects.create(
        plan=factories.PlanFactory(), language="vi", file=file(), lines=[]
    ),
    plans.ReportingDate: lambda: plans.ReportingDate.objects.create(
        plan=factories.PlanFactory(), kind="annual", before=DAY
    ),
} | apps.together("rows")  # fmt: skip


def given(model):
    """A sound row of ``model``."""
    with acting(None, "given"):
        return ROWS[model]()
