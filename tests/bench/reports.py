"""Reports measured: one department's draft, 35 reports into one Word file, 1,000 obligations.

``PAGES`` are pages like those of tests/bench/pages.py; ``measure`` prints seconds and queries.
"""

# ruff: noqa: T201 (a command says what it found)
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from core.history import acting
from core.official import docx_bytes
from directory.models import Unit
from partnership.sample import year_2023
from plans.consolidation import Consolidation
from plans.models import GeneralReport, Plan, Report, ReportingPeriod, ReportVersion
from plans.papers import general, reports
from plans.rules import period_flow
from plans.services.freezing import frozen
from plans.services.general_reports import content
from plans.services.periods import schedule
from plans.services.register import register

MOST, DEPARTMENTS = 1_000, 35
PAGES = [
    ("coverage table: obligations × units", "/admin/plans/unitplan/coverage/", "board"),
    ("dashboard: 46 units in the cycle", "/dashboard/", "board"),
    ("dashboard: progress of 46 plans", "/dashboard/progress/", "board"),
    ("dashboard: figures of every app", "/dashboard/figures/", "board"),
    ("admin list: reports (25 of 1,092)", "/admin/plans/report/", "board"),
]


def build(people: dict) -> None:
    """The year played through, and branches enough that a period opens 1,000 obligations."""
    year_2023.load()
    missing = MOST - Unit.objects.as_of(localdate()).filter(kind=Unit.Kind.BRANCH).count()
    parents = list(Unit.objects.as_of(localdate()).filter(kind=Unit.Kind.DEPARTMENT))
    with acting(None, "bench"):
        Unit.objects.bulk_create(
            Unit(
                code=f"R-{n:04}",
                kind=Unit.Kind.BRANCH,
                parent=parents[n % len(parents)],
                name_vi=f"Hải quan cửa khẩu số {n}",
                name_en=f"Border gate {n}",
            )
            for n in range(missing)
        )


def measure(*_args: Any) -> None:
    """Print what each piece of work takes; nothing is kept of what it writes."""
    print(f"\n{'work':<58}{'seconds':>9}{'queries':>9}{'to reach':>11}")
    said("drafting one department's report (all its figures)", draft, "")
    said("35 and more reports consolidated into Word", consolidate, "< 5 s")
    said("one report as Word", lambda: reports.docx(department()), "")
    said(f"opening {MOST} obligations to report", opening, "< 2 s")


def said(what: str, work: Callable[[], Any], aim: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        begun = perf_counter()
        work()
        took = perf_counter() - begun
    print(f"{what:<58}{took:>9.2f}{len(asked):>9}{aim:>11}", flush=True)


def consolidate() -> None:
    """Sum the accepted reports as they stand now, gather what they say, and set it in Word."""
    found = GeneralReport.objects.for_list().get(period__kind="annual")
    made = general.Whole(found, None, content(Consolidation(found)), None)
    counted = len(made.said["units"]) - len(made.said["missing"])
    if counted < DEPARTMENTS:
        raise ValueError(f"{counted} reports were put together, {DEPARTMENTS} should be.")
    docx_bytes(general.paper(made))


def department() -> Report:
    return Report.objects.for_list().get(unit__code="03", period__kind="annual")


def draft() -> None:
    list(frozen(ReportVersion(report=department())))


def opening() -> None:
    """Open an ad hoc period of all branches and write down who owes; then undo it."""
    plan, today = Plan.objects.filter(year=2023, status="issued").first(), localdate()
    with transaction.atomic():
        period = schedule(by=None, plan=plan, **terms(today))
        period_flow.make("open_period", period, by=None)
        opened = register(period, by=None, at=now())
        if opened < MOST:
            raise ValueError(f"{opened} obligations were opened, {MOST} should be.")
        transaction.set_rollback(True)


def terms(today: date) -> dict[str, Any]:
    return {
        "title_vi": "Báo cáo đột xuất của các chi cục", "title_en": "Ad hoc report of branches",
        "starts": today - timedelta(days=60), "cut_off": today, "opens_on": today,
        "before": today + timedelta(days=30), "rule": ReportingPeriod.Rule.AS_IT_IS,
        "owing": [Unit.Kind.BRANCH],
    }  # fmt: skip
