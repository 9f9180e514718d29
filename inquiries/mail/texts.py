"""Bytes and HTML of a mail as plain text; what its writer quoted, apart. Pure, never raises."""

import re
import unicodedata
from html.parser import HTMLParser

import nh3

LONGEST = 200_000  # characters of a text that are kept
ALIASES = {"windows-1258": "cp1258", "x-viet-tcvn": "cp1258", "ansi": "cp1258", "unicode": "utf-8"}
# Never decoded: it hides tags and lines from whoever looks at the bytes.
REFUSED = {"utf-7", "utf7", "unicode-1-1-utf-7"}
UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TAGS = {"p", "br", "div", "li", "ul", "ol", "tr", "td", "th", "table", "blockquote", "a", "h1",
        "h2", "h3", "h4", "pre", "hr"}  # fmt: skip
DROPPED = {"script", "style", "title", "head", "template", "noscript", "svg", "math", "iframe",
           "object", "form", "button", "select", "textarea"}  # fmt: skip
BLOCKS = TAGS - {"a", "td", "th", "br"}
# How programs begin the letter they answer to.
QUOTING = re.compile(
    r"""^(?:
      On\s.{5,200}\swrote:\s*$ | Vào\s.{5,200}\sđã\sviết:\s*$
    | .{0,120}<[^>\s]+@[^>\s]+>\s*đã\sviết:\s*$
    | -{2,}\s?(?:Original\sMessage|Forwarded\smessage|Thư\sgốc|Tin\snhắn\sgốc|Thư\schuyển).*
    | _{20,}\s*$
    | (?:From|Từ):\s.{1,200}$(?=\n(?:Sent|Date|To|Subject|Đã\sgửi|Ngày|Gửi|Tới|Đến)\s?:)
    )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether it was read in the charset it claims.

    A charset that is unknown, refused (UTF-7) or wrong is passed over for UTF-8, then windows-1258.
    """
    name = charset.strip().strip("\"'").lower() or "utf-8"
    name = ALIASES.get(name, name)
    for each in ([] if name in REFUSED else [name]) + ["utf-8", "cp1258"]:
        try:
            return tidy(content.decode(each)), each == name
        except (UnicodeError, LookupError, ValueError):
            continue
    return tidy(content.decode("latin-1")), False


def tidy(text: str) -> str:
    """Composed letters, line ends of one kind, nothing PostgreSQL or a reader cannot hold."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = UNSAID.sub("", text).encode("utf-8", "replace").decode()
    return text[:LONGEST].strip()


class Plain(HTMLParser):
    """Cleaned HTML as lines; quotations get the sign of quoted lines."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.depth, self.link = 0, ""

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "blockquote":
            self.depth += 1
        if tag == "li":
            self.parts.append("- ")
        if tag == "a":
            self.link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag):
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)
        if (
            tag == "a"
            and self.link.startswith("http")
            and self.link not in "".join(self.parts[-1:])
        ):
            self.parts.append(f" ({self.link})")
        if tag in ("td", "th"):
            self.parts.append("\t")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        said = re.sub(r"\s+", " ", data)
        mark = "> " * self.depth
        self.parts.append(f"{mark}{said}" if mark and said.strip() else said)


def from_html(html: str) -> str:
    """HTML as text: what runs, loads or hides is dropped before it is read."""
    clean = nh3.clean(
        html[: 4 * LONGEST], tags=TAGS, clean_content_tags=DROPPED, attributes={"a": {"href"}},
        link_rel=None, url_schemes={"http", "https"},
    )  # fmt: skip
    plain = Plain()
    plain.feed(clean)
    plain.close()
    text = tidy("".join(plain.parts).replace("\xa0", " "))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]*\n[ \t]*", "\n", text))


def unquoted(text: str) -> tuple[str, str]:
    """(what the writer wrote, what was quoted); a text that only quotes is its own."""
    found = QUOTING.search(text)
    head, tail = (text[: found.start()], text[found.start() :]) if found else (text, "")
    own = [line for line in head.split("\n") if not line.startswith(">")]
    cited = [line for line in head.split("\n") if line.startswith(">")]
    mine = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()
    if not mine and found:  # written under what is quoted
        first, *lines = tail.split("\n")
        marked = [line for line in lines if line.startswith(">")]
        if marked:
            mine = "\n".join(line for line in lines if not line.startswith(">")).strip()
            tail = "\n".join([first, *marked])
    if not mine:
        return text.strip(), ""
    return mine, "\n".join([*cited, tail]).strip()
