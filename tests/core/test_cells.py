"""G12: no formula runs from any CSV or Excel file the portal writes; numbers stay numbers."""

import csv
import io
import re
import shutil
import subprocess
import time
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import (
    Sheet,
    book_response,
    books,
    csv_lines,
    csv_response,
    defused,
    file_name,
    restored,
    sheet_name,
    write_xlsx,
    xlsx_response,
)

PAYLOADS = [
    "=1+1", "==1+1", "+1+1", "-1+1", "@SUM(1;1)", "\t=1+1", "\r=1+1", "\n=1+1", '"=1+1',
    " =1+1", "\u3000=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", ";=1+1",
    "a;=1+1;b", "'=1+1", "\u2212" "1+1", "\u200b=1+1", "\ufeff=1+1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://127.0.0.1/?x="&A1;"Hoá đơn")', "{=1+1}",
    "+84 24 3944 0833", "-", "=", "\ttext", "x\r\n=1+1\r\ny", '";=1+1;"',
    "=IMPORTXML(CONCAT(\"//127.0.0.1\";A1);\"//a\")", "@SUM(1+1)*cmd|' /C calc'!A0",
    "<r><t>x</t></r>",
    "<r></is></c><c r=\"B2\"><f>1+1</f><v>2</v></c><c r=\"C2\" t=\"inlineStr\"><is></r>",
    "_x003D_1+1", "=1+1\x00", "\x01=1+1",
]  # fmt: skip
ABLE_TO_START = tuple("=+-@\uff1d\uff0b\uff0d\uff20\u2212\t\r\n")


# Closing an answer ends its request, which looks at the database connection.
pytestmark = pytest.mark.django_db
COVER = ' \u3000\u200b\ufeff";'


def shown(text: str) -> str:
    """What Excel keeps of a text: no characters XML cannot hold, line ends as LF."""
    kept = "".join(c for c in text if c >= " " or c in "\t\r\n")
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def whole(answer) -> bytes:
    with closing(answer):
        return b"".join(answer.streaming_content)


def by_response(header, rows):
    return whole(xlsx_response("Bảng", header, rows))


def by_book(header, rows):
    return whole(book_response("Bảng", Sheet("Bảng", header, rows)))


def by_writer(header, rows):
    out = io.BytesIO()
    write_xlsx(out, Sheet("Bảng", header, rows), {"Bộ lọc": "=1+1", "=2+2": "\uff1d3"})
    return out.getvalue()


def csv_text(header, rows) -> str:
    return whole(csv_response("Bảng", header, rows)).decode("utf-8-sig")


@pytest.mark.parametrize("write", [by_response, by_book, by_writer])
def test_no_text_becomes_a_formula_in_excel(write):
    """G12: in data, headings, sheet names and the foot sheet; every text is read as it was."""
    book = openpyxl.load_workbook(io.BytesIO(write(PAYLOADS, [PAYLOADS, PAYLOADS])))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    read = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert len(read) == 3
    for line in read:
        assert [shown(str(v)).replace("_x005F_", "_") for v in line] == [shown(p) for p in PAYLOADS]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_begins_a_formula_in_csv(payload):
    """G12: read with commas or, as a Vietnamese Excel does, with semicolons."""
    text = csv_text([payload], [[payload, 1], ["x", payload]])
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    by_semicolons = [piece.strip('"') for piece in re.split("[;\t\r\n]", text)]
    for cell in [*cells, *by_semicolons]:
        assert not cell.lstrip(COVER).startswith(ABLE_TO_START)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_defused_is_restored(payload):
    text = "".join(c for c in payload if c >= " " or c in "\t\r\n")
    lines = list(csv.reader(io.StringIO(csv_text(["a"], [[text]]), newline="")))
    assert restored(lines[1][0]) == text


@given(st.text())
def test_any_text_survives_the_apostrophes(text):
    assert restored(defused(text)) == text
    assert not defused(text).startswith(ABLE_TO_START)


@given(st.text(alphabet="=+-@'\";\t\r\n a\uff1d\u200b", max_size=12))
def test_hostile_text_survives_the_apostrophes(text):
    assert restored(defused(text)) == text
    for piece in defused(text).replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert not piece.startswith(("=", "+", "-", "@", "\uff1d"))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3),
        max_size=5,
    )
)
def test_any_table_is_read_back_from_excel_without_formulas(rows):
    out = io.BytesIO()
    assert write_xlsx(out, Sheet("t", ["a", "b", "c"], rows)) == len(rows)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_harmless_text_is_left_alone():
    for text in ("Công ty 3-2", "a=b", "0100233488", "'quoted'", "", "N/A", "x; y", "O'Neil"):
        assert defused(text) == text


def test_a_long_run_of_semicolons_takes_no_longer_than_it_should():
    begun = time.monotonic()
    for mark in (";", "\n", "'", " "):
        restored(defused(mark * 200_000 + "x="))
    assert time.monotonic() - begun < 5


def test_kinds_of_value_keep_their_kind():
    moment = datetime(2025, 3, 1, 18, 30, tzinfo=UTC)
    row = [
        -5,
        2.5,
        Decimal("-12.30"),
        date(2025, 3, 1),
        moment,
        "0100233488",
        True,
        None,
        10**16,
        ["a", "b"],
        gettext_lazy("Yes"),
        date(1890, 5, 2),
        float("nan"),
        10**400,
    ]
    with override("en"):
        book = openpyxl.load_workbook(io.BytesIO(by_response(list("abcdefghijklmn"), [row])))
        said = next(csv.reader(csv_text(["x"], [row]).splitlines()[1:]))
    cells = next(book.worksheets[0].iter_rows(min_row=2))
    assert [c.value for c in cells][:13] == [
        -5,
        2.5,
        -12.3,
        datetime(2025, 3, 1),
        datetime(2025, 3, 2, 1, 30),
        "0100233488",
        "Yes",
        None,
        "10000000000000000",
        "a; b",
        "Yes",
        "02/05/1890",
        "nan",
    ]
    assert cells[3].number_format == "dd/mm/yyyy" and cells[4].is_date
    assert [c.data_type for c in cells[:3]] == ["n", "n", "n"] and cells[5].data_type == "s"
    assert said[:9] == [
        "-5",
        "2.5",
        "-12.30",
        "01/03/2025",
        "02/03/2025 01:30:00",
        "0100233488",
        "Yes",
        "",
        "10000000000000000",
    ]


def test_the_sheet_is_ready_to_read():
    """Header frozen, filter on, the foot tells filter, person and N of N rows."""
    with override("en"):
        answer = xlsx_response(
            "Doanh nghiệp",
            ["Mã", "Tên"],
            [["01", "A" * 200]] * 3,
            {"Filter": "kind: FDI", "Made by": "Nguyễn Văn An"},
            total=4,
        )
        book = openpyxl.load_workbook(io.BytesIO(whole(answer)))
    sheet, foot = book.worksheets
    assert sheet.title == "Doanh nghiệp" and sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert 8 < sheet.column_dimensions["A"].width < 15 < sheet.column_dimensions["B"].width < 70
    told = {row[0].value: row[1].value for row in foot.iter_rows()}
    assert told["Made by"] == "Nguyễn Văn An" and told["Rows"] == "3 of 4 rows"
    assert isinstance(told["Time"], datetime)


def test_the_table_goes_on_beyond_the_last_row_of_a_sheet(monkeypatch):
    monkeypatch.setattr(books, "LAST_ROW", 11)
    out = io.BytesIO()
    assert write_xlsx(out, Sheet("Dài", ["n"], ([n] for n in range(25)))) == 25
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:3] == ["Dài", "Dài (2)", "Dài (3)"]
    assert [s.max_row for s in book.worksheets[:3]] == [11, 11, 6]
    assert [s["A1"].value for s in book.worksheets[:3]] == ["n", "n", "n"]


def test_an_over_long_text_is_cut_and_counted():
    out = io.BytesIO()
    with override("en"):
        write_xlsx(out, Sheet("t", ["a"], [["ắ" * 40_000], ["\U0001f600" * 20_000]]))
    book = openpyxl.load_workbook(out)
    assert book.worksheets[0]["A2"].value.endswith("[…]")
    assert any("2 texts" in str(row[1].value) for row in book.worksheets[-1].iter_rows())


@pytest.mark.parametrize("title", [*PAYLOADS, "a" * 60, "History", "[x]:*?/\\", "'", "../../x"])
def test_names_of_sheets_and_files_are_harmless(title):
    name, file = sheet_name(title, ["Bảng"]), file_name(title, ".xlsx")
    assert 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'")
    assert not name.startswith(ABLE_TO_START) and not file.startswith(ABLE_TO_START)
    assert not set(file) & set('/\\"\r\n;:\x00') and ".." not in file
    out = io.BytesIO()
    write_xlsx(out, Sheet(title, ["a"]))
    assert len(openpyxl.load_workbook(out).sheetnames) == 2


def test_rows_are_streamed():
    """The first line is out before the last row is read; five thousand rows take a second."""
    read = []

    def rows(count):
        for n in range(count):
            read.append(n)
            yield [n, "0100233488", "Công ty TNHH", date(2025, 3, 1)]

    lines = csv_lines(["n", "code", "name", "day"], rows(20_000))
    next(lines), next(lines)
    assert len(read) < 1_000
    begun, out = time.process_time(), io.BytesIO()
    write_xlsx(out, Sheet("t", ["n", "code", "name", "day"], rows(20_000)))
    assert time.process_time() - begun < 4


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_calculates_nothing(tmp_path):
    """G12, second opinion: recalculated by LibreOffice, every cell still shows its text."""
    (tmp_path / "t.xlsx").write_bytes(by_writer(["a"], [[p] for p in PAYLOADS]))
    (tmp_path / "u.csv").write_text(csv_text(["a"], [[p] for p in PAYLOADS]), encoding="utf-8-sig")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/home",
               "--convert-to", "fods", "--outdir", str(tmp_path)]  # fmt: skip
    subprocess.run([*command, str(tmp_path / "t.xlsx"), str(tmp_path / "u.csv")], check=True,
                   capture_output=True, timeout=180)  # fmt: skip
    for made in ("t.fods", "u.fods"):
        assert "table:formula" not in (tmp_path / made).read_text(encoding="utf-8")
