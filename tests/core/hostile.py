"""Files as honest people and as others hand them in: what the tests of uploads try."""

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def saved(thing, *args, **how):
    out = io.BytesIO()
    thing.save(out, *args, **how)
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


def macro_word():
    """A .docm under the name of a .docx: its main part says so."""
    out, told = io.BytesIO(), b"wordprocessingml.document.main+xml"
    with zipfile.ZipFile(io.BytesIO(word())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument." + told,
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            target.writestr(name, content)
    return out.getvalue()


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


def pdf(change=None, **how):
    """A PDF of one empty page; ``change(pdf)`` puts something into it."""
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    return saved(made, **how)


def acting(**action):
    def change(made):
        made.Root.OpenAction = pikepdf.Dictionary(**{k: v for k, v in action.items()})

    return change


def attached(made):
    made.attachments["a.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")


def rich(made):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)
    made.pages[0].Annots = pikepdf.Array([note])


def deep(made):
    inner = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([inner]))
    made.pages[0].AA = pikepdf.Dictionary(O=action)


PDF = pdf()
SCRIPT = {"S": pikepdf.Name.JavaScript, "JS": "app.alert(1)"}
SCRIPTED = pdf(acting(**SCRIPT))
# The same name spelled with an escape: /J#61vaScript.
ESCAPED = SCRIPTED.replace(b"/JavaScript", b"/J#61vaScript")
# The action lies in a packed stream of objects: no word of it can be read from outside.
HIDDEN = pdf(deep, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
LAUNCHING = pdf(acting(S=pikepdf.Name.Launch, F="cmd.exe"))
LOCKED = pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))
HALF_LOCKED = pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def picture(form, size=(40, 30), mode="RGB", **how):
    return saved(Image.new(mode, size, "red"), form, **how)


def located():
    """A photograph that says where it was taken, and lies on its side."""
    image, exif = Image.new("RGB", (40, 30), "red"), Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret words"
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 51.0, 30.0)})
    return saved(image, "JPEG", exif=exif.tobytes())


def claimed(width, height):
    """A PNG of a few bytes whose header promises that many points."""

    def chunk(kind, content):
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


ZIP = packed([("a.txt", "a")])
REMOTE = (
    '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/attachedTemplate" Target="http://127.0.0.1/a.dotm" TargetMode="External"/>'
    "</Relationships>"
)
