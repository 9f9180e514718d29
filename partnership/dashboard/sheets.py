"""The whole dashboard as shown, in Excel and as a paper in Word."""

from collections.abc import Callable

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.figures import Figure
from core.official import (
    Annex,
    Bar,
    Number,
    Paper,
    Paragraph,
    Signer,
    Table,
    docx_bytes,
    workbook_bytes,
)
from directory import heads
from directory.models import Unit
from plans.counting.words import NOTHING, number
from plans.models import Item
from plans.papers.figures import plain, share
from plans.punctuality import State

from .advance import Advance, Part
from .asked import Asked
from .cycle import Cycle, Row
from .drawn import percent_said
from .panels import Panels

EMPTY = Table(("Kỳ báo cáo",), [("Chưa mở kỳ báo cáo nào.",)])


def xlsx(asked: Asked) -> bytes:
    """Sheets: states, units in the cycle, progress by task and unit, figures; then the foot."""
    return workbook_bytes(tables(asked, numbers), about(asked))


def about(asked: Asked) -> dict[str, object]:
    said: dict[str, object] = {_("Unit"): asked.of_whom, _("As it stood on"): asked.on}
    if asked.period:
        said |= {
            _("Reporting period"): asked.period.title,
            _("Figures from"): asked.period.starts,
            _("Figures until"): asked.period.cut_off,
        }
    if asked.task:
        said |= {_("Task"): Item.Task(asked.task).label}
    return said | {_("Made by"): str(asked.scope.user)}


def heading(asked: Asked) -> str:
    """What the file is called: the dashboard, or a task's panel of it."""
    if not asked.task:
        return _("Dashboard")
    return _("Dashboard: %(task)s") % {"task": Item.Task(asked.task).label}


def tables(asked: Asked, figures: Callable[[Panels, str], Table]) -> list[Table]:
    """The tables of all pages, or of one panel; none where no period was opened yet.

    ``figures`` makes the table of figures: :func:`numbers` for Excel, :func:`words` for Word.
    """
    if not (asked.cycle and asked.advance and asked.panels):
        return []
    if asked.task:
        return [figures(asked.panels, asked.task)]
    return [
        states(asked.cycle),
        cycle(asked.cycle, asked.state),
        by_task(asked.advance),
        by_unit(asked.advance),
        figures(asked.panels, ""),
    ]


def states(found: Cycle) -> Table:
    percents = found.tally.percents
    rows: list[tuple] = [
        (s.label, found.tally[s], Bar(percents[s] / 100, f"{percents[s]} %")) for s in State
    ]
    whole = sum(percents.values())
    rows.append((_("All"), found.tally.total, f"{whole} %"))
    heads_ = (_("State"), _("Reports"), _("Percent"))
    return Table(heads_, rows, (3, 2, 4), {1}, {len(rows) - 1}, _("On time, late, missing"))


def cycle(found: Cycle, only: str = "") -> Table:
    heads_ = (
        _("Code"), _("Unit"), _("State"), _("Report"), _("Due"), _("Extended to"),
        _("First handed in"), _("Days late"), _("On time before"),
    )  # fmt: skip
    rows = [line(row) for row in found.rows if only in ("", row.state)]
    return Table(heads_, rows, (1, 4, 2, 2, 2, 2, 2, 1.2, 1.5), {7}, caption=_("Reports by unit"))


def line(row: Row) -> tuple:
    on_time, owed = row.punctual
    state = _("Not due yet") if row.waiting else row.state.label
    return (
        row.unit.code,
        row.unit.name,
        state,
        row.status,
        row.report.due_on,
        row.due if row.due != row.report.due_on else "",
        row.first or "",
        row.days_late,
        f"{on_time} / {owed}" if owed else NOTHING,
    )


def by_task(advance: Advance) -> Table:
    rows = [(label, *part(each)) for _task, label, each in advance.tasks]
    return Table((_("Task"), *part_heads()), rows, (4, 3, 2, 2), {2, 3}, caption=_("By task"))


def by_unit(advance: Advance) -> Table:
    rows = [(unit.code, unit.name, *part(each)) for unit, each in advance.units]
    heads_ = (_("Code"), _("Unit"), *part_heads())
    return Table(heads_, rows, (1, 4, 3, 2, 2), {3, 4}, caption=_("By unit"))


def part_heads() -> tuple[str, ...]:
    return (_("Progress"), _("Undertakings"), _("Done"))


def part(each: Part) -> tuple:
    percent = each.percent
    return (Bar(float(percent or 0) / 100, percent_said(percent)), each.total, each.done)


def words(panels: Panels, only: str) -> Table:
    """Figures as they are said, each task under its name; of one task without it."""
    rows: list[tuple] = []
    bold: set[int] = set()
    for task, mine in panels:
        if only == "":
            bold.add(len(rows))
            rows.append((task.label, "", "", ""))
        if only in ("", task):
            rows += [(p.now.measure.label, p.value, p.was, "\n".join(p.told)) for p in mine]
    heads_ = (_("Figure"), _("This period"), _("Period before"), _("What is counted"))
    return Table(heads_, rows, (3, 2, 2, 5), {1, 2}, bold, caption=_("Figures"))


def numbers(panels: Panels, only: str) -> Table:
    """The same as numbers: parts and wholes in columns of their own, so that they can be summed."""
    rows = [
        (
            task.label, panel.now.measure.label, panel.now.measure.unit,
            *parts(panel.now), *parts(panel.before), panel.told[0], "\n".join(panel.told[1:]),
        )
        for task, mine in panels
        for panel in mine
        if only in ("", task)
    ]  # fmt: skip
    heads_ = (
        _("Task"), _("Figure"), _("Unit of measure"), _("This period"), _("Out of"), _("Percent"),
        _("Period before"), _("Out of (before)"), _("Percent (before)"), _("What is counted"),
        _("As published"),
    )  # fmt: skip
    return Table(heads_, rows, caption=_("Figures"))


def parts(figure: Figure | None) -> tuple:
    """Value, whole and percent of a figure; None where there is none."""
    if figure is None:
        return (None, None, None)
    return plain(figure.value), plain(figure.of), share(figure.value, figure.of)


def docx(asked: Asked) -> bytes:
    """The same as a paper: official papers are in Vietnamese whatever language is read."""
    with override("vi"):
        return docx_bytes(paper(asked))


def paper(asked: Asked) -> Paper:
    """The issuer is the unit looked at; the general department for the country."""
    unit = asked.scope.issuer or Unit.objects.as_of(asked.on).filter(parent=None).first()
    issuer = unit or Unit.objects.filter(parent=None).first()
    assert issuer is not None  # noqa: S101 -- no report is owed where there is no unit
    head = heads.head_of(issuer, asked.on)
    first, *rest = tables(asked, words) or [EMPTY]
    return Paper(
        parent=head.parent,
        agency=head.agency,
        number=Number(None, "BC", head.symbol),
        place=head.place,
        year=localdate().year,
        title="Báo cáo",
        subject=f"Tình hình thực hiện quan hệ đối tác hải quan - doanh nghiệp: {title(asked)}",
        body=[Paragraph(said(asked)), worded(first)],
        signer=Signer(heads.chief(issuer)),
        annexes=[Annex(str(t.caption), [worded(t)], wide=True) for t in rest if t.rows],
        mark="TRÍCH TỪ CỔNG",
    )


def title(asked: Asked) -> str:
    """The period; for one panel its task before it."""
    period = asked.period.title if asked.period else _("no period yet")
    return f"{Item.Task(asked.task).label}, {period}" if asked.task else period


def said(asked: Asked) -> str:
    """When, of whom and by which rule the numbers were made."""
    at = localtime()
    return (
        f"Số liệu của: {asked.of_whom}. Tình trạng nộp báo cáo tính đến hết ngày "
        f"{asked.on:%d/%m/%Y}; lập lúc {at:%H:%M} ngày {at:%d/%m/%Y} bởi {asked.scope.user}."
    )


def worded(table: Table) -> Table:
    """Dates and numbers as words: a Word table has no types."""
    rows = [tuple(worded_cell(cell) for cell in row) for row in table.rows]
    return Table(table.heads, rows, table.widths, table.numeric, table.bold)


def worded_cell(cell):
    if hasattr(cell, "strftime"):
        return f"{cell:%d/%m/%Y}"
    return number(cell) if isinstance(cell, int) else cell if isinstance(cell, Bar) else str(cell)
