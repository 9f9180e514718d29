"""Text of a PDF, page by page, without its page numbers."""

import io
import re

from pypdf import PdfReader

from .refusal import DAMAGED, LOCKED, SCANNED, TOO_LONG, NotADecision

MAX_PAGES = 500
PAGE_NUMBER = re.compile(
    r"(?:[-–] ?)?(?:(?:page|trang) ?)?\d{1,3}(?: ?/ ?\d{1,3})?(?: ?[-–])?", re.I
)


def pdf_lines(data: bytes) -> list[str]:
    """The lines of a PDF as printed; lines that are only a page number are left out.

    Refused with NotADecision: a password, damage, more than 500 pages, pages without text.
    """
    pages = _pages(data)
    if sum(character.isalpha() for page in pages for character in page) < 40:
        raise NotADecision(SCANNED)
    lines = (line for page in pages for line in page.splitlines())
    return [line for line in lines if not PAGE_NUMBER.fullmatch(" ".join(line.split()))]


def _pages(data: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        pages = [page.extract_text() for page in reader.pages] if 0 < count <= MAX_PAGES else []
    except Exception as error:  # noqa: BLE001 - pypdf raises whatever a broken file leads it to
        raise NotADecision(DAMAGED) from error
    if locked:
        raise NotADecision(LOCKED)
    if count > MAX_PAGES:
        raise NotADecision(TOO_LONG)
    return pages
