"""Files that come in are told by their content; each that is no table is refused with a remedy."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import Sheet, csv_lines, write_xlsx
from core.importing import Choices, Day, Words, Wrong, nearest, read
from core.importing.columns import folded
from core.importing.sheets import Formula
from tests.core.hostile import pdf, picture

HEAD = ["Mã số thuế", "Tên tiếng Việt"]
ROW = ["0100233488", "Công ty Cổ phần Đường Ống Ướt"]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def rows_of(content: bytes):
    return list(read(io.BytesIO(content)).rows)


def workbook(*rows, after=None) -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if after:
        after(book)
    book.save(out)
    return out.getvalue()


def merged() -> bytes:
    return workbook(HEAD, ROW, after=lambda book: book.active.merge_cells("A2:A3"))


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(workbook(HEAD, ROW))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO(workbook(HEAD, ROW))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 60_000_000)
    return out.getvalue()


def wide() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["x"] * 16_000)
    return out.getvalue()


def archive_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


LINE = ",".join(ROW)
BAD = {
    "empty": (b"", "empty"),
    "only spaces": (b"  \r\n \r\n", ""),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "macro"),
    "web page": (b"<html><body><table><tr><td>1</td></tr></table>", "kind"),
    "password or xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "pdf": (pdf(), "neither"),
    "word": (archive_of("word/document.xml"), "archive"),
    "damaged": (workbook(HEAD, ROW)[:-200], "damaged"),
    "merged": (merged(), "A2:A3"),
    "bomb": (bomb(), "far more"),
    "wide workbook": (wide(), "60 columns"),
    "wide CSV": (",".join(map(str, range(1_000_000))).encode(), "200,000"),
    "wide short CSV": (("a," * 99).encode(), "60 columns"),
    "NUL": (f"{','.join(HEAD)}\r\n{LINE}\x00\r\n".encode(), "kind"),
    "mixed encodings": (f"{','.join(HEAD)}\n".encode() + b"1,\xd0\xf5\n", "UTF-8"),
    "long": (b"a\n" * 100_002, "100,000"),
    "entities": (
        with_part("xl/worksheets/sheet9.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        "damaged",
    ),
    "picture": (picture("PNG"), "neither"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_is_refused_with_a_remedy(name):
    content, word = BAD[name]
    if name == "only spaces":
        assert rows_of(content) == [] or all(
            not any(c.strip() for c in r) for _n, r in rows_of(content)
        )
        return
    with pytest.raises(ValidationError) as refusal:
        rows_of(content)
    said = " ".join(refusal.value.messages)
    assert word in said and said.count(".") >= 1 and len(said) > 40


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_every_habit_is_read(encoding, separator):
    text = f"{separator.join(HEAD)}\r\n{separator.join(ROW)}\r\n"
    if encoding == "cp1258":
        text = text.replace("Mã số thuế", "tax_code").replace("Tên tiếng Việt", "name_vi")
        text = text.replace(ROW[1], "Công ty Đà Nẵng").replace("ẵ", "\u0103\u0303")
    reading = read(io.BytesIO(text.encode(encoding)))
    (first, head), (second, row) = reading.rows
    assert (first, second) == (1, 2) and len(head) == 2
    if encoding == "cp1258":
        assert folded(row[1]) == "công ty đà nẵng" and "1258" in reading.remark
    else:
        assert [folded(c) for c in row] == [folded(c) for c in ROW] and not reading.remark


def test_what_our_writers_write_is_read_again():
    hostile = ["=1+1", "'x", "-5", "+84", "a;=b", "\u3000＝1", "Đường\u200b"]
    out = io.BytesIO()
    write_xlsx(out, Sheet("t", list("abcdefg"), [hostile]))
    as_csv = "".join(csv_lines(list("abcdefg"), [hostile])).encode()
    for content in (out.getvalue(), as_csv):
        assert rows_of(content)[1] == (2, hostile)


def test_formulas_blank_lines_and_dates_are_told_apart():
    content = workbook(HEAD, [], ["=1+1", datetime(2025, 3, 1)], [None, None], ["x"])
    found = rows_of(content)
    assert [number for number, _cells in found] == [1, 3, 5]
    assert found[1][1] == [Formula("=1+1"), datetime(2025, 3, 1)]


@pytest.mark.parametrize(
    ("value", "day"),
    [("1/3/2025", date(2025, 3, 1)), ("2025-03-01", date(2025, 3, 1)), ("", None), (None, None),
     ("01.03.2025", date(2025, 3, 1)), (datetime(2025, 3, 1), date(2025, 3, 1))],
)  # fmt: skip
def test_days(value, day):
    assert Day().clean(value) == day


@pytest.mark.parametrize("value", ["31/02/2025", "2025", 45717, "hôm qua", "3/15/2025"])
def test_what_is_no_day_is_refused(value):
    with pytest.raises(Wrong, match="not a date") as wrong:
        Day().clean(value)
    assert "dd/mm/yyyy" in wrong.value.remedy


def test_codes_that_excel_took_for_numbers_are_digits_again():
    assert Words().clean(314409058.0) == "314409058" and Words().clean(" a\u00a0 b ") == "a b"


def test_several_choices_stand_in_the_order_of_the_list():
    several = Choices([("a", "Một"), ("b", "Hai")])
    assert several.clean("hai ; MỘT;") == ["a", "b"] and several.render(["a", "b"]) == "Một; Hai"
    with pytest.raises(Wrong, match="Ba") as wrong:
        several.clean("Ba")
    assert "Một; Hai" in wrong.value.remedy


def test_the_nearest_codes():
    assert nearest("03c", ["03CC", "03CE", "51BE"]).startswith("03C")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    """Anything is either rows or a refusal."""
    try:
        assert all(isinstance(number, int) for number, _cells in rows_of(content))
    except ValidationError as refusal:
        assert refusal.messages
