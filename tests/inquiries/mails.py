"""Mails as people, programs and others send them: builders, and what should become of each."""

import base64
import struct
import zipfile
from email.message import EmailMessage
from io import BytesIO

from tests.core.hostile import macro_word, pdf, picture, word

BOX = "hoidap@customs.example"
SENDER = "Trần Lan <lan@gao.example>"
TEXT = "Xin hỏi hồ sơ hải quan điện tử gồm những gì?"


def mail(text=TEXT, *, sender=SENDER, subject="Hỏi về hồ sơ", html="", files=(), **headers):
    """A mail as a decent program writes it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, BOX, subject
    message["Message-ID"] = headers.pop("id", f"<{abs(hash((text, sender, subject)))}@gao.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def raw(head, body=b"Xin hoi", **more):
    """A mail written byte by byte."""
    lines = {"From": "a@gao.example", "Subject": "Hoi"}
    lines |= {name.replace("_", "-"): value for name, value in more.items()}
    said = "".join(f"{n}: {value}\r\n" for n, value in lines.items() if n + ":" not in head)
    return (said + head).encode("latin-1") + b"\r\n\r\n" + body


def typed(charset, text=TEXT, encoding=None, transfer="base64"):
    body = base64.b64encode(text.encode(encoding or charset, "replace"))
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {transfer}"
    return raw(head, body, Subject=f"charset {charset}")


def html_only(html):
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = SENDER, "html", f"<{len(html)}h@x>"
    message.set_content(html, subtype="html")
    return message.as_bytes()


def winmail(*files):
    """An Outlook wrapper around files."""

    def part(kind, content, level=2):
        return struct.pack("<BII", level, kind, len(content)) + content + b"\0\0"

    out = b"\x78\x9f\x3e\x22\x01\x00" + part(0x00089006, b"\0\0\1\0", 1)
    for name, content in files:
        out += part(0x00069002, b"\0" * 14) + part(0x00018010, name.encode() + b"\0")
        out += part(0x0006800F, content)
    return out


def bounce(original="<1@x>"):
    return (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <b1@mx>\r\n"
        b"Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status;"
        b' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNot delivered\r\n--b\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
        b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + original.encode() + b"\r\n\r\n--b--\r\n"
    )  # fmt: skip


def archive():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "a")
    return out.getvalue()


HTML = """<html><head><style>p{color:red}</style><script>alert(1)</script></head><body>
<p>Kính gửi <b>Cục Hải quan</b>,</p><ul><li>Một</li><li>Hai</li></ul>
<a href="https://gao.example/a">xem</a><img src="http://127.0.0.1/track.gif">
<a href="javascript:alert(1)">x</a><blockquote>cũ</blockquote></body></html>"""
FORWARDED = f"Nhờ trả lời giúp.\n\n---------- Forwarded message ----------\nFrom: a\n\n{TEXT}"
RULED = f"Kính gửi\n____________________________\n{TEXT}"
OUTLOOK = f"{TEXT}\n\n-----Original Message-----\nFrom: a\nCũ"
GMAIL = f"{TEXT}\n\nVào Th 2, 5 thg 1, 2026 lúc 10:00 Hải quan <a@b.vn> đã viết:\n> Cũ\n> nữa"
HEADS = f"{TEXT}\n\nTừ: Hải quan\nNgày: 5/1\nChủ đề: x\n\nCũ"
BELOW = "On Mon, 5 Jan 2026, Customs wrote:\n> Cũ\n> nữa\n\n" + TEXT
NESTED = b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 300

WRAPPED = winmail(("a.txt", b"chao"), ("b.exe", b"MZ"))

# name: (mail, outcome, what the question holds, what it does not hold, names of files kept)
MAILS = {
    "plain": (mail(), "case", TEXT, "", []),
    "english": (mail("What papers are needed?", subject="Papers"), "case", "papers", "", []),
    "no subject": (mail("Hỏi gì", subject=""), "case", "Hỏi gì", "", []),
    "no text": (mail("", files=[("a.pdf", pdf())]), "case", "(", "", ["a.pdf"]),
    "no message id": (raw("X-A: b", Message_ID=""), "case", "Xin hoi", "", []),
    "long subject": (mail(subject="dài " * 200), "case", TEXT, "", []),
    "folded subject": (raw("Subject: =?utf-8?q?H=E1=BB=8Fi?=\r\n =?utf-8?q?_ti=E1=BA=BFp?="),
                       "case", "Xin hoi", "", []),
    "broken encoded word": (raw("Subject: =?utf-8?b?!!!?= x"), "case", "Xin hoi", "", []),
    "unknown encoded charset": (raw("Subject: =?x-klingon?q?H=E1?="), "case", "Xin hoi", "", []),
    "raw utf-8 headers": ("From: Trần <a@gao.example>\r\nSubject: Hỏi\r\n\r\nGì".encode(),
                          "case", "Gì", "", []),
    "utf-8": (typed("utf-8"), "case", TEXT, "", []),
    "utf-16": (typed("utf-16"), "case", TEXT, "", []),
    "windows-1258": (typed("windows-1258", "Đăng ky\u0301", "cp1258"), "case", "Đăng ký", "", []),
    "windows-1252": (typed("windows-1252", "façade"), "case", "façade", "", []),
    "iso-8859-1": (typed("iso-8859-1", "déjà vu"), "case", "déjà vu", "", []),
    "utf-7": (typed("utf-7", "+ADw-script+AD4-", "ascii"), "case", "+ADw-", "<script", []),
    "unknown charset": (typed("x-unknown", TEXT, "utf-8"), "case", TEXT, "", []),
    "lying charset": (typed("us-ascii", TEXT, "utf-8"), "case", TEXT, "", []),
    "quoted charset": (typed("'utf-8'", TEXT, "utf-8"), "case", TEXT, "", []),
    "gb2312": (typed("gb2312", "海关"), "case", "海关", "", []),
    "broken base64": (raw("Content-Transfer-Encoding: base64", b"WGlu@@@=="), "case", "", "", []),
    "broken quoted-printable": (raw("Content-Transfer-Encoding: quoted-printable", b"a=ZZ b"),
                                "case", "b", "", []),
    "unknown transfer": (raw("Content-Transfer-Encoding: x-none"), "case", "Xin hoi", "", []),
    "nul bytes": (raw("X-N: 1", b"a\0b\x07c"), "case", "abc", "\0", []),
    "direction marks": (mail("x\u202egpj.exe\u202c y"), "case", "xgpj.exe", "\u202e", []),
    "decomposed": (mail("Ho\u0300a"), "case", "Hòa", "", []),
    "lone surrogate": (raw("Content-Type: text/plain; charset=utf-8", b"a\xed\xa0\x80b"),
                       "case", "a", "", []),
    "html only": (html_only(HTML), "case", "Kính gửi Cục Hải quan", "alert", []),
    "html lists and links": (html_only(HTML), "seen", "", "", []),
    "html hostile": (html_only("<svg onload=alert(1)>Chào<iframe src=x>"), "case", "", "<", []),
    "html and plain": (mail(html=HTML, subject="cả hai"), "case", TEXT, "Một", []),
    "quoted outlook": (mail(OUTLOOK), "case", f"{TEXT}\n\n--", "", []),
    "quoted gmail": (mail(GMAIL), "case", "> nữa", "", []),
    "quoted by heads": (mail(HEADS), "case", "Cũ", "", []),
    "written below": (mail(BELOW), "case", f"{TEXT}\n\nOn Mon", "nữa\n\n", []),
    "forwarded": (mail(FORWARDED), "case", TEXT, "", []),
    "under a line": (mail(RULED), "case", TEXT, "", []),
    "under the same number": (mail("Trang hai", id="<scan@x>"), "case", "Trang hai", "", []),
    "same number, other words": (mail("Trang ba", id="<scan@x>"), "case", "Trang ba", "", []),
    "a person away": (mail(subject="Vắng mặt người đại diện khi ký tờ khai"), "case", TEXT, "", []),
    "only quotation": (mail("> Cũ\n> nữa", subject="q"), "case", "Cũ", "", []),
    "pdf": (mail("với tệp", files=[("đơn.pdf", pdf())]), "case", "với tệp", "", ["đơn.pdf"]),
    "word": (mail("w", files=[("a.docx", word())]), "case", "w", "", ["a.docx"]),
    "picture": (mail("p", files=[("a.png", picture("PNG"))]), "case", "p", "", ["a.png"]),
    "macro": (mail("m", files=[("a.docx", macro_word())]), "case", "m", "", []),
    "program": (mail("e", files=[("a.exe", b"MZ")]), "case", "e", "", []),
    "archive": (mail("z", files=[("a.zip", archive())]), "case", "z", "", []),
    "path in name": (mail("n", files=[("../../a.txt", b"a")]), "case", "n", "", ["a.txt"]),
    "empty file": (mail("0", files=[("a.txt", b"")]), "case", "0", "", []),
    "twelve files": (mail("12", files=[(f"{n}.txt", b"a") for n in range(12)]), "case", "12", "",
                     [f"{n}.txt" for n in range(10)]),
    "winmail": (mail("tnef", files=[("winmail.dat", WRAPPED)]), "case", "tnef", "", ["a.txt"]),
    "winmail cut": (mail("cut", files=[("winmail.dat", winmail(("a.txt", b"a"))[:40])]),
                    "case", "cut", "", []),
    "thirty megabytes": (mail("to", files=[("big.txt", b"a" * 22 * 2**20), ("s.txt", b"s")]),
                         "case", "to", "", ["s.txt"]),
    "mail in a mail": (mail("fw", files=[("m.eml", mail())]), "case", "fw", "", []),
    "nested without end": (raw("Content-Type: multipart/mixed; boundary=a", NESTED), "case", "", "",
                           []),
    "no boundary": (raw("Content-Type: multipart/mixed"), "case", "", "", []),
    "no headers": (b"just text", "broken", "", "", []),
    "empty": (b"", "broken", "", "", []),
    "binary": (bytes(range(256)) * 40, "broken", "", "", []),
    "no sender": (raw("From: nobody"), "broken", "", "", []),
    "two senders": (raw("From: a@gao.example, b@gao.example"), "case", "Xin hoi", "", []),
    "headers for ever": (raw("X-A: " + "b" * 200_000), "case", "Xin hoi", "", []),
    "out of office": (mail(subject="Automatic reply: Hỏi", id="<oo@x>"), "auto", "", "", []),
    "auto submitted": (mail("vắng", Auto_Submitted="auto-replied"), "auto", "", "", []),
    "auto submitted no": (mail("có", Auto_Submitted="no"), "case", "có", "", []),
    "vietnamese away": (mail("v", subject="Trả lời tự động: vắng mặt"), "auto", "", "", []),
    "away, in answer": (mail("n", subject="Vắng mặt", In_Reply_To="<1@x>"), "auto", "", "", []),
    "x-loop": (mail("l", X_Loop="a"), "auto", "", "", []),
    "bounce": (bounce(), "bounce", "", "", []),
    "bounce without report": (mail("f", sender="postmaster@x.example"), "bounce", "", "", []),
    "list": (mail("tin", List_Id="<a.b>"), "list", "", "", []),
    "bulk": (mail("b", Precedence="bulk"), "list", "", "", []),
    "our own letter": (mail("o", sender="Cổng <portal@customs.example>"), "own", "", "", []),
    "the box itself": (mail("o2", sender=BOX), "own", "", "", []),
}  # fmt: skip
