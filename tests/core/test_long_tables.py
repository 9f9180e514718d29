"""Long tables: a worker lives while they are written, the quick cell is the library's."""

import inspect
import io
import runpy
import zipfile
from datetime import date

import pytest
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from core import pulse
from core.cells import Sheet, books, csv_lines, write_xlsx
from tests.words import ROOT


class Worker:
    """Of gunicorn's worker what its configuration asks."""

    def __init__(self):
        self.told = 0

    def notify(self):
        self.told += 1


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(pulse, "_signs", [])
    monkeypatch.setattr("gc.freeze", lambda: None)
    worker = Worker()
    runpy.run_path(str(ROOT / "ops/gunicorn.conf.py"))["post_worker_init"](worker)
    return worker


def test_a_long_export_tells_the_server_that_it_lives(worker):
    """gunicorn ends a worker that is silent for a minute; 180,000 rows take about as long."""
    table = ["n"], ([n] for n in range(2_500))
    write_xlsx(io.BytesIO(), Sheet("Dài", *table))
    assert worker.told == 4  # three thousands begun, and before the file is packed
    sum(1 for _piece in csv_lines(["n"], ([n] for n in range(2_500))))
    assert worker.told == 7


def test_the_quick_cell_is_what_the_library_writes(monkeypatch):
    """``Page`` goes past a private method of XlsxWriter: a release that writes cells otherwise is
    to be looked at before it is taken."""
    assert list(inspect.signature(Worksheet._write_cell).parameters) == [
        "self",
        "row",
        "col",
        "cell",
    ]
    assert CellStringTuple._fields == ("string", "format")
    texts = ["", "a", " a ", "Trị giá & <xuất xứ>", '"', "_x0041_", "a\nb", "=1+1", "0100233488"]
    rows = [[text, n, date(2026, 11, 30)] for n, text in enumerate(texts)]
    quick, stock = io.BytesIO(), io.BytesIO()
    write_xlsx(quick, Sheet("Bảng", ["a", "b", "c"], rows))
    monkeypatch.setattr(books, "Page", Worksheet)
    write_xlsx(stock, Sheet("Bảng", ["a", "b", "c"], rows))
    one, other = (zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml") for book in (quick, stock))
    assert one == other
