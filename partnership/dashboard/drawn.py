"""The dashboard's tables as HTML: numbers with bars, states with words, links to the rows."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.components.bars import bar, share
from core.components.leaves import clock, icon
from core.components.rows import rows
from core.desk import desk_of
from core.figures import in_whole
from plans.counting.words import NOTHING, number
from plans.models import Report, Undertaking, UnitPlan
from plans.punctuality import State

from .advance import Advance, Part
from .cycle import Cycle, Mark, Row
from .panels import Panel

COLOURS = {State.ON_TIME: "f1", State.LATE: "n1", State.MISSING: "n2", State.EXCUSED: "f3"}
NOT_DUE = "n0"
ICONS = {State.ON_TIME: "ok", State.LATE: "soon", State.MISSING: "late", State.EXCUSED: "hold"}


def day(on) -> str:
    return date_format(on, "SHORT_DATE_FORMAT") if on else NOTHING


def cycle_table(caption: str, lines: list[Row]) -> SafeString:
    """One kind of unit: state, due day, first submission, days late, earlier periods."""
    heads = [
        _("Unit"), _("State"), _("Due"), _("First handed in"), _("Days late"),
        _("Earlier periods"),
    ]  # fmt: skip
    return rows(caption, heads, [cycle_line(row) for row in lines], tight=True)


def cycle_line(row: Row) -> list:
    where = f"{desk_of(Report).list_url}{row.report.pk}/change/"
    return [
        format_html(
            '<span class="quiet ref small">{}</span> <a href="{}">{}</a>',
            row.unit.code, where, row.unit.name,
        ),
        state(row),
        due(row),
        day(row.first),
        number(row.days_late) if row.days_late else NOTHING,
        history(row),
    ]  # fmt: skip


def state(row: Row) -> SafeString:
    """The state with its sign; what is not due yet is no fault."""
    if row.waiting:
        return clock("hold", _("Not due yet"), row.status)
    kinds = {State.ON_TIME: "ok", State.LATE: "soon", State.MISSING: "late", State.EXCUSED: "hold"}
    return clock(kinds[row.state], str(row.state.label), row.status)


def due(row: Row) -> SafeString | str:
    """The original day; beside it the extension with its reason, or the day to hand in again."""
    more = []
    if row.due != row.report.due_on:
        more.append(_("extended to %(day)s") % {"day": day(row.due)})
        more.append(row.reason)
    if row.again_by:
        more.append(_("again by %(day)s") % {"day": day(row.again_by)})
    original, said = day(row.report.due_on), ": ".join(filter(None, more))
    if not said:
        return original
    return format_html('<span>{}<br><small class="quiet brief">{}</small></span>', original, said)


def history(row: Row) -> SafeString | str:
    """Small signs for earlier periods, oldest first, each with its words; then the count."""
    if not row.marks:
        return NOTHING
    on_time, owed = row.punctual
    said = ngettext("%(n)d of %(of)d on time", "%(n)d of %(of)d on time", owed)
    return format_html(
        '<span><span class="marks">{}</span> <small class="quiet">{}</small></span>',
        format_html_join("", "{}", ((mark(each),) for each in row.marks)),
        said % {"n": on_time, "of": owed},
    )  # fmt: skip


def mark(each: Mark) -> SafeString:
    words = f"{each.period.title}: {each.state.label}"
    return format_html(
        '<span title="{}">{}<span class="visually-hidden">{}. </span></span>',
        words, icon(ICONS[each.state]), words,
    )  # fmt: skip


def states_bar(cycle: Cycle) -> SafeString:
    """The four states as one bar, what is not due yet apart; the numbers stand above it."""
    percents = dict(cycle.tally.percents)
    label = "; ".join(f"{state.label}: {percents[state]}%" for state in State)
    waiting = round(percents[State.MISSING] * cycle.waiting / (cycle.tally[State.MISSING] or 1))
    percents[State.MISSING] -= waiting
    parts = [(COLOURS[state], percents[state]) for state in State]
    return bar([*parts, (NOT_DUE, waiting)], label, tall=True)


def states_keys(cycle: Cycle) -> list[tuple[str, str]]:
    keys = [(COLOURS[state], str(state.label)) for state in State]
    return [*keys, (NOT_DUE, _("Not due yet"))] if cycle.waiting else keys


def tasks_table(advance: Advance) -> SafeString:
    """Progress by task."""
    heads = [_("Task"), *part_heads()]
    lines = [[label, *leading(part, advance, task)] for task, label, part in advance.tasks]
    foot = [_("All tasks"), *leading(advance.together(), advance)]
    return rows(_("Undertakings of unit plans in force, by task"), heads, lines, foot, {2, 3, 4})


def units_table(advance: Advance) -> SafeString:
    """Progress by unit; each leads to its plan, where its lines stand."""
    heads = [_("Unit"), *part_heads()]
    named, base = (
        '<span class="quiet ref small">{}</span> <a href="{}">{}</a>',
        desk_of(UnitPlan).list_url,
    )
    lines = [
        [
            format_html(named, unit.code, f"{base}{plan.pk}/change/", unit.name),
            *part_cells(part),
        ]
        for plan, (unit, part) in zip(advance.plans, advance.units, strict=True)
    ]
    said = _("Undertakings of unit plans in force, by unit")
    return rows(said, heads, lines, (), {2, 3, 4}, tight=True)


def part_heads() -> list[str]:
    return [_("Progress"), _("Percent"), _("Undertakings"), _("Done")]


def part_cells(part: Part) -> list:
    percent = part.percent
    drawn = share(float(percent or 0), 100)
    return [drawn, percent_said(percent), number(part.total), number(part.done)]


def leading(part: Part, advance: Advance, task: str = "") -> list:
    """The same with numbers that lead to the undertakings they count."""
    *drawn, total, done = part_cells(part)
    links = [
        format_html('<a href="{}">{}</a>', advance.rows(task, state), said) if said != "0" else said
        for said, state in ((total, ""), (done, Undertaking.Status.DONE))
    ]
    return [*drawn, *links]


def percent_said(percent: Decimal | None) -> str:
    return NOTHING if percent is None else f"{in_whole(percent)} %"


def panels_table(caption: str, panels: list[Panel]) -> SafeString:
    """One task's figures: value with its link to the rows, the period before, the definition."""
    heads = [_("Figure"), _("This period"), _("Period before"), _("What is counted")]
    return rows(caption, heads, [panel_line(panel) for panel in panels], numeric={1, 2})


def panel_line(panel: Panel) -> list:
    value = panel.value
    if panel.now.rows and panel.now.value is not None:
        value = format_html('<a href="{}">{}</a>', panel.now.rows, panel.value)
    definition, *published = panel.told
    beside = format_html_join("", '<span class="under">{}</span>', ((said,) for said in published))
    told = format_html(
        '<div class="long"><span class="small">{}</span>{}</div>', definition, beside
    )
    return [panel.now.measure.label, value, panel.was, told]
