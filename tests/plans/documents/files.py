"""The sample plan as Word and PDF files, made here so that no binary file is kept."""

import io
import zipfile

from docx import Document

EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18


def docx_of(lines: list[str], *, table: bool = False) -> bytes:
    """A Word document with a line a paragraph; the first six in a table when asked."""
    document = Document()
    if table:
        for line, cell in zip(lines[:6], document.add_table(3, 2)._cells, strict=True):
            cell.text = line
        lines = lines[6:]
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def listed_docx(before: list[str], bullets: list[str], after: list[str]) -> bytes:
    """A Word document whose bullets are Word's own list, so that their text has no marker."""
    document = Document()
    for line in before:
        document.add_paragraph(line)
    for line in bullets:
        document.add_paragraph(line, style="List Bullet")
    for line in after:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of(pages: list[list[str]]) -> bytes:
    """A PDF with these lines; its letters are told by a ToUnicode table, as Word writes it."""
    signs = sorted({sign for page in pages for line in page for sign in line})
    code = {sign: number for number, sign in enumerate(signs, 1)}
    chars = "\n".join(f"<{number:04X}> <{ord(sign):04X}>" for sign, number in code.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{len(code)} beginbfchar\n{chars}\nendbfchar\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /DW 500"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    ]
    for number, page in enumerate(pages):
        shown = "".join(
            "<" + "".join(f"{code[sign]:04X}" for sign in line) + "> Tj T*\n" for line in page
        )
        stream = f"BT /F 12 Tf 14 TL 50 780 Td\n{shown}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Contents {7 + 2 * number} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _numbered(objects)


def _numbered(objects: list[str]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def zip_of(**parts: bytes) -> bytes:
    """A zip archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()
