"""Files: told by their content, kept under random names, shown to whom their rows are shown."""

import io
import re
import socket
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from django.utils.translation import override
from PIL import Image

from core import stored_files
from core.files import archives, cage, uploads
from core.files.names import clean_name
from core.files.refusal import REMEDIES, Refused, refused
from core.files.shelf import Shelf
from core.files.unfit import Unfit
from core.models import StoredFile
from tests.core.hostile import (
    ESCAPED,
    HALF_LOCKED,
    HIDDEN,
    LAUNCHING,
    LOCKED,
    OLE,
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
    word,
)  # fmt: skip

EVERYTHING = stored_files.EVERYTHING
DOCTYPE, ENTITY = "<?xml?><!DOCTYPE a>", b'<?xml?><!DOCTYPE a [<!ENTITY b "c">]>'
PDF = pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


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


def test_readers_are_caged(monkeypatch):
    """G13: a reader that needs too much memory, time or dies of the file takes nobody with it."""
    for seconds, code in ((0.01, "heavy"), (30, "broken")):
        monkeypatch.setattr(cage, "SECONDS", seconds)
        if code == "broken":
            monkeypatch.setattr(cage.sys, "executable", "/bin/false")
        with pytest.raises(Unfit) as told:
            cage.read_caged("pdf", io.BytesIO(PDF))
        assert told.value.code == code


def test_a_cage_holds():
    """The limits hold inside: a reader cannot take two gigabytes, nor reckon for ever."""
    greedy = "from core.files.readers import shut_in; shut_in(); "
    for act, sign in (("bytearray(2 * 2**30)", "MemoryError"), ("while True: pass", "")):
        command = greedy + "import resource as r\nr.setrlimit(r.RLIMIT_CPU, (1, 1))\n" + act
        done = subprocess.run(
            [sys.executable, "-c", command],
            cwd=cage.ROOT,
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert done.returncode and sign in done.stderr


def test_a_long_body_that_never_comes_costs_nothing(client, people, live_server):
    """G13: a form that promises more than it sends, or sends more than it promised."""
    host, port = live_server.thread.host, live_server.thread.port
    body = b"--x\r\nContent-Disposition: form-data; name=a; filename=a.txt\r\n\r\nabc\r\n--x--\r\n"
    for claimed_length in (10, len(body)):
        with socket.create_connection((host, port), timeout=10) as line:
            line.sendall(
                b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n"
                b"Content-Length: %d\r\n\r\n" % claimed_length + body
            )
            status = int(line.recv(100).split()[1])
        assert status in (400, 403)
    assert not StoredFile.objects.exists()


def test_bombs_are_not_even_unpacked(monkeypatch):
    """The sizes are checked before a part is opened."""
    monkeypatch.setattr(archives, "check_parts", lambda archive: pytest.fail("opened"))
    with pytest.raises(Unfit):
        archives.office_kind(io.BytesIO(altered(word(), "b.xml", b"\0" * 150 * 2**20)))
