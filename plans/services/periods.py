"""Reporting periods: planned from the Decision or ad hoc, opened, consolidated, closed."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.history import acting
from core.workflow import NotNow
from directory.calendars import calendar_for

from .. import notices
from ..models import GeneralReport, Plan, Report, ReportingDate, ReportingPeriod
from ..rules import period_flow as flow
from .general_reports import compile_report
from .register import register
from .reminders import remind_the_late
from .reports import extend

AHEAD = timedelta(days=45)
"""Between the opening of a period made from the Decision and its due day."""

Rule, S = ReportingPeriod.Rule, ReportingPeriod.Status


def due_day(before: date, rule: str) -> date:
    """The last day to report, from the day named and the rule, by the country's calendar.

    Default: the last working day before it ("before 15 June"); see Labour Code 2019, Art. 112 for
    days off, and the calendar for swapped days.
    """
    calendar = calendar_for(None)
    if rule == Rule.AS_IT_IS:
        return before
    if rule == Rule.NEXT_WORKING_DAY:
        return calendar.on_or_after(before)
    return calendar.last_working_day_before(before)


@transaction.atomic
def plan_periods(plan: Plan, *, by=None) -> int:
    """Make a period of each reporting date of an issued plan that has none; returns how many.

    Figures run from the first day of the year to the last day of the month before the day named:
    Decision 104 (IV.4) names no cut-off, and both its dates fall before the end of their period.
    """
    if plan.status != Plan.Status.ISSUED:
        return 0
    # Nobody makes the same period twice: the plan's row is held.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    dates = plan.reporting_dates.filter(period=None)
    for each in dates:
        flow.begin("schedule", by=by, plan=plan, date=each, kind=each.kind, **_terms(plan, each))
    return len(dates)


def go_on_under(plan: Plan, *, by) -> None:
    """Periods of the Decision that ``plan`` amends are those of ``plan``: units owe nothing twice.

    A date of the same kind takes the place of the old one, and where its day is another, a period
    that did not open yet takes its days; one that opened keeps them, its reports have them.
    """
    dates = {each.kind: each for each in plan.reporting_dates.all()}
    with acting(by, "amend"):
        for period in ReportingPeriod.objects.filter(plan=plan.amends_id).order_by("pk"):
            period.plan, period.date = plan, dates.get(period.kind, period.date)
            named = period.date
            if named and period.status == S.PLANNED and named.before != period.before:
                for name, value in _days(plan, named, period.rule).items():
                    setattr(period, name, value)
            period.save()


def _terms(plan: Plan, named: ReportingDate) -> dict:
    return {
        "title_vi": _title(named.kind, plan.year, "vi"),
        "title_en": _title(named.kind, plan.year, "en"),
        **_days(plan, named, Rule.LAST_WORKING_DAY_BEFORE),
    }


def _days(plan: Plan, named: ReportingDate, rule: str) -> dict[str, date]:
    cut_off = named.before.replace(day=1) - timedelta(days=1)
    due = due_day(named.before, rule)
    return {
        "starts": min(date(plan.year, 1, 1), cut_off.replace(day=1)),
        "cut_off": cut_off,
        "opens_on": due - AHEAD,
        "before": named.before,
        "due_on": due,
    }


def _title(kind: str, year: int, tongue: str) -> str:
    with override(tongue):
        said = {
            ReportingDate.Kind.SIX_MONTHS: _("Report on the first six months of %(year)s"),
            ReportingDate.Kind.ANNUAL: _("Report on the year %(year)s"),
        }[ReportingDate.Kind(kind)]
        return said % {"year": year}


def schedule(*, by, plan: Plan, **terms) -> ReportingPeriod:
    """Plan an ad hoc period; ``terms`` as the columns, without ``due_on``.

    Raises ``ValidationError`` where the days are not in order.
    """
    kind = ReportingPeriod.Kind.AD_HOC
    return flow.begin("schedule", by=by, plan=plan, kind=kind, **in_order(terms))


def set_terms(period: ReportingPeriod, *, by, **terms) -> ReportingPeriod:
    """Change days, rule, title and who owes, until the period opens."""
    with flow.doing("set_terms", period, by=by):
        settled = in_order(terms)
        for name, value in settled.items():
            setattr(period, name, value)
        period.save(update_fields=list(settled))
    return period


def in_order(terms: dict) -> dict:
    """The terms with their due day; refused with ``ValidationError`` where one day cannot be."""
    due = due_day(terms["before"], terms["rule"])
    day = f"{due:%d/%m/%Y}"
    wrong = {
        "cut_off": [_("Figures end before they begin.")] * (terms["cut_off"] < terms["starts"])
        + [_("The report is due on %(day)s: the cut-off comes after it.") % {"day": day}]
        * (terms["cut_off"] > due),
        "opens_on": [_("The report is due on %(day)s: it opens after that.") % {"day": day}]
        * (terms["opens_on"] > due),
    }
    if any(wrong.values()):
        raise ValidationError([each for said in wrong.values() for each in said])
    return {**terms, "due_on": due}


@transaction.atomic
def open_period(period: ReportingPeriod, *, by, at: datetime | None = None) -> ReportingPeriod:
    """Every unit that owes the report has its row from now on; the clock writes to them.

    The due day follows the calendar as it is now: days declared off since count. Raises ``NotNow``
    while the plan is not in force.
    """
    if period.plan.status != Plan.Status.ISSUED:
        raise NotNow(_("The plan is not in force."))
    flow.ask("open_period", period, by=by)  # the terms as they stand now
    due = max(due_day(period.before, period.rule), period.cut_off, period.opens_on)
    flow.make("open_period", period, by=by, due_on=due)
    register(period, by=by, at=at or now())
    return period


def remind_late(period: ReportingPeriod, *, by) -> int:
    """Remind every unit that is late, once a day; returns how many letters were written."""
    with flow.doing("remind_late", period, by=by):
        return remind_the_late(period, at=now())


def extend_all(period: ReportingPeriod, *, by, until: date, reason: str) -> int:
    """Allow all units that owe the report a later day; returns how many.

    Raises ``ValidationError`` where that day is later for nobody.
    """
    with flow.doing("extend_all", period, by=by, reason=reason):
        rows = period.reports.filter(status__in=Report.OWED).select_related("period", "unit")
        later = [each for each in rows if until > each.due]
        if not later:
            raise ValidationError(_("For no unit that owes the report is this day later."))
        for report in later:
            extend(report, by=by, until=until, reason=reason)
    return len(later)


@transaction.atomic
def consolidate(period: ReportingPeriod, *, by) -> ReportingPeriod:
    """Begin the general report; reports that come later are still taken."""
    flow.make("consolidate", period, by=by)
    compile_report(period=period, by=by)
    notices.consolidation_begins(period)
    return period


@transaction.atomic
def close_period(period: ReportingPeriod, *, by) -> ReportingPeriod:
    """Nothing more is handed in.

    Raises ``ValidationError`` while the general report is not final, or a report waits for review:
    it could be neither accepted nor mended any more.
    """
    flow.ask("close_period", period, by=by)
    final = GeneralReport.objects.filter(period=period, status=GeneralReport.Status.FINAL)
    if not final.exists():
        raise ValidationError(_("Issue the general report as final first, then close the period."))
    # Who hands in or reviews holds the report's row: they come before us, or find it closed.
    list(period.reports.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if waiting := period.reports.to_review().count():
        said = ngettext(
            "%(count)s report waits for review: accept it or send it back first.",
            "%(count)s reports wait for review: accept each or send it back first.",
            waiting,
        )
        raise ValidationError(said % {"count": waiting})
    return flow.make("close_period", period, by=by)
