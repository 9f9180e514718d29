"""Who reports, who reviews, who consolidates: periods, reports and the general report."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb, name_verbs
from directory.models import Role

from ..models import GeneralReport, Report, ReportingPeriod
from .documents import general_to_number, may_number, may_number_general, to_number

P, R, G = ReportingPeriod.Status, Report.Status, GeneralReport.Status
K = Role.Kind
OVERSEEING = (K.FOCAL_POINT, K.HEAD)


def leads_reporting(user, subject=None) -> bool:
    """The Committee of Reform and Modernization opens periods and reviews (Decision 104, IV.1)."""
    return user.holds(K.BOARD)


def oversees_any(user) -> bool:
    """Whether the reports of units below are this person's to look over at all."""
    return user.holds(*OVERSEEING)


def sends_back(user, report) -> bool:
    """The Committee; for a branch or team also focal points and heads of a unit above it, who
    look its report over before the Committee does."""
    if leads_reporting(user):
        return True
    above = report.unit.path.removesuffix(f"{report.unit_id}/")
    return report.unit.kind in Report.OVERSEEN and user.holds(*OVERSEEING, path=above)


def drafts(user, report) -> bool:
    """Officers, focal points and heads of the very unit write its report.

    Where the unit passed into another, the people of the successor write on.
    """
    return _works_in(user, report.unit, K.OFFICER, K.FOCAL_POINT, K.HEAD)


def submits(user, report) -> bool:
    """The head of the unit signs what is handed in."""
    return _works_in(user, report.unit, K.HEAD)


def writes(user, report) -> bool:
    """Whether the draft is open to this person now."""
    return report.status in Report.IN_WRITING and drafts(user, report)


def _works_in(user, unit, *kinds) -> bool:
    return any(role.kind in kinds and unit.path in role.unit.covers for role in user.held)


def running(report) -> bool:
    return report.period.status in ReportingPeriod.RUNNING


def may_be_extended(report) -> bool:
    return report.status not in (R.EXCUSED, R.ACCEPTED) and running(report)


@dataclass(frozen=True)
class Running(Move):
    """A move that is open until the period of the report is closed."""

    def fits(self, subject) -> bool:
        return super().fits(subject) and running(subject)


period_flow = Flow(
    ReportingPeriod,
    Move(
        "schedule",
        _("Plan a reporting period"),
        (),
        P.PLANNED,
        who=leads_reporting,
        hint=_(
            "An ad hoc one: those of the Decision are there since its issue. Units owe the report "
            "from the day it opens."
        ),
    ),
    Verb(
        "set_terms",
        _("Change days and rule"),
        who=leads_reporting,
        when=lambda period: period.status == P.PLANNED,
        hint=_("Until it opens; later on, extend the reports instead."),
    ),
    Move(
        "open_period",
        _("Open the period"),
        (P.PLANNED,),
        P.OPEN,
        who=leads_reporting,
        hint=_("Every unit that owes the report finds it on its desk."),
    ),
    Verb(
        "remind_late",
        _("Remind the late ones"),
        who=leads_reporting,
        when=lambda period: period.status in ReportingPeriod.RUNNING,
        hint=_("One letter a day and unit, to its focal points and heads."),
    ),
    Verb(
        "extend_all",
        _("Extend for all who owe it"),
        who=leads_reporting,
        when=lambda period: period.status in ReportingPeriod.RUNNING,
        hint=_("The original due day stays visible beside the new one."),
    ),
    Move(
        "consolidate",
        _("Begin to consolidate"),
        (P.OPEN,),
        P.CONSOLIDATING,
        who=leads_reporting,
        hint=_("Reports that come later are still taken; the general report is begun."),
    ),
    Move(
        "close_period",
        _("Close the period"),
        (P.CONSOLIDATING,),
        P.CLOSED,
        who=leads_reporting,
        hint=_("Nothing more is handed in; the general report is final."),
        grave=True,
    ),
)

report_flow = Flow(
    Report,
    Move("expect", _("Expected"), (), R.EXPECTED, who=leads_reporting),
    Running(
        "draft",
        _("Begin to draft"),
        (R.EXPECTED,),
        R.DRAFTED,
        who=drafts,
        hint=_("The figures are there already; you write the texts."),
    ),
    Verb(
        "write",
        _("Write the report"),
        who=drafts,
        when=lambda report: report.status in Report.IN_WRITING and running(report),
        hint=_("Texts by section; figures are counted, never typed."),
    ),
    Running(
        "submit",
        _("Submit"),
        (R.DRAFTED, R.SENT_BACK),
        R.SUBMITTED,
        who=submits,
        hint=_("Figures, definitions and texts are frozen as they stand now."),
    ),
    Running(
        "accept_report",
        _("Accept"),
        (R.SUBMITTED,),
        R.ACCEPTED,
        who=leads_reporting,
        hint=_("It goes into the general report."),
    ),
    Running(
        "send_back",
        _("Send back"),
        (R.SUBMITTED,),
        R.SENT_BACK,
        who=sends_back,
        hint=_("The unit is told why and until when; the clock goes on."),
        grave=True,
    ),
    Verb(
        "extend",
        _("Extend"),
        who=leads_reporting,
        when=may_be_extended,
        hint=_("Also after the due day; the original day stays visible."),
    ),
    Move(
        "excuse",
        _("Excuse"),
        (R.EXPECTED, R.DRAFTED, R.SENT_BACK),
        R.EXCUSED,
        who=leads_reporting,
        hint=_("The unit owes nothing this time; the reason is shown."),
        grave=True,
    ),
    Running(
        "expect_again",
        _("Expect it after all"),
        (R.EXCUSED,),
        R.EXPECTED,
        who=leads_reporting,
        hint=_("The excuse ends; the unit owes the report as before."),
    ),
    Verb(
        "number_paper",
        _("Number and date the paper"),
        who=may_number,
        when=to_number,
        hint=_("The number stands in its head for good; numbers begin at 01 each year."),
    ),
)

general_report_flow = Flow(
    GeneralReport,
    Move("compile", _("Begin the general report"), (), G.DRAFTED, who=leads_reporting),
    Move(
        "issue_preliminary",
        _("Issue as preliminary"),
        (G.DRAFTED,),
        G.PRELIMINARY,
        who=leads_reporting,
        hint=_("Units read it; reports accepted later are offered for the final one."),
    ),
    Move(
        "issue_final",
        _("Issue as final"),
        (G.DRAFTED, G.PRELIMINARY),
        G.FINAL,
        who=leads_reporting,
        hint=_("Figures, texts and recommendations are frozen for good."),
    ),
    Verb(
        "work_through",
        _("Work through the passages"),
        who=leads_reporting,
        when=lambda report: report.status in GeneralReport.IN_MAKING,
        hint=_("Include, edit or leave out what the units wrote, section by section."),
    ),
    Verb(
        "recommend",
        _("Add a recommendation"),
        who=leads_reporting,
        when=lambda report: report.status in GeneralReport.IN_MAKING,
        hint=_("It stands at the end of the report, for the body it is addressed to."),
    ),
    Verb(
        "withdraw_recommendation",
        _("Take a recommendation back"),
        who=leads_reporting,
        when=lambda report: report.status in GeneralReport.IN_MAKING,
        hint=_("It is left out of the report; the history keeps it."),
        grave=True,
    ),
    Verb(
        "number_general",
        _("Number and date the paper"),
        who=may_number_general,
        when=general_to_number,
        hint=_("The number stands in its head for good; numbers begin at 01 each year."),
    ),
)
name_verbs(
    offer=_("Passages offered"),
)
