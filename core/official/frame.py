"""The head and the foot of a document: both blocks of two columns, title and addressees."""

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt, Twips

from . import layout as of
from .paper import Paper
from .words import balanced, sound, width, without_title, worded

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
AGENCY_SIZE, NATION_SIZE, MOTTO_SIZE, NUMBER_SIZE, DATE_SIZE = 12, 12, 13, 13, 13
TITLE_SIZE, RECIPIENTS_SIZE, LIST_SIZE = 14, 12, 11
NEAR = 300  # twips a heading keeps from the edges of its column
FORMULA = "Kính gửi: "
SIGNING = 4  # empty lines for signature and seal


def head(document: Any, paper: Paper) -> None:
    """Agencies and number on the left; the nation's name, motto, place and day on the right."""
    table = of.two_columns(document)
    left, right = table.rows[0].cells
    _agencies(left, paper)
    lines = of.paragraphs(right)
    of.write(of.tight(next(lines)), NATION, NATION_SIZE, bold=True)
    of.write(of.tight(next(lines)), MOTTO, MOTTO_SIZE, bold=True)
    of.rule(next(lines), width(MOTTO, MOTTO_SIZE), of.BLOCK[1])
    _number_and_day(table.add_row(), paper)
    _columns(table)


def _agencies(cell: Any, paper: Paper) -> None:
    """The parent upright, the issuer bold, a rule of two fifths of the text under it."""
    lines, longest = of.paragraphs(cell), 0
    for name, bold in ((paper.parent, False), (paper.agency, True)):
        for part in balanced(worded(name).upper(), of.BLOCK[0] - NEAR, AGENCY_SIZE) if name else []:
            of.write(of.tight(next(lines)), part, AGENCY_SIZE, bold=bold)
            longest = width(part, AGENCY_SIZE) if bold else 0
    of.rule(next(lines), short_rule(longest), of.BLOCK[0])


def short_rule(length: int) -> int:
    """Between a third and half of the text (Annex I, II.2b and II.5)."""
    return min(length, of.BLOCK[0]) * 2 // 5


def _number_and_day(row: Any, paper: Paper) -> None:
    left, right = row.cells
    lines = of.paragraphs(left)
    of.write(of.tight(next(lines)), as_it_is(str(paper.number)), NUMBER_SIZE)
    if paper.mark:
        mark = of.tight(next(lines))
        mark.paragraph_format.space_before = Pt(4)
        of.write(mark, worded(paper.mark), NUMBER_SIZE, bold=True)
    place = of.tight(right.paragraphs[0])
    said = f"{worded(paper.place)}, {as_it_is(paper.dated())}"
    of.write(place, said, DATE_SIZE, italic=True)


def as_it_is(text: str) -> str:
    """Room left to be written on by hand is not joined into one space."""
    return sound(text).replace("  ", "\u00a0\u00a0")


def _columns(table: Any) -> None:
    for row in table.rows:
        of.row_property(row, "w:cantSplit")
        for cell, length in zip(row.cells, of.BLOCK, strict=True):
            cell.width = Twips(length)


def title(document: Any, name: str, subject: str) -> None:
    """BÁO CÁO, its subject below, and a rule of a third to half of the subject's last line."""
    top = of.write(of.tight(document.add_paragraph()), worded(name).upper(), TITLE_SIZE, bold=True)
    top.paragraph_format.space_before = Pt(14)
    top.paragraph_format.keep_with_next = True
    longest = 0
    for part in balanced(worded(subject), of.TEXT - 4 * NEAR, TITLE_SIZE):
        line = of.write(of.tight(document.add_paragraph()), part, TITLE_SIZE, bold=True)
        line.paragraph_format.keep_with_next = True
        longest = width(part, TITLE_SIZE)
    drawn = of.rule(document.add_paragraph(), min(longest, of.TEXT) * 2 // 5, of.TEXT)
    drawn.paragraph_format.space_after = Pt(12)


def addressees(document: Any, names: Sequence[str]) -> None:
    """One on the line of "Kính gửi:"; several each on an own line, dashes under the colon."""
    if len(names) == 1:
        line = of.tight(document.add_paragraph())
        of.write(line, f"{FORMULA}{worded(names[0]).rstrip('.;')}.")
    else:
        _several(document, [worded(name).rstrip(".;") for name in names])
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _several(document: Any, names: list[str]) -> None:
    first = of.tight(document.add_paragraph(), of.LEFTWARD)
    first.paragraph_format.left_indent = Twips(of.INDENT * 2)
    of.write(first, FORMULA.rstrip())
    colon = of.INDENT * 2 + width(FORMULA.rstrip()[:-1], of.BODY)
    for place, name in enumerate(names, 1):
        line = of.tight(document.add_paragraph(), of.LEFTWARD)
        line.paragraph_format.left_indent = Twips(colon + 160)
        line.paragraph_format.first_line_indent = Twips(-160)
        of.write(line, f"- {name}{'.' if place == len(names) else ';'}")


def foot(document: Any, paper: Paper) -> None:
    """Recipients on the left, who signs on the right, on the same line; kept on one page."""
    between = document.add_paragraph().paragraph_format
    between.space_after, between.keep_with_next = Pt(0), True
    table = of.two_columns(document)
    left, right = table.rows[0].cells
    _recipients(left, paper)
    lines = of.paragraphs(right)
    for said in (paper.signer.authority, paper.signer.position):
        for part in balanced(worded(said).upper(), of.BLOCK[1] - NEAR, of.BODY) if said else []:
            of.write(of.tight(next(lines)), part, of.BODY, bold=True)
    for _line in range(SIGNING):
        of.write(of.tight(next(lines)), "", of.BODY)
    of.write(of.tight(next(lines)), without_title(paper.signer.name), of.BODY, bold=True)
    _columns(table)


def _recipients(cell: Any, paper: Paper) -> None:
    lines = of.paragraphs(cell)
    of.write(
        of.tight(next(lines), of.LEFTWARD), "Nơi nhận:", RECIPIENTS_SIZE, bold=True, italic=True
    )
    drafted = worded(paper.kept_by)
    last = f"Lưu: VT, {drafted}." if drafted else "Lưu: VT."
    said = [f"{worded(name).rstrip('.;')};" for name in paper.recipients]
    for name in [*said, last]:
        of.write(of.tight(next(lines), of.LEFTWARD), f"- {name}", LIST_SIZE)
