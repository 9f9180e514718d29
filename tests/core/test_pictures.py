"""Pictures: only whole ones, of bounded size, and nothing but their pixels is kept (G13)."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image, PngImagePlugin

from core import stored_files
from core.files import pictures
from core.files.refusal import Refused
from core.files.unfit import Unfit

SECRET = b"10.8231N 106.6297E"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def jpeg(size=(60, 40), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **more)
    return out.getvalue()


def png(size=(60, 40), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", **more)
    return out.getvalue()


def taken_on_a_phone() -> bytes:
    """Turned by a quarter, with the place, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right
    exif[0x010F] = "Điện thoại của Mai"
    exif.get_ifd(0x8825)[29] = SECRET.decode()  # GPS
    exif.get_ifd(0x8769)[37510] = SECRET  # comment
    return jpeg(exif=exif, comment=SECRET, icc_profile=b"profile " + SECRET)


def written_over() -> bytes:
    """A PNG with texts in it."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Location", SECRET.decode(), zip=False)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return png(pnginfo=info)


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def claiming(width: int, height: int) -> bytes:
    """A small file that says it is a huge picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def take(name: str, content: bytes):
    upload = SimpleUploadedFile(name, content)
    return stored_files.take(upload, by=None, accept=stored_files.PICTURES)


def kept(name: str, content: bytes) -> bytes:
    with take(name, content).open() as file:
        return file.read()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", taken_on_a_phone()),
        ("a.JPEG", taken_on_a_phone()),
        ("a.png", written_over()),
        ("tail.jpg", jpeg() + b"<script>" + SECRET),
        ("tail.png", png() + b"PK\x03\x04" + SECRET),
    ],
)
def test_only_the_pixels_are_kept(db, name, content):
    """G13: place, camera, comments, profiles and what stood behind the picture are gone."""
    assert SECRET in content
    stored = kept(name, content)
    picture = Image.open(io.BytesIO(stored))
    assert SECRET not in stored and b"<script>" not in stored and not picture.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(picture.info)


def test_a_large_picture_is_made_smaller_and_see_through_stays(db):
    """The long side is 2400 at most; a palette's clear colour stays clear."""
    stored = Image.open(io.BytesIO(kept("a.png", png((4000, 1000), "RGBA"))))
    assert stored.size == (2400, 600) and stored.mode == "RGBA"
    assert Image.open(io.BytesIO(kept("b.jpg", jpeg((30, 2401))))).size == (30, 2400)
    assert Image.open(io.BytesIO(kept("c.png", png((2400, 9))))).size == (2400, 9)
    for size, mode in (((9, 9), "P"), ((4000, 9), "RGBA")):
        content = png(size, "P", transparency=0)
        clear = Image.open(io.BytesIO(kept("d.png", content)))
        assert clear.mode == mode and clear.convert("RGBA").getpixel((5, 2))[3] == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.png", claiming(8_000, 5_001), "bomb"),
        ("bomb.png", claiming(100_000, 100_000), "bomb"),
        ("bomb.png", claiming(2**31 - 1, 2**31 - 1), "bomb"),
        ("torn.png", claiming(600, 600), "broken"),
        ("torn.jpg", jpeg((600, 600))[:1200], "broken"),
        ("torn.png", png((600, 600))[:60], "broken"),
        ("head.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 400, "broken"),
        ("head.png", b"\x89PNG\r\n\x1a\n", "broken"),
        ("zero.png", claiming(0, 0), "broken"),
        ("page.jpg", b"<script>alert(1)</script>", "kind"),
        ("other.jpg", png(), "mismatch"),
        ("other.png", jpeg(), "mismatch"),
        ("a.gif", b"GIF89a", "suffix"),
        ("a.svg", b"<svg/>", "suffix"),
        ("empty.png", b"", "empty"),
    ],
)
def test_hostile_and_broken_pictures_are_refused(db, name, content, code):
    """G13: each with the reason, and nothing is decoded beyond 40 million pixels."""
    with pytest.raises(Refused) as refused:
        take(name, content)
    assert refused.value.code == code
    assert not stored_files.StoredFile.objects.exists()


def test_a_text_chunk_that_unpacks_to_far_more_is_refused(db):
    """A compressed comment of 200 MB in 200 kB."""
    packed = zlib.compress(b"a" * 200_000_000, 9)
    bomb = png()
    text = chunk(b"zTXt", b"c\0\0" + packed)
    with pytest.raises(Refused):
        take("a.png", bomb[:33] + text + bomb[33:])


def test_forty_million_pixels_are_the_most():
    """What the header claims decides; the reader of the refusal learns the number."""
    assert pictures.MOST_PIXELS == 40_000_000
    with pytest.raises(Unfit) as told:
        pictures.picture(io.BytesIO(claiming(40_000_001, 1)), "PNG")
    assert told.value.code == "pixels"
    with override("en"), pytest.raises(Refused, match="more than 40 million points"):
        take("a.png", claiming(40_000_001, 1))
