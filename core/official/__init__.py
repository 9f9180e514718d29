"""Official documents in the layout of Decree 30/2020/ND-CP, Annex I: data in, a Word file out.

Knows nothing of plans or surveys: :class:`Paper` takes names, number, day, texts and tables, and
:func:`docx_bytes` sets them. The fixed words of a document are Vietnamese, as the Decree has them.
"""

from .building import docx_bytes
from .paper import (
    Annex,
    Bar,
    Break,
    Heading,
    Number,
    Paper,
    Paragraph,
    Signer,
    Table,
)
from .workbooks import workbook_bytes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = [
    "WORD",
    "Annex",
    "Bar",
    "Break",
    "Heading",
    "Number",
    "Paper",
    "Paragraph",
    "Signer",
    "Table",
    "docx_bytes",
    "workbook_bytes",
]
