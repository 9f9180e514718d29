"""Files of papers: hostile text stays text, Excel without formulas, opened by LibreOffice."""

import io
import re
import shutil
import subprocess
import unicodedata
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
from django.utils.translation import override
from docx.oxml.ns import qn

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
from core.official.words import lines
from tests.core.papers import opened, paper, short

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


def test_a_workbook_of_tables_holds_no_formula_and_keeps_numbers():
    """G12: the annexes in Excel; hostile words are text, numbers are numbers."""
    table = Table(("=1+1", "Số"), [("=cmd|'/c calc'!A1", 12), ("@x", Bar(1, "5 %"))], caption="[a]")
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([table], {"=A1": "+1"})))
    first, about = book.worksheets
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert [[cell.value for cell in row][:2] for row in first] == [
        ["=1+1", "Số"], ["=cmd|'/c calc'!A1", 12], ["@x", "5 %"]
    ]  # fmt: skip
    assert first.freeze_panes == "A2" and about["A1"].value == "=A1"


def test_bars_of_a_workbook_stand_beside_their_words():
    """Each as long as its share of the whole column, in every column that has one."""
    rows = [("a", Bar(0.25, "1/4"), "x", Bar(2, "hơn")), ("b", "–", "y", Bar(-1, "kém"))]
    table = Table(("A", "B", "C", "D"), rows, caption="Biểu đồ")
    with override("en"):
        made = workbook_bytes([table, Table(("A",), [("a",)])], {})
    first, plain, _about = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    assert [[cell.value for cell in row] for row in first] == [
        ["A", "B", "Bar", "C", "D", "Bar"],
        ["a", "1/4", 0.25, "x", "hơn", 1],
        ["b", "–", None, "y", "kém", 0],
    ]
    drawn = {str(each.sqref): each.rules for each in first.conditional_formatting}
    assert set(drawn) == {"C2:C3", "F2:F3"} and not list(plain.conditional_formatting)
    for [rule] in drawn.values():
        ends = [(end.type, float(end.val)) for end in rule.dataBar.cfvo]
        assert ends == [("num", 0), ("num", 1)] and rule.dataBar.showValue is False


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
