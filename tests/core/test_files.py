"""Files: told by their content, kept under random names, shown to whom their rows are shown."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from django.utils.translation import override
from docx import Document
from openpyxl import Workbook

from core import stored_files
from core.files import archives, uploads
from core.files.names import clean_name
from core.files.refusal import Refused
from core.files.shelf import Shelf
from core.models import StoredFile

EVERYTHING = (*stored_files.DOCUMENTS, *stored_files.TABLES)
DOCTYPE, ENTITY = "<?xml?><!DOCTYPE a>", b'<?xml?><!DOCTYPE a [<!ENTITY b "c">]>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def saved(thing):
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def word():
    document = Document()
    document.add_paragraph("Kính gửi")
    return saved(document)


def excel():
    return saved(Workbook())


def packed(parts, base=b"", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def altered(base, name, content):
    """The same archive with one more part."""
    return packed([(name, content)], base)


def linked():
    part = zipfile.ZipInfo("word/link")
    part.external_attr = 0o120777 << 16
    return packed([(part, "/etc/passwd")], word())


def encrypted():
    raw = bytearray(word())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(sign)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(sign, at + 4)
    return bytes(raw)


def overlapping():
    """Every entry of the directory points to the same great part."""
    raw = packed([(f"{n:04}.xml", b"a" * 4000) for n in range(300)], word(), zipfile.ZIP_STORED)
    return raw[:200] + raw[-40_000:]


def upload(name, content):
    return SimpleUploadedFile(name, content)


GOOD = [
    ("a.txt", "Công văn số 1\r\n\tđiều 2\f".encode()),
    ("a.TXT", "\ufeffĐiều".encode()),
    ("utf16.txt", "Điều".encode("utf-16")),
    ("a.csv", b"a,b\n1,2\n"),
    ("old.csv", "Điều;2".encode("cp1258", "replace")),
    ("a.pdf", PDF),
    ("a.docx", word()),
    ("a.xlsx", excel()),
]
BAD = [
    ("empty.txt", b"", "empty"),
    ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "kind"),
    ("page2.txt", b"  \n<HTML>", "kind"),
    ("picture.txt", b"<svg onload=alert(1)>", "kind"),
    ("shell.txt", b"#!/bin/sh\nrm -rf /", "kind"),
    ("php.txt", b"<?php phpinfo();", "kind"),
    ("nul.txt", b"abc\0def", "kind"),
    ("controls.csv", b"a,b\x1b[31m", "kind"),
    ("old.txt", "Điều".encode("cp1258", "replace") + b"\xff\xfe", "mismatch"),
    ("program.txt", b"MZ\x90\0\x03\0", "kind"),
    ("program.exe", b"MZ\x90\0\x03\0", "suffix"),
    ("picture.svg", b"<svg/>", "suffix"),
    ("page.html", b"<html>", "suffix"),
    ("macro.docm", word(), "suffix"),
    ("none", b"text", "suffix"),
    (".txt", b"text", "suffix"),
    ("gif.pdf", b"GIF89a<script>", "mismatch"),
    ("jpeg.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", "broken"),
    ("late.pdf", b"<html>" + PDF, "kind"),
    ("cut.pdf", PDF[:20], "broken"),
    ("locked.pdf", PDF.replace(b"<<>>\n", b"<</Encrypt 2 0 R>>\n"), "locked"),
    ("script.pdf", PDF.replace(b"obj<<>>", b"obj<</S/JavaScript/JS(x)>>"), "active"),
    ("launch.pdf", PDF.replace(b"obj<<>>", b"obj<</S/Launch>>"), "active"),
    ("inside.pdf", PDF.replace(b"obj<<>>", b"obj<</Type/EmbeddedFile>>"), "active"),
    ("word.pdf", word(), "mismatch"),
    ("pdf.docx", PDF, "mismatch"),
    ("excel.docx", excel(), "mismatch"),
    ("word.xlsx", word(), "mismatch"),
    ("text.docx", b"just text", "mismatch"),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
    ("plain.docx", packed([("a.txt", "a")]), "kind"),
    ("no.docx", b"PK\x03\x04" + b"\0" * 50, "broken"),
    ("cut.docx", word()[:-200], "broken"),
    ("macro.docx", altered(word(), "word/vbaProject.bin", b"x"), "active"),
    ("nested.docx", altered(word(), "word/embeddings/a.zip", packed([("a", "a")])), "active"),
    ("program.docx", altered(word(), "word/embeddings/a.exe", b"MZ"), "active"),
    ("entity.docx", altered(word(), "word/x.xml", ENTITY), "broken"),
    ("entity16.docx", altered(word(), "word/x.xml", DOCTYPE.encode("utf-16")), "broken"),
    ("up.docx", altered(word(), "../../etc/cron.d/x", b"x"), "broken"),
    ("root.docx", altered(word(), "/etc/x", b"x"), "broken"),
    ("drive.docx", altered(word(), "C:\\x", b"x"), "broken"),
    ("link.docx", linked(), "broken"),
    ("locked.docx", encrypted(), "locked"),
    ("bomb.docx", altered(word(), "word/b.bin", b"\0" * 60 * 2**20), "bomb"),
    ("steep.xlsx", altered(excel(), "xl/b.xml", b"<a/>" * 2**20), "bomb"),
    ("many.docx", packed([(f"{n}", "") for n in range(10_000)], word()), "bomb"),
    ("overlap.docx", overlapping(), "bomb"),
    ("twins.docx", word() + word(), "broken"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[name for name, _ in GOOD])
def test_what_people_honestly_hand_in_is_kept_whole(people, name, content):
    file = stored_files.take(upload(name, content), by=people["officer"], accept=EVERYTHING)
    with file.open() as kept:
        assert kept.read() == content
    assert file.size == len(content) and file.kind == name.rsplit(".", 1)[1].lower()
    assert re.fullmatch("[0-9a-f]{32}", file.key) and name not in str(Shelf().path(file.key))
    assert Shelf().path(file.key).stat().st_mode & 0o777 == 0o600


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[name for name, *_ in BAD])
def test_what_is_not_what_it_says_is_refused_with_a_remedy_in_both_languages(
    people, folder, name, content, code
):
    """G13: allow-list by content; nothing of a refused file stays."""
    for language in ("vi", "en"):
        with override(language), pytest.raises(Refused) as told:
            stored_files.take(upload(name, content), by=people["officer"], accept=EVERYTHING)
        [sentence] = told.value.messages
        assert len(re.split(r"[.:] ", sentence)) >= 2, "a cause and a remedy"
        assert code == told.value.code
    assert not StoredFile.objects.exists() and not list(folder.rglob("*.part"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\b.docx", "b.docx"),
        ("Công va\u0306n.txt", "Công văn.txt"),
        ("ảnh\u202excod.txt", "ảnhxcod.txt"),
        ("a\0b\r\n.txt", "ab.txt"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("  a   b .txt", "a b .txt"),
        ("con.txt", "file_con.txt"),
        ("...", "file"),
        ("", "file"),
        ("a\u200b\u2066.txt", "a.txt"),
    ],
)
def test_names_are_kept_readable_and_harmless(given, kept):
    with override("en"):
        assert clean_name(given) == kept


def test_a_long_decomposed_name_keeps_its_extension():
    name = clean_name("ệ" * 300 + ".docx")
    assert len(name) == 255 and name.endswith("ệ.docx")


def test_the_cap_holds_whatever_size_is_claimed(people):
    """G13: a lying length; the content is counted while it is written."""
    lying = upload("a.txt", b"a" * 2000)
    lying.size = 10
    with pytest.raises(Refused, match="1"):
        stored_files.take(lying, by=people["officer"], limit=1000)
    assert not StoredFile.objects.exists()


def form(files, monkeypatch=None):
    return RequestFactory().post("/", {"file": files}).FILES


def test_a_form_s_file_beyond_the_cap_is_read_past_and_said_so(people, monkeypatch, folder):
    monkeypatch.setattr(uploads, "LARGEST", 3 * 2**20)
    big, small = form([upload("big.txt", b"a" * 4 * 2**20), upload("small.txt", b"a")]).getlist(
        "file"
    )
    assert isinstance(big, uploads.Overlong) and big.size > uploads.LARGEST
    with pytest.raises(Refused) as told:
        stored_files.take(big, by=people["officer"])
    assert told.value.code == "size"
    assert stored_files.take(small, by=people["officer"]).size == 1
    small.close()


def test_many_files_are_capped_together_and_a_flood_is_cut_off(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    three = form([upload(f"{n}.txt", b"a") for n in range(3)]).getlist("file")
    assert [isinstance(file, uploads.Overlong) for file in three] == [False, False, True]
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    handler = uploads.CappedUploadHandler()
    with pytest.raises(StopUpload):
        for _ in range(4):
            handler.receive_data_chunk(b"a" * 100, 0)


def test_bombs_are_not_even_unpacked(monkeypatch):
    """The sizes are checked before a part is opened."""
    monkeypatch.setattr(archives, "check_parts", lambda archive: pytest.fail("opened"))
    with pytest.raises(Refused):
        archives.office_kind(io.BytesIO(altered(word(), "b.xml", b"\0" * 150 * 2**20)))
