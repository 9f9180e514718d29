"""Documents in the layout of Decree 30/2020, Annex I: each measure is read again from the file."""

import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date
from zipfile import ZipFile

import docx
import openpyxl
import pypdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.official import (
    Annex,
    Bar,
    Heading,
    Number,
    Paragraph,
    Signer,
    Table,
    docx_bytes,
    workbook_bytes,
)
from core.official.words import balanced, letter, lines, roman, width, without_title, worded
from tests.core.papers import counts, paper, short


def opened(made):
    return docx.Document(io.BytesIO(docx_bytes(made)))


@pytest.fixture(scope="module")
def document():
    return opened(paper())


@pytest.fixture(scope="module")
def frame(document):
    """Cells of the head: agencies, nation, number, day."""
    (agencies, nation), (number, day) = (row.cells for row in document.tables[0].rows)
    return {"agencies": agencies, "nation": nation, "number": number, "day": day}


def said(cell):
    return [line.text for line in cell.paragraphs if line.text]


def indents(line):
    shape = line.paragraph_format
    return shape.left_indent.twips, shape.right_indent.twips


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


HOSTILE = [
    "<w:p>&amp;]]></w:p> & <script>alert(1)</script>",
    "một\x00hai\x08ba\x0bbốn\ud800\ufffe",
    "\u202eđảo ngược\u202c \u2066x\u2069 عربى שלום",
    "a" * 30_000,
    '=HYPERLINK("http://x")',
    "dòng một\r\ndòng hai\u2028dòng ba",
    "{{ 7*7 }} {% raw %} ${x}",
    unicodedata.normalize("NFD", "Hải Phòng"),
    " \t ",
    "",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_never_breaks_the_file(text):
    """G12: every place takes any text; the file opens again and says it as text."""
    table = Table((text, "B"), [(text, Bar(0.5, text))], caption=text)
    made = short(
        parent=text, agency=text, place=text, title=text, subject=text, addressees=[text, text],
        bases=[text], recipients=[text], kept_by=text, mark=text, number=Number(1, "BC", text),
        signer=Signer(text, text, text), annexes=[Annex(text, [Paragraph(text), table])],
        body=[Heading(text), Heading(text, 2), Heading(text, 3), Paragraph(text), table],
    )  # fmt: skip
    document = opened(made)
    whole = "\n".join(t.text or "" for t in document.element.body.iter(qn("w:t")))
    for line in lines(text):
        assert line in whole
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", whole)
    assert whole == unicodedata.normalize("NFC", whole)


def test_a_row_that_does_not_fit_its_head_is_refused():
    with pytest.raises(ValueError, match="one entry for each head"):
        Table(("A", "B"), [("only one",)])


def test_a_workbook_of_tables_holds_no_formula_and_keeps_numbers():
    """G12: the annexes in Excel; hostile words are text, numbers are numbers."""
    table = Table(("=1+1", "Số"), [("=cmd|'/c calc'!A1", 12), ("@x", Bar(1, "5 %"))], caption="[a]")
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([table], {"=A1": "+1"})))
    first, about = book.worksheets
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert [[cell.value for cell in row] for row in first] == [
        ["=1+1", "Số"], ["=cmd|'/c calc'!A1", 12], ["@x", "5 %"]
    ]  # fmt: skip
    assert first.freeze_panes == "A2" and about["A1"].value == "=A1"


def test_small_words():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]
    assert [letter(n) for n in (1, 4, 5, 23, 24)] == ["a", "d", "đ", "y", "aa"]
    assert worded("  a \n b\u00a0c ") == "a b\u00a0c"
    assert balanced("Chi cục Hải\u00a0quan khu\u00a0vực III".upper(), 3555, 12) == [
        "CHI CỤC HẢI\u00a0QUAN", "KHU\u00a0VỰC III"
    ]  # fmt: skip
    assert balanced("", 100, 12) == [""]


def test_libreoffice_opens_it_and_its_pages_are_counted(tmp_path):
    """The whole paper as a PDF: fonts embedded, pages in order, the numbers where they belong."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip(
            "LibreOffice (soffice) is missing: documents are not opened by a second program."
        )
    (tmp_path / "a.docx").write_bytes(docx_bytes(paper()))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    asked = [office, "--headless", home, "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*asked, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    pages = pypdf.PdfReader(tmp_path / "a.pdf").pages
    texts = [unicodedata.normalize("NFC", page.extract_text()) for page in pages]
    sizes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]
    across = [n for n, size in enumerate(sizes) if size == (842, 595)]
    assert set(sizes) == {(595, 842), (842, 595)}
    assert "07/BC-HQHP" in texts[0] and " II" in texts[-1]
    assert across == list(range(across[0], len(pages) - 1)) and len(across) > 1
    shown = [text.strip().split("\n")[0].strip() for text in texts]
    own = [n + 1 for n in range(across[0])] + [n + 1 for n in range(len(across))] + [1]
    assert [(said if said.isdigit() else "1") for said in shown] == [str(n) for n in own]
    assert all(
        re.search(r"^\W*TT ", texts[n], re.MULTILINE) for n in across
    )  # the head of the table on each page


def test_the_file_holds_nothing_but_the_paper():
    """No author, no leftovers of a template's pictures, macros or links."""
    with ZipFile(io.BytesIO(docx_bytes(short()))) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names if name.endswith((".xml", ".rels")))
    assert not [name for name in names if "media" in name or "vba" in name]
    assert b"python-docx" not in whole and b'TargetMode="External"' not in whole


def test_measures_are_those_of_the_decree():
    """The two columns fill the text; the text is the paper without its margins."""
    assert round(Mm(165).twips) == pytest.approx(9355, abs=2)
