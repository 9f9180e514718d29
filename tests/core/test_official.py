"""Papers by Decree 30/2020, Annex I: page, head and foot; each measure read again from the file."""

from datetime import date

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.official import Number
from core.official.words import width, without_title
from tests.core.papers import indents, opened, short


@pytest.fixture(scope="module")
def frame(document):
    """Cells of the head: agencies, nation, number, day."""
    (agencies, nation), (number, day) = (row.cells for row in document.tables[0].rows)
    return {"agencies": agencies, "nation": nation, "number": number, "day": day}


def said(cell):
    return [line.text for line in cell.paragraphs if line.text]


def ruled(cell):
    """Length of the only line drawn in a cell, in twips."""
    drawn = [line for line in cell.paragraphs if line._p.pPr.find(qn("w:pBdr")) is not None]
    assert len(drawn) == 1
    assert drawn[0]._p.pPr.find(qn("w:pBdr"))[0].get(qn("w:val")) == "single"
    return cell.width.twips - sum(indents(drawn[0]))


def test_paper_margins_and_font(document):
    """Annex I, I.1 to I.4: A4 upright, 20/20/30/15 mm, Times New Roman, Vietnamese."""
    page = document.sections[0]
    assert (page.page_width.twips, page.page_height.twips) == (11906, 16838)
    assert page.orientation == WD_ORIENT.PORTRAIT
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    fonts = document.styles["Normal"].element.rPr.rFonts
    named = {fonts.get(qn(f"w:{part}")) for part in ("ascii", "hAnsi", "cs", "eastAsia")}
    assert named == {"Times New Roman"}
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_page_numbers_stand_in_the_top_margin_from_the_second_page(document):
    """Annex I, I.5: Arabic, size 13 to 14, centred, not on the first page."""
    page = document.sections[0]
    assert page._sectPr.find(qn("w:titlePg")) is not None
    line = page.header.paragraphs[0]
    assert line.alignment == SIDE.CENTER
    assert line._p.xpath(".//w:instrText")[0].text == "PAGE"
    assert {run.font.size for run in line.runs} == {Pt(14)}
    assert page.first_page_header.paragraphs[0].text == ""
    assert not page.first_page_header._element.xpath(".//w:instrText")
    assert not page.footer._element.xpath(".//w:instrText")


def test_the_nation_and_its_motto_with_a_rule_as_long_as_the_text(frame):
    """Annex I, II.1."""
    nation, motto = frame["nation"].paragraphs[:2]
    assert (nation.text, motto.text) == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    )
    assert (nation.runs[0].font.size, motto.runs[0].font.size) == (Pt(12), Pt(13))
    for line in (nation, motto):
        assert line.runs[0].bold and not line.runs[0].italic
        assert line.alignment == SIDE.CENTER and line.paragraph_format.line_spacing == 1
    assert ruled(frame["nation"]) == pytest.approx(width(motto.text, 13), abs=2)
    assert width(nation.text, 12) < frame["nation"].width.twips  # on one line


def test_the_agencies_with_a_rule_between_a_third_and_half(frame):
    """Annex I, II.2: parent upright, issuer bold; no word is parted from its half."""
    parent, *issuer = [line for line in frame["agencies"].paragraphs if line.text]
    assert parent.text == "TỔNG CỤC HẢI QUAN" and not parent.runs[0].bold
    assert [line.text for line in issuer] == ["CỤC HẢI QUAN", "TP. HẢI PHÒNG"]
    assert all(line.runs[0].bold and line.runs[0].font.size == Pt(12) for line in issuer)
    long = width(issuer[-1].text, 12)
    assert long / 3 <= ruled(frame["agencies"]) <= long / 2


def test_an_agency_alone_stands_without_a_parent():
    cell = opened(short(parent="", agency="Tổng cục Hải quan")).tables[0].rows[0].cells[0]
    assert said(cell) == ["TỔNG CỤC HẢI QUAN"]
    assert cell.paragraphs[0].runs[0].bold


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Number(7, "BC", "HQHP"), "Số: 07/BC-HQHP"),
        (Number(15, "QĐ", "BNV"), "Số: 15/QĐ-BNV"),
        (Number(1204, "BC", "TCHQ"), "Số: 1204/BC-TCHQ"),
        (Number(None, "BC", "CHQKVIII"), "Số:       /BC-CHQKVIII"),
        (Number(3, "", "TCHQ"), "Số: 03/TCHQ"),
    ],
)
def test_number_and_symbol(number, words):
    """Annex I, II.3: under ten with a nought; no number leaves room for one."""
    cell = opened(short(number=number)).tables[0].rows[1].cells[0]
    assert cell.paragraphs[0].text.replace("\u00a0", " ") == words
    assert cell.paragraphs[0].alignment == SIDE.CENTER


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 1, 5), "Hải Phòng, ngày 05 tháng 01 năm 2023"),
        (date(2023, 2, 9), "Hải Phòng, ngày 09 tháng 02 năm 2023"),
        (date(2023, 6, 29), "Hải Phòng, ngày 29 tháng 6 năm 2023"),
        (date(2023, 12, 1), "Hải Phòng, ngày 01 tháng 12 năm 2023"),
        (None, "Hải Phòng, ngày      tháng      năm 2023"),
    ],
)
def test_place_and_day(day, words):
    """Annex I, II.4: days under 10 and months 1 and 2 have a nought, no others; italic."""
    line = opened(short(day=day, year=2023)).tables[0].rows[1].cells[1].paragraphs[0]
    assert line.text.replace("\u00a0", " ") == words
    assert line.runs[0].italic and line.runs[0].font.size == Pt(13)


def test_the_mark_of_a_draft(frame):
    cell = opened(short(mark="DỰ THẢO")).tables[0].rows[1].cells[0]
    assert said(cell)[-1] == "DỰ THẢO"
    assert said(frame["number"]) == ["Số: 07/BC-HQHP"]


def test_head_and_foot_are_tables_without_lines_and_as_wide_as_the_text(document):
    for table in (document.tables[0], document.tables[2]):
        edges = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {edge.get(qn("w:val")) for edge in edges} == {"none"}
        assert sum(column.w.twips for column in table._tbl.tblGrid.gridCol_lst) == 9355


def test_recipients_and_signer(document):
    """Annex I, II.7 and II.9b: sizes 12 and 11; no academic title before the name."""
    left, right = document.tables[2].rows[0].cells
    assert said(left) == [
        "Nơi nhận:", "- Như trên;", "- Lãnh đạo Cục (để báo cáo);", "- Lưu: VT, GSQL (03b)."
    ]  # fmt: skip
    head, *listed = [p for p in left.paragraphs if p.text]
    assert head.runs[0].bold and head.runs[0].italic and head.runs[0].font.size == Pt(12)
    assert {p.runs[0].font.size for p in listed} == {Pt(11)}
    assert said(right) == ["KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG", "Nguyễn Văn Mẫu"]
    assert all(p.runs[0].bold for p in right.paragraphs if p.text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TS. Nguyễn Văn An", "Nguyễn Văn An"),
        ("PGS.TS Lê Bình", "Lê Bình"),
        ("Thạc sĩ Trần Thị Chi", "Trần Thị Chi"),
        ("Tsan Dũng", "Tsan Dũng"),
        ("Csaba", "Csaba"),
        ("", ""),
    ],
)
def test_academic_titles_are_left_out_and_names_are_kept(written, name):
    assert without_title(written) == name


def test_measures_are_those_of_the_decree():
    """The two columns fill the text; the text is the paper without its margins."""
    assert round(Mm(165).twips) == pytest.approx(9355, abs=2)
