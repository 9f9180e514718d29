"""A table that becomes cards on a phone: every cell carries its heading, ARIA keeps the roles."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TH = '<th scope="col" role="columnheader"{}>{}</th>'
TD = '<td role="cell" data-label="{}"{}>{}</td>'
BODY = '<tbody role="rowgroup">{}</tbody>'
FOOT = '<tfoot role="rowgroup">{}</tfoot>'
NUM = format_html(' class="{}"', "num")

Line = Sequence[object]


def rows(  # noqa: PLR0913 -- the six parts of a table
    caption: str,
    heads: Sequence[str],
    lines: Iterable[Line],
    foot: Line = (),
    numeric: Collection[int] = (),
    *,
    tight: bool = False,
) -> SafeString:
    """A table; the first cell of a line names it. Cells that are safe strings keep their markup.

    ``numeric``: places of the columns of numbers, from 0. ``foot``: the line of totals.
    ``tight`` for officers' lists.
    """
    aligned = [NUM if place in numeric else "" for place in range(len(heads))]
    top = format_html_join("", TH, zip(aligned, heads, strict=True))
    body = format_html(BODY, _joined(_row(line, heads, aligned) for line in lines))
    end = format_html(FOOT, _row(foot, heads, aligned)) if foot else ""
    return format_html(
        '<table class="{}" role="table"><caption>{}</caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead>{}{}</table>',
        "rows fold-up tight" if tight else "rows fold-up", caption, top, body, end,
    )  # fmt: skip


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _row(line: Line, heads: Sequence[str], aligned: Sequence[str]) -> SafeString:
    first, *rest = line
    cells = format_html_join("", TD, zip(heads[1:], aligned[1:], rest, strict=True))
    return format_html(
        '<tr role="row"><th scope="row" role="rowheader">{}</th>{}</tr>', first, cells
    )
