"""Papers by Decree 30/2020, Annex I: the order of the parts, running text, tables, annexes."""

import re

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml.ns import qn
from docx.shared import Pt

from core.official import Annex, Bar, Table
from core.official.words import balanced, letter, roman, width, worded
from tests.core.papers import counts, indents, opened, short


def body(document):
    """Texts between head and foot, with a mark where a table stands."""
    found = []
    for part in document.element.body:
        text = "".join(part.itertext(qn("w:t")))
        found.append("<table>" if part.tag == qn("w:tbl") else text)
    return [each for each in found if each]


def test_the_order_of_all_parts(document):
    """Annex I, III: head, title, subject, addressee, bases, numbered text, end, foot, annexes."""
    parts = body(document)
    begin = [
        "<table>",
        "BÁO CÁO",
        "Kết quả thực hiện Kế hoạch phát triển quan hệ đối",
        "tác hải quan - doanh nghiệp sáu tháng đầu năm 2023",
        "Kính gửi: Tổng cục Hải quan (qua Ban Cải cách hiện đại hóa hải quan).",
        "Căn cứ Luật Hải quan năm 2014;",
        "Căn cứ Kế hoạch năm 2023 của đơn vị.",
        "I. TÌNH HÌNH VÀ KẾT QUẢ",
        "1. Thông tin",
    ]
    assert [" ".join(part.split()) for part in parts[: len(begin)]] == begin
    numbered = [p for p in parts if re.match(r"(I+|\d|[a-z])[.)] ", p)]
    assert numbered == [
        "I. TÌNH HÌNH VÀ KẾT QUẢ", "1. Thông tin", "a) Tổ chức hội nghị", "b) Trang thông tin",
        "2. Hỗ trợ", "II. KHÓ KHĂN, VƯỚNG MẮC", "III. KIẾN NGHỊ",
    ]  # fmt: skip
    assert [p for p in parts if p.endswith("./.")] == [parts[parts.index("III. KIẾN NGHỊ") + 1]]
    assert not any(p.endswith("../.") for p in parts)
    after = parts[parts.index("III. KIẾN NGHỊ") + 2 :]
    assert after[:4] == [
        "<table>",
        "Phụ lục I",
        "SỐ LIỆU THEO THÁNG",
        "(Kèm theo Báo cáo số 07/BC-HQHP ngày 09 tháng 02 năm 2023 của Cục Hải quan TP. Hải Phòng)",
    ]


def test_title_and_subject_are_bold_with_a_rule_of_a_third_to_half(document):
    """Annex I, II.5a."""
    title, *subject = (
        document.paragraphs[1:4] if document.paragraphs[0].text == "" else (document.paragraphs[:3])
    )
    for line in (title, *subject):
        assert line.alignment == SIDE.CENTER
        assert line.runs[0].bold and line.runs[0].font.size == Pt(14)
    drawn = next(p for p in document.paragraphs if p._p.pPr.find(qn("w:pBdr")) is not None)
    length, text = 9355 - sum(indents(drawn)), width(subject[-1].text, 14)
    assert text / 3 <= length <= text / 2


def test_running_text_is_justified_with_its_first_line_in(document):
    """Annex I, II.5b: 14, upright, first line 1.27 cm, 6 pt after, single to 1.5 spacing."""
    line = next(p for p in document.paragraphs if p.text.startswith("Trong kỳ"))
    shape = line.paragraph_format
    assert shape.alignment == SIDE.JUSTIFY
    assert shape.first_line_indent.twips == 720
    assert shape.space_after.pt == 6 and 1 <= shape.line_spacing <= 1.5
    run = line.runs[0]
    assert run.font.size == Pt(14) and not run.bold and not run.italic
    basis = next(p for p in document.paragraphs if p.text.startswith("Căn cứ"))
    assert basis.runs[0].italic


def test_several_addressees_stand_each_on_a_line_and_one_beside_the_formula():
    """Annex I, II.9a: dashes under the colon, semicolons, a full stop at the end."""
    names = ["Cục Hải quan", "Ban Cải cách hiện đại hóa;", "Sở Công Thương."]
    found = [p for p in opened(short(addressees=names)).paragraphs if p.text]
    at = next(n for n, p in enumerate(found) if p.text == "Kính gửi:")
    listed = found[at + 1 : at + 4]
    assert [p.text for p in listed] == [
        "- Cục Hải quan;", "- Ban Cải cách hiện đại hóa;", "- Sở Công Thương."
    ]  # fmt: skip
    dash = listed[0].paragraph_format
    colon = found[at].paragraph_format.left_indent.twips + width("Kính gửi", 14)
    assert (dash.left_indent + dash.first_line_indent) / 635 == pytest.approx(colon, abs=60)
    assert not any("Kính gửi" in p.text for p in opened(short(addressees=[])).paragraphs)


def test_tables_repeat_their_head_and_break_no_row(document):
    table = document.tables[1]
    first, *rows = table.rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert not any(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows)
    edges = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {edge.get(qn("w:val")) for edge in edges} == {"single"}
    assert rows[1].cells[2].paragraphs[0].alignment == SIDE.RIGHT
    assert rows[1].cells[1].paragraphs[0].alignment == SIDE.LEFT
    assert len(rows[1].cells[1].paragraphs) == 1


def test_a_bold_row_with_one_word_is_a_heading_over_all_columns():
    """It never ends a page alone; a sum in bold stays in its columns."""
    table = Table(("A", "B", "C"), [("", "Nhóm", ""), ("1", "x", 2), ("", "Tổng", 2)], bold={0, 2})
    _head, group, row, total = opened(short(body=[table])).tables[1].rows
    assert {cell._tc for cell in group.cells} == {group.cells[0]._tc}
    [line] = group.cells[0].paragraphs
    assert line.text == "Nhóm" and line.paragraph_format.keep_with_next
    assert [len({cell._tc for cell in each.cells}) for each in (row, total)] == [3, 3]


def test_a_row_that_does_not_fit_its_head_is_refused():
    with pytest.raises(ValueError, match="one entry for each head"):
        Table(("A", "B"), [("only one",)])


@pytest.mark.parametrize(("share", "drawn"), [(0, 0), (-1, 0), (0.25, 0.25), (1, 1), (7, 1)])
def test_a_bar_is_as_long_as_its_share_and_its_number_stands_by(share, drawn):
    table = Table(("A", "B"), [("x", Bar(share, "12 %"))])
    cell = opened(short(body=[table])).tables[1].rows[1].cells[1]
    assert cell.paragraphs[0].text == "12 %"
    strips = [p for p in cell.paragraphs if p._p.pPr.find(qn("w:shd")) is not None]
    room = cell.width.twips - 140
    lengths = [room - p.paragraph_format.right_indent.twips for p in strips]
    assert lengths == ([pytest.approx(room * drawn, abs=3)] if drawn else [])


def test_annexes_count_their_own_pages_and_lie_across_where_wide(document):
    """Annex I, III.1: roman numbers when two or more, pages from 1 in each."""
    first, wide, narrow = document.sections
    for section in (first, wide, narrow):
        numbers = section._sectPr.findall(qn("w:pgNumType"))
        assert [each.get(qn("w:start")) for each in numbers] == ["1"]
        assert section._sectPr.find(qn("w:titlePg")) is not None
    assert wide.header.is_linked_to_previous and narrow.header.is_linked_to_previous
    assert (wide.page_width.twips, wide.page_height.twips) == (16838, 11906)
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert narrow.page_width.twips == 11906
    labels = [p.text for p in document.paragraphs if p.text.startswith("Phụ lục")]
    assert labels == ["Phụ lục I", "Phụ lục II"]
    alone = opened(short(annexes=[Annex("Số liệu", [])]))
    assert [p.text for p in alone.paragraphs if p.text.startswith("Phụ lục")] == ["Phụ lục"]


def test_under_a_table_the_end_stands_alone():
    lines_of = [p.text for p in opened(short(body=[counts(2)])).paragraphs if p.text]
    assert lines_of[-1] == "./."
    assert opened(short()).paragraphs[-2].text == "./."
    last = opened(short()).paragraphs[-2:]
    assert all(line.paragraph_format.keep_with_next for line in last), "no signature alone"


def test_small_words():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]
    assert [letter(n) for n in (1, 4, 5, 23, 24)] == ["a", "d", "đ", "y", "aa"]
    assert worded("  a \n b\u00a0c ") == "a b\u00a0c"
    assert balanced("Chi cục Hải\u00a0quan khu\u00a0vực III".upper(), 3555, 12) == [
        "CHI CỤC HẢI\u00a0QUAN", "KHU\u00a0VỰC III"
    ]  # fmt: skip
    assert balanced("", 100, 12) == [""]
