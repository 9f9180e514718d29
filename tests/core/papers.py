"""A document with everything the Decree knows, in invented words; and how it is read again."""

import io
from datetime import date

import docx

from core.official import (
    Annex,
    Bar,
    Heading,
    Number,
    Paper,
    Paragraph,
    Signer,
    Table,
    docx_bytes,
)

LONG = (
    "Trong kỳ, đơn vị đã phối hợp với các hiệp hội và doanh nghiệp trên địa bàn, nắm bắt vướng "
    "mắc từ sớm và trả lời từng trường hợp; các việc còn lại được chuyển sang kỳ sau kèm thời hạn."
)


def counts(rows: int) -> Table:
    """A table long enough to go over a page."""
    return Table(
        heads=("TT", "Chỉ tiêu", "Kỳ này", "Kỳ trước", "Biểu đồ"),
        rows=[
            (str(n), f"Chỉ tiêu số {n} của kế hoạch năm", n * 7, n * 5, Bar(n / rows, str(n)))
            for n in range(1, rows + 1)
        ],
        widths=(1, 6, 2, 2, 4),
        numeric=(2, 3),
        caption="Số liệu chính của kỳ",
    )


def paper(**changes) -> Paper:
    """A report of a department upward; ``changes`` are fields of :class:`Paper`."""
    fields = {
        "parent": "Tổng cục Hải quan",
        "agency": "Cục Hải quan TP. Hải Phòng",
        "number": Number(7, "BC", "HQHP"),
        "place": "Hải Phòng",
        "day": date(2023, 2, 9),
        "title": "Báo cáo",
        "subject": "Kết quả thực hiện Kế hoạch phát triển quan hệ đối tác hải quan - doanh nghiệp "
        "sáu tháng đầu năm 2023",
        "addressees": ["Tổng cục Hải quan (qua Ban Cải cách hiện đại hóa hải quan)"],
        "bases": ["Căn cứ Luật Hải quan năm 2014", "Căn cứ Kế hoạch năm 2023 của đơn vị"],
        "body": [
            Heading("Tình hình và kết quả"),
            Heading("Thông tin", 2),
            Paragraph(LONG),
            Heading("Tổ chức hội nghị", 3),
            Paragraph(LONG),
            Heading("Trang thông tin", 3),
            Paragraph("Cập nhật hằng tuần.\nTrả lời trong ngày.", dash=True),
            Heading("Hỗ trợ", 2),
            counts(30),
            Heading("Khó khăn, vướng mắc"),
            Paragraph(LONG),
            Heading("Kiến nghị"),
            Paragraph(LONG),
        ],
        "recipients": ["Như trên", "Lãnh đạo Cục (để báo cáo)"],
        "kept_by": "GSQL (03b)",
        "signer": Signer("Phó Cục trưởng", "TS. Nguyễn Văn Mẫu", "KT. Cục trưởng"),
        "annexes": [
            Annex("Số liệu theo tháng", [counts(45)], wide=True),
            Annex("Danh sách đơn vị", [Paragraph(LONG)]),
        ],
    }
    return Paper(**(fields | changes))


def short(**changes) -> Paper:
    """The same without text and annexes, where only head and foot matter."""
    return paper(**({"body": [], "bases": [], "annexes": []} | changes))


def opened(made):
    return docx.Document(io.BytesIO(docx_bytes(made)))


def indents(line):
    shape = line.paragraph_format
    return shape.left_indent.twips, shape.right_indent.twips
