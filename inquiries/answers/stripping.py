"""What in a text tells who asked: found, marked for the checker, taken out (G20).

Pure: knows no database. What is sure (numbers, addresses of mail) must be gone before an answer is
published; what is likely (names, places) is marked and judged by a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

UPPER = "".join(sign for sign in map(chr, range(0x41, 0x1EFA)) if sign.isupper())
NAME = rf"[{UPPER}][\w'’-]*(?:\s+[{UPPER}][\w'’-]*){{1,5}}"
SURE = {
    "email": _("email"),
    "tax_code": _("tax code"),
    "phone": _("telephone"),
    "declaration": _("declaration number"),
    "account": _("long number"),
    "container": _("container number"),
    "named": _("name of who asked"),
}
LIKELY = {"person": _("person"), "company": _("enterprise"), "address": _("address")}
LABELS = SURE | LIKELY
PATTERNS = (
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    (
        "phone",
        r"(?<![\d/.-])(?:\(?\+84\)?|0084|0)[ .\-()]{0,2}[235789](?:[ .\-()]{0,2}\d){8,9}(?![\d/])",
    ),
    ("declaration", r"(?<!\d)[1-7]\d{2}[ .]?\d{4}[ .]?\d{4,5}(?![\d/])"),
    ("tax_code", r"(?i:(?<=MST )|(?<=MST: )|(?<=số thuế )|(?<=tax code ))\d{10}(?:\s?-\s?\d{3})?"),
    # Ten digits that could be no mobile telephone.
    ("tax_code", r"(?<![\d/.])(?!0[35789]\d{8}(?!\d))\d{10}(?:\s?-\s?\d{3})?(?![\d/])"),
    ("account", r"(?<![\d/.,])\d{13,19}(?![\d/])"),
    ("container", r"\b[A-Z]{3}[UJZ][ -]?\d{6}[ -]?\d\b"),
    (
        "company",
        rf"(?:Công ty|Doanh nghiệp tư nhân|DNTN|Tập đoàn|Chi nhánh|Hợp tác xã|HTX|Cty)\s+"
        rf"(?:(?:TNHH|[Cc]ổ phần|CP|MTV|một thành viên|Trách nhiệm hữu hạn|liên doanh|XNK|TM|DV"
        rf"|SX|[Tt]hương mại|[Dd]ịch vụ|[Ss]ản xuất|[Xx]uất nhập khẩu|&|và|-)\s+)*{NAME}",
    ),
    (
        "company",
        rf"{NAME},?\s+(?:Co\.?,?\s*Ltd\.?|JSC|Corp(?:oration)?|LLC|Inc|Company|Limited)(?!\w)",
    ),
    (
        "address",
        r"(?:số nhà|nhà số|số|lô|No\.)\s*[\w/-]*\d[\w/-]*,?\s+(?:đường|phố|ngõ|ngách|hẻm|khu|KCN|"
        r"quốc lộ|ấp|tổ|street|road)[^\n.;]{2,120}",
    ),
    ("address", r"\d[\w/-]*\s+[^\n.;,]{2,40}\b(?:Street|Road|Avenue|St\.|Rd\.)[^\n.;]{0,80}"),
    (
        "person",
        rf"(?:\b(?:[ÔôAa]nh|[ÔÔô]ng|[Bb]à|[Cc]hị|[Tt]ôi tên là|[Tt]ên tôi là|[Mm]y name is|Mr\.?|"
        rf"Mrs\.?|Ms\.?|Miss))\s+{NAME}",
    ),
)
FOUND = [(kind, re.compile(pattern)) for kind, pattern in PATTERNS]


@dataclass(frozen=True)
class Mark:
    """A passage from ``start`` to ``end``; ``kind`` is a key of :data:`LABELS`."""

    start: int
    end: int
    kind: str

    @property
    def sure(self) -> bool:
        return self.kind in SURE


def marks(text: str, names: Iterable[str] = ()) -> list[Mark]:
    """What tells who asked, in order, without overlaps; ``names`` are those known of the case."""
    found = [
        Mark(match.start(), match.end(), "named")
        for name in sorted({n.strip() for n in names if len(n.strip()) > 3}, key=len, reverse=True)
        for match in re.finditer(re.escape(name), text, re.IGNORECASE)
    ]
    for kind, pattern in FOUND:
        found += [Mark(m.start(), m.end(), kind) for m in pattern.finditer(text)]
    kept: list[Mark] = []
    order = list(LABELS)
    for mark in sorted(found, key=lambda m: (m.start, order.index(m.kind), -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def stripped(text: str, names: Iterable[str] = ()) -> str:
    """The text with each passage replaced by what stood there: "[tax code]"."""
    out, at = [], 0
    for mark in marks(text, names):
        out += [text[at : mark.start], f"[{LABELS[mark.kind]}]"]
        at = mark.end
    return "".join([*out, text[at:]])


def shown(text: str, names: Iterable[str] = ()) -> str:
    """The text as HTML with every passage marked and its kind said."""
    parts, at = [], 0
    for mark in marks(text, names):
        parts.append(("", text[at : mark.start]))
        said = format_html(
            '<mark>{}<span class="visually-hidden"> ({})</span></mark>',
            text[mark.start : mark.end], LABELS[mark.kind],
        )  # fmt: skip
        parts.append(("", said))
        at = mark.end
    return format_html_join("", "{}{}", [*parts, ("", text[at:])])
