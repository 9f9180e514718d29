"""From the data of a paper to the bytes of its Word file."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from . import frame
from . import layout as of
from .body import Body
from .paper import Annex, Paper
from .words import worded

PAGE_NUMBER_SIZE = 14
TITLE_LENGTH = 250  # of the file's own title: Word takes no more


def docx_bytes(paper: Paper) -> bytes:
    """The document as a .docx file.

    Any text is taken: what XML cannot hold and marks that turn the direction of reading are left
    out, nothing else. Raises ``ValueError`` only for tables whose rows do not fit their heads.
    """
    document = docx.Document()
    _plain(document)
    first = document.sections[0]
    _page(first, wide=False)
    _numbered(first)
    frame.head(document, paper)
    frame.title(document, paper.title, paper.subject)
    if paper.addressees:
        frame.addressees(document, paper.addressees)
    body = Body(document, of.TEXT)
    body.bases(paper.bases)
    body.write(paper.body)
    body.end()
    frame.foot(document, paper)
    for place, annex in enumerate(paper.annexes, 1):
        _annex(document, paper, annex, place)
    document.core_properties.title = f"{worded(paper.title)} {worded(paper.subject)}"[:TITLE_LENGTH]
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(document: Any) -> None:
    """Every text in the Decree's font, black, in Vietnamese; nothing of the library's template."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = of.FONT, Pt(of.BODY)
    fonts = style.element.rPr.rFonts
    for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(part), of.FONT)
    style.element.rPr.append(of.element("w:lang", val="vi-VN", eastAsia="vi-VN"))
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.language = "vi-VN"


def _page(section: Any, *, wide: bool) -> None:
    """A4 with the Decree's margins; in landscape the binding edge lies on top."""
    across, down = reversed(of.PAPER) if wide else of.PAPER
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(across), Twips(down)
    left, right = (of.TOP, of.BOTTOM) if wide else (of.LEFT, of.RIGHT)
    section.left_margin, section.right_margin = Twips(left), Twips(right)
    section.top_margin, section.bottom_margin = Twips(of.TOP), Twips(of.BOTTOM)
    section.header_distance = Twips(of.TOP // 2)
    section.footer_distance = Twips(of.BOTTOM // 2)


def _numbered(section: Any) -> None:
    """Arabic numbers from 1, centred in the top margin; not shown on the first page (I.5)."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    of.tight(section.first_page_header.paragraphs[0])
    line = of.tight(section.header.paragraphs[0])
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = of.write(line, "", PAGE_NUMBER_SIZE).runs[-1]
        mark = of.element("w:fldChar", fldCharType=kind) if kind else of.element("w:instrText")
        mark.text = text
        run._r.append(mark)
    restart = of.element("w:pgNumType", start=1)
    section._sectPr.insert_element_before(restart, "w:cols", "w:titlePg", "w:docGrid")


def _annex(document: Any, paper: Paper, annex: Annex, place: int) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, wide=annex.wide)
    _restarted(section)
    top = of.write(
        of.tight(document.add_paragraph()), annex.label(place, len(paper.annexes)), 14, bold=True
    )
    of.write(of.tight(document.add_paragraph()), worded(annex.title).upper(), 14, bold=True)
    attached = frame.as_it_is(paper.attached())
    of.write(of.tight(document.add_paragraph()), attached, 14, italic=True)
    top.paragraph_format.keep_with_next = True
    room = of.LANDSCAPE_TEXT if annex.wide else of.TEXT
    of.rule(document.add_paragraph(), room // 4, room).paragraph_format.space_after = Pt(8)
    Body(document, room).write(annex.body)


def _restarted(section: Any) -> None:
    """A new section keeps the numbering of the one before: it begins at 1 again, unshown."""
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    restart = of.element("w:pgNumType", start=1)
    section._sectPr.insert_element_before(restart, "w:cols", "w:titlePg", "w:docGrid")
    section.different_first_page_header_footer = True
