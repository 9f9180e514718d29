"""The text between head and foot: bases, numbered headings, paragraphs, tables with bars."""

from collections.abc import Sequence
from typing import Any, ClassVar

from docx.enum.text import WD_BREAK
from docx.shared import Pt, Twips

from . import layout as of
from .paper import Bar, Block, Break, Cell, Heading, Paragraph, Table
from .words import letter, lines, roman, worded

END = "./."
TABLE_SIZE = 12
CELL = 70  # twips between a cell's text and its line
FILL, HEAD_FILL = "7F7F7F", "E7E6E6"
HAIR = 5  # points a bar is high


class Body:
    """Writes blocks into a document and counts its headings; ``room`` is the width in twips."""

    def __init__(self, document: Any, room: int):
        self.document, self.room = document, room
        self.counts = [0, 0, 0]
        self.last: Any = None  # the paragraph that would take the closing "./."

    def write(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self.last = None
            self.writers[type(block)](self, block)

    def bases(self, texts: Sequence[str]) -> None:
        """Each ends with a semicolon, the last with a full stop (Annex I, II.5b)."""
        for place, text in enumerate(texts, 1):
            said = worded(text).rstrip(".;")
            self.running(f"{said}{'.' if place == len(texts) else ';'}", italic=True)

    def running(self, text: str, **look: bool) -> Any:
        """A paragraph of the body: justified, first line in, 6 pt after it."""
        line = self.document.add_paragraph()
        shape = line.paragraph_format
        shape.alignment, shape.line_spacing = of.JUSTIFIED, of.LINE
        shape.first_line_indent = Twips(of.INDENT)
        shape.space_before, shape.space_after = Pt(0), Twips(of.SPACING)
        return of.write(line, text, of.BODY, **look)

    def heading(self, block: Heading) -> None:
        level = min(max(block.level, 1), 3)
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (3 - level)
        number = self.counts[level - 1]
        said = worded(block.text)
        mark = (f"{roman(number)}.", f"{number}.", f"{letter(number)})")[level - 1]
        line = self.running(f"{mark} {said.upper() if level == 1 else said}", bold=level < 3)
        line.paragraph_format.keep_with_next = True
        outline = of.element("w:outlineLvl", val=level - 1)
        line._p.pPr.insert_element_before(outline, "w:rPr")

    def paragraph(self, block: Paragraph) -> None:
        for text in lines(block.text):
            said = f"- {text}" if block.dash else text
            self.last = self.running(said, italic=block.italic)

    def broken(self, _block: Break) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def table(self, block: Table) -> None:
        if block.caption:
            line = of.tight(self.document.add_paragraph())
            line.paragraph_format.keep_with_next = True
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(6)
            of.write(line, worded(block.caption), of.BODY, italic=True)
        Grid(self.document, block, self.room).draw()
        after = of.tight(self.document.add_paragraph())
        after.paragraph_format.space_after = Pt(6)
        of.write(after, "", 2)

    def end(self) -> None:
        """ "./." behind the last words; under a table or a heading it stands alone. It goes over
        to the page of the signature, which has no page to itself."""
        if self.last is None:
            self.last = self.running(END)
        else:
            run = self.last.runs[-1]
            run.text = run.text.rstrip(" .;:") + END
        self.last.paragraph_format.keep_with_next = True

    writers: ClassVar[dict[type, Any]] = {
        Heading: heading,
        Paragraph: paragraph,
        Table: table,
        Break: broken,
    }


class Grid:
    """One table: its columns as wide as told, its head on every page."""

    def __init__(self, document: Any, table: Table, room: int):
        shares = table.widths or [1] * len(table.heads)
        self.table = table
        self.widths = tuple(int(room * share / sum(shares)) for share in shares)
        self.word = document.add_table(rows=1, cols=len(table.heads))
        of.fixed(self.word, self.widths, CELL)
        of.borders(self.word, "single")

    def draw(self) -> None:
        self.fill(self.word.rows[0], self.table.heads, head=True)
        of.row_property(self.word.rows[0], "w:tblHeader")
        for place, cells in enumerate(self.table.rows):
            bold, said = (
                place in self.table.bold,
                [cell for cell in cells if cell not in ("", None)],
            )
            if bold and len(said) == 1:
                self.across(self.word.add_row(), str(said[0]))
            else:
                self.fill(self.word.add_row(), cells, bold=bold)

    def fill(self, row: Any, cells: Sequence[Cell], *, head: bool = False, bold: bool = False):
        of.row_property(row, "w:cantSplit")
        for column, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Twips(self.widths[column])
            if head:
                ground = of.element("w:shd", val="clear", color="auto", fill=HEAD_FILL)
                cell._tc.get_or_add_tcPr().append(ground)
            if isinstance(value, Bar):
                self.bar(cell, value, self.widths[column] - 2 * CELL)
            else:
                self.text(cell, value, column, bold or head, head=head)

    def across(self, row: Any, said: str) -> None:
        """What stands alone in its row is a heading of those below: over all columns, with them."""
        of.row_property(row, "w:cantSplit")
        cell = row.cells[0].merge(row.cells[-1])
        line = of.write(
            of.tight(cell.paragraphs[0], of.LEFTWARD), worded(said), TABLE_SIZE, bold=True
        )
        line.paragraph_format.keep_with_next = True

    def text(self, cell: Any, value: Cell, column: int, bold: bool, *, head: bool) -> None:
        side = of.RIGHTWARD if column in self.table.numeric else of.LEFTWARD
        for said, line in zip(
            lines("" if value is None else value) or [""], of.paragraphs(cell), strict=False
        ):
            of.write(of.tight(line, of.CENTRE if head else side), said, TABLE_SIZE, bold=bold)

    @staticmethod
    def bar(cell: Any, value: Bar, room: int) -> None:
        """The number, and under it a dark strip as long as its share; nothing for nought."""
        of.write(of.tight(cell.paragraphs[0], of.LEFTWARD), worded(value.words), TABLE_SIZE)
        share = min(max(value.share, 0.0), 1.0)
        if not share:
            return
        strip = of.tight(cell.add_paragraph(), of.LEFTWARD)
        strip.paragraph_format.line_spacing = Pt(HAIR)
        strip.paragraph_format.right_indent = Twips(int(room * (1 - share)))
        strip.paragraph_format.space_after = Pt(3)
        of.shade(strip, FILL)
        of.write(strip, "\u00a0", 2)
