"""Figures of a report as tables with bars: value, period before, definition, remark of the unit."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Protocol

from core.official import Bar, Table

from ..counting import words
from ..counting.words import NOTHING, number
from ..models import Item

TASKS: dict[str, str] = {
    Item.Task.INFORMATION: "Công tác thông tin",
    Item.Task.SUPPORT: "Công tác hỗ trợ doanh nghiệp",
    Item.Task.CONSULTATION: "Công tác tham vấn",
    Item.Task.SUPERVISION: "Công tác giám sát thực thi pháp luật",
    Item.Task.COOPERATION: "Công tác hợp tác",
    Item.Task.OTHER: "Công tác khác",
}
HEADS = (
    "TT",
    "Chỉ tiêu",
    "Cách tính",
    "Kỳ này",
    "Kỳ trước",
    "Biểu đồ kỳ này",
    "Ghi chú của đơn vị",
)
WIDTHS = (0.6, 3.4, 4.4, 1.8, 1.8, 2.4, 2.4)


class Line(Protocol):
    """What a figure must tell: a :class:`FrozenFigure`, saved or in the making."""

    code: str
    task: str
    label_vi: str
    definition_vi: str
    kind: str
    unit_vi: str
    value: Decimal | None
    of: Decimal | None
    before_value: Decimal | None
    before_of: Decimal | None
    remark: str


def table(figures: Iterable[Line]) -> Table:
    """All figures grouped by task, each with its definition: for the annex in landscape."""
    rows: list[tuple] = []
    bold: set[int] = set()
    for task, mine in groupby(figures, key=lambda figure: figure.task):
        lines = list(mine)
        bold.add(len(rows))
        rows.append(("", TASKS.get(task, task), "", "", "", "", ""))
        longest = max((float(each.value or 0) for each in lines if counts(each)), default=0)
        rows += [(str(n), *row(each, longest)) for n, each in enumerate(lines, 1)]
    return Table(HEADS, rows, WIDTHS, numeric=(3, 4), bold=bold)


def row(figure: Line, longest: float) -> tuple:
    """One figure, without its number; ``longest``: the value whose bar fills the column."""
    return (
        figure.label_vi,
        figure.definition_vi,
        said(figure, figure.value, figure.of),
        said(figure, figure.before_value, figure.before_of),
        bar(figure, longest),
        figure.remark,
    )


def counts(figure: Line) -> bool:
    return figure.kind == "count"


def bar(figure: Line, longest: float) -> Bar | str:
    """A share as its percent, a count against the largest one of the task; a median has none."""
    if figure.value is None or figure.kind == "median":
        return ""
    if figure.kind == "share":
        share = float(figure.value / figure.of) if figure.of else 0.0
        return Bar(share, percent(figure.value, figure.of))
    return Bar(float(figure.value) / longest if longest else 0.0, number(figure.value))


def said(figure: Line, value: Decimal | None, of: Decimal | None) -> str:
    """A value in words: "45/60 (75 %)" for a share, with its unit where it counts no rows."""
    if value is None:
        return NOTHING
    if figure.kind == "share":
        part = f"{number(value)}/{number(of or 0)}"
        return f"{part} ({percent(value, of)})" if of else part
    return f"{number(value)} {figure.unit_vi}".strip()


def percent(value: Decimal | int | None, of: Decimal | int | None) -> str:
    if value is None or not of:
        return NOTHING
    return words.percent(Decimal(100) * Decimal(value) / Decimal(of))


def sheet(figures: Sequence[Line], caption: str) -> Table:
    """The same for Excel: numerators and denominators stay numbers, so that they can be summed."""
    heads = (
        "Mã", "Nhiệm vụ", "Chỉ tiêu", "Cách tính", "Đơn vị tính", "Kỳ này", "Trên tổng số",
        "Tỷ lệ (%)", "Kỳ trước", "Trên tổng số (kỳ trước)", "Ghi chú của đơn vị",
    )  # fmt: skip
    rows = [
        (
            each.code, TASKS.get(each.task, each.task), each.label_vi, each.definition_vi,
            each.unit_vi, plain(each.value), plain(each.of), share(each.value, each.of),
            plain(each.before_value), plain(each.before_of), each.remark,
        )
        for each in figures
    ]  # fmt: skip
    return Table(heads, rows, caption=caption)


def plain(value: Decimal | int | None) -> int | Decimal | None:
    """A number of a cell: whole where it is whole."""
    if value is None:
        return None
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


def share(value: Decimal | int | None, of: Decimal | int | None) -> Decimal | None:
    if value is None or not of:
        return None
    return round(Decimal(100) * Decimal(value) / Decimal(of), 2)
