"""Tables as CSV, line by line."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from ..pulse import beating
from .values import defused, file_name, plain

CSV = "text/csv; charset=utf-8"
Row = Iterable[Any]


class _Echo:
    """A file that keeps nothing: what is written is handed back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _said(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return format(value, "f") if isinstance(value, Decimal) else value


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    """The table in pieces of 500 lines, as Excel reads it: UTF-8 with its mark, CR LF, commas.

    Texts are :func:`~core.cells.values.defused`; numbers, also negative ones, are not quoted;
    dates are dd/mm/yyyy. There is no cap, and nothing but the header and the rows.
    """
    line = csv.writer(_Echo()).writerow
    yield "\ufeff" + line([_said(str(label)) for label in header])
    lines = (line([_said(value) for value in row]) for row in beating(rows))
    while piece := "".join(islice(lines, 500)):
        yield piece


def csv_response(name: Any, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """Stream the table as ``<name>.csv``; ``rows`` is read while it is sent, so give an iterator.

    A queryset of any size: ``(… for row in rows.iterator(chunk_size=2000))``.
    """
    answer = StreamingHttpResponse(csv_lines(list(header), rows), content_type=CSV)
    attached = content_disposition_header(True, file_name(name, ".csv"))
    answer.headers["Content-Disposition"] = attached
    return answer
