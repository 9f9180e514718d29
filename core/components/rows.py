"""A table that becomes cards on a phone: every cell carries its heading, ARIA keeps the roles."""

from collections.abc import Collection, Iterable, Sequence
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TH = '<th scope="col" role="columnheader"{}>{}</th>'
TD = '<td role="cell" data-label="{}"{}>{}</td>'
TR = '<tr role="row"><th scope="row" role="rowheader">{}</th>{}</tr>'
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
    known = [_escaped(head) for head in heads]
    body = format_html(BODY, _safe(_row(line, known, aligned) for line in lines))
    end = format_html(FOOT, _row(foot, known, aligned)) if foot else ""
    return format_html(
        '<table class="{}" role="table"><caption>{}</caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead>{}{}</table>',
        "rows fold-up tight" if tight else "rows fold-up", caption, top, body, end,
    )  # fmt: skip


def _row(line: Line, heads: Sequence[str], aligned: Sequence[str]) -> SafeString:
    """``heads`` are escaped already: each stands in every line."""
    first, *rest = map(_escaped, line)
    told = zip(heads[1:], aligned[1:], rest, strict=True)
    return _safe((TR.format(first, "".join([TD.format(*cell) for cell in told])),))


def _safe(parts: Iterable[str]) -> SafeString:
    """Parts whose every value went through :func:`_escaped`."""
    return SafeString("".join(parts))  # nosec B703


def _escaped(value: object) -> str:
    """As conditional_escape does at four times the price: a page has a thousand cells."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
