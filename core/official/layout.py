"""Measures of the Decree and the few things Word's own library has no word for.

Lengths in twips (1/1440 inch), sizes in points. Source: Decree 30/2020/ND-CP, Annex I, part I
(paper, margins, font) and part II (each element).
"""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

PAPER = (11906, 16838)  # A4, I.1
TOP, BOTTOM, LEFT, RIGHT = 1134, 1134, 1701, 850  # 20, 20, 30, 15 mm, I.3
TEXT = PAPER[0] - LEFT - RIGHT
LANDSCAPE_TEXT = PAPER[1] - 2 * TOP
FONT = "Times New Roman"  # I.4
BODY = 14  # II.5: 13 to 14
INDENT, SPACING, LINE = 720, 120, 1.15  # first line 1.27 cm, 6 pt after, between single and 1.5
BLOCK = (3855, TEXT - 3855)  # the two columns of head and foot
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
RIGHTWARD = WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
LEFTWARD = WD_ALIGN_PARAGRAPH.LEFT


def element(name: str, **attributes: object) -> Any:
    """A Word element such as ``w:shd`` with attributes of the same prefix."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def write(paragraph: WordParagraph, text: str, size: float = BODY, **look: bool) -> WordParagraph:
    """Add a run; ``look``: bold, italic."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    for mark, wanted in look.items():
        if wanted:  # the style has neither: two elements less in each of thousands of cells
            setattr(run, mark, True)
    return paragraph


def tight(paragraph: WordParagraph, alignment=CENTRE) -> WordParagraph:
    """A line of head or foot: single spacing, nothing around it, no indent."""
    shape = paragraph.paragraph_format
    shape.alignment, shape.line_spacing = alignment, 1.0
    shape.space_before = shape.space_after = Pt(0)
    shape.first_line_indent = Twips(0)
    return paragraph


def rule(paragraph: WordParagraph, length: int, room: int) -> WordParagraph:
    """A solid line ``length`` long in the middle of ``room``: the border of an empty paragraph."""
    tight(paragraph)
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before = Pt(5), Pt(2)
    shape.left_indent = shape.right_indent = Twips(max(room - length, 0) // 2)
    edges = element("w:pBdr")
    edges.append(element("w:top", val="single", sz=6, space=1, color="000000"))
    _insert(paragraph, edges, ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"))
    write(paragraph, "", 2)
    return paragraph


def shade(paragraph: WordParagraph, fill: str) -> None:
    """The ground of a paragraph between its indents."""
    ground = element("w:shd", val="clear", color="auto", fill=fill)
    _insert(paragraph, ground, ("w:tabs", "w:spacing", "w:ind", "w:jc"))


def _insert(paragraph: WordParagraph, made: Any, behind: tuple[str, ...]) -> None:
    """Put ``made`` where the schema of a paragraph's properties has it."""
    paragraph._p.get_or_add_pPr().insert_element_before(made, *behind, "w:rPr", "w:sectPr")


def two_columns(container: Any) -> WordTable:
    """A table of two columns without borders and without room around its cells."""
    table = container.add_table(rows=1, cols=2)
    fixed(table, BLOCK)
    borders(table, "none")
    return table


def fixed(table: WordTable, widths: tuple[int, ...], margin: int = 0) -> None:
    """Columns as wide as given (twips), whatever stands in them; ``margin`` left and right."""
    table.autofit = False
    properties = table._tbl.tblPr
    around = element("w:tblCellMar")
    for side in ("left", "right"):
        around.append(element(f"w:{side}", w=margin, type="dxa"))
    properties.insert_element_before(around, "w:tblLook", "w:tblCaption", "w:tblDescription")
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    wide = element("w:tblW", w=sum(widths), type="dxa")
    properties.insert_element_before(
        wide, "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout",
        "w:tblCellMar", "w:tblLook",
    )  # fmt: skip
    for column, length in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Twips(length)


def borders(table: WordTable, line: str) -> None:
    """All lines of a table: "none" or "single"."""
    edges = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(
            element(f"w:{side}", val=line, sz=0 if line == "none" else 4, space=0, color="auto")
        )
    table._tbl.tblPr.insert_element_before(
        edges, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def row_property(row: Any, name: str) -> None:
    """A mark of a row: ``w:cantSplit``, ``w:tblHeader``."""
    row._tr.get_or_add_trPr().append(element(name))


def paragraphs(cell: Any):
    """The paragraphs of a cell to be filled: its own first one, then new ones."""
    yield cell.paragraphs[0]
    while True:
        yield cell.add_paragraph()
