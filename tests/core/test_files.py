"""Files: told by their content, named without harm, refused with a remedy, pictures made anew."""

import io
import re

import pytest
from django.utils.translation import override
from PIL import Image

from core import stored_files
from core.files.names import clean_name
from core.files.refusal import REMEDIES, Refused, refused
from core.files.shelf import Shelf
from core.models import StoredFile
from tests.core.hostile import (
    ESCAPED,
    HALF_LOCKED,
    HIDDEN,
    LAUNCHING,
    LOCKED,
    OLE,
    PDF,
    REMOTE,
    SCRIPTED,
    ZIP,
    altered,
    attached,
    encrypted,
    excel,
    linked,
    located,
    macro_word,
    overlapping,
    packed,
    pdf,
    picture,
    rich,
    upload,
    word,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("folder")

EVERYTHING = stored_files.EVERYTHING
DOCTYPE, ENTITY = "<?xml?><!DOCTYPE a>", b'<?xml?><!DOCTYPE a [<!ENTITY b "c">]>'
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
    ("locked.pdf", LOCKED, "locked"),
    ("half-locked.pdf", HALF_LOCKED, "locked"),
    ("script.pdf", SCRIPTED, "active"),
    ("escaped.pdf", ESCAPED, "active"),
    ("hidden.pdf", HIDDEN, "active"),
    ("launch.pdf", LAUNCHING, "active"),
    ("inside.pdf", pdf(attached), "active"),
    ("rich.pdf", pdf(rich), "active"),
    ("page-behind.pdf", PDF + b"<html><script>alert(1)</script>", "broken"),
    ("zip-behind.pdf", PDF + ZIP + b"%%EOF", "broken"),
    ("no-page.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "broken"),
    ("nonsense.pdf", b"%PDF-1.7\n" + b"\xff" * 500 + b"%%EOF", "broken"),
    ("word.pdf", word(), "mismatch"),
    ("pdf.docx", PDF, "mismatch"),
    ("excel.docx", excel(), "mismatch"),
    ("word.xlsx", word(), "mismatch"),
    ("text.docx", b"just text", "mismatch"),
    ("old.docx", OLE + b"\0" * 600, "old"),
    ("macro2.docx", macro_word(), "kind"),
    ("ole.docx", altered(word(), "word/embeddings/oleObject1.bin", OLE), "active"),
    ("activex.docx", altered(word(), "word/activeX/activeX1.xml", "<a/>"), "active"),
    ("remote.docx", altered(word(), "word/_rels/settings.xml.rels", REMOTE), "active"),
    ("dde.xlsx", altered(excel(), "xl/externalLinks/externalLink1.xml", "<ddeLink/>"), "active"),
    ("nested.xlsx", altered(excel(), "xl/a.7z", b"7z"), "active"),
    ("turned\u202excod.exe", b"MZ", "suffix"),
    ("page-before.docx", b"<html>" + word(), "kind"),
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
    ("bomb.docx", altered(word(), "word/b.xml", b"\0" * 60 * 2**20), "bomb"),
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
def test_what_is_not_what_it_says_is_refused_with_a_remedy(people, folder, name, content, code):
    """G13: allow-list by content; nothing of a refused file stays."""
    with override("vi"), pytest.raises(Refused) as told:
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


@pytest.mark.parametrize("code", REMEDIES)
def test_every_refusal_has_its_remedy_in_both_languages(code):
    said = set()
    for language in ("vi", "en"):
        with override(language):
            [sentence] = refused(code).messages
        assert len(re.split(r"[.:] ", sentence)) >= 2 and "%(" not in sentence
        said.add(sentence)
    assert len(said) == 2


PICTURES = {
    "jpg": picture("JPEG") + b"<script>alert(1)</script>",
    "JPG": located(),
    "png": picture("PNG", mode="RGBA"),
}


@pytest.mark.parametrize("suffix", PICTURES)
def test_a_picture_is_made_anew_without_what_it_carried(people, suffix):
    """G13: neither where it was taken nor what hides behind it is kept."""
    content = PICTURES[suffix]
    file = stored_files.take(
        upload(f"a.{suffix}", content), by=people["officer"], accept=EVERYTHING
    )
    with file.open() as kept:
        anew = kept.read()
    assert file.size == len(anew) and b"script" not in anew and b"secret words" not in anew
    with Image.open(io.BytesIO(anew)) as image:
        assert not image.getexif() and image.getpixel((5, 5))[0] > 250
        assert image.size == ((30, 40) if suffix == "JPG" else (40, 30)), "upright"


@pytest.mark.parametrize(("form", "mode"), [("PNG", m) for m in ("1", "L", "LA", "P", "I;16")])
def test_pictures_of_every_mode_are_taken(people, form, mode):
    content = io.BytesIO()
    Image.new(mode, (9, 9)).save(content, form)
    file = upload("a.png", content.getvalue())
    assert stored_files.take(file, by=people["officer"], accept=("png",)).kind == "png"
