"""Who issues a paper: agency lines, symbol, place and signer, as of the day it is dated.

Names follow the dated units: TỔNG CỤC HẢI QUAN over CỤC HẢI QUAN TP. HẢI PHÒNG until 28 February
2025, CỤC HẢI QUAN over CHI CỤC HẢI QUAN KHU VỰC III since (Decree 29/2025, Decision 382/QD-BTC).
Symbol and place are derived from the name until the unit enters its :class:`Letterhead`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from core.official import Signer

from .issuers import committee, standing
from .models import Letterhead, Unit, User

MINISTRY = "Bộ Tài chính"
CAPITAL = "Hà Nội"
PREFIX = re.compile(r"^Cục Hải quan (?:TP\.|thành phố|tỉnh)?\s*", re.IGNORECASE)
BOUND = ("Hải quan", "khu vực", "TP. ", "hiện đại hóa", "quản lý", "rủi ro", "cửa khẩu")
HEADS = {
    "Tổng cục": "Tổng cục trưởng",
    "Chi cục": "Chi cục trưởng",
    "Cục": "Cục trưởng",
    "Vụ": "Vụ trưởng",
    "Văn phòng": "Chánh Văn phòng",
    "Ban": "Trưởng ban",
    "Trường": "Hiệu trưởng",
    "Tạp chí": "Tổng biên tập",
    "Viện": "Viện trưởng",
    "Đội": "Đội trưởng",
    "Phòng": "Trưởng phòng",
}
DEPUTIES = {"Hiệu trưởng": "Phó Hiệu trưởng", "Chánh Văn phòng": "Phó Chánh Văn phòng"}


@dataclass(frozen=True)
class Head:
    """The issuer's part of a paper."""

    unit: Unit
    parent: str
    agency: str
    symbol: str
    place: str
    drafted_by: str


def head_of(unit: Unit, day: date) -> Head:
    """How ``unit`` signs on ``day``; where it was closed by then, its successor signs."""
    issuer = standing(unit, day)
    own = Letterhead.objects.filter(unit=issuer).first()
    above = issuer.parent.name_vi if issuer.parent else MINISTRY
    return Head(
        issuer,
        whole(above),
        whole(issuer.name_vi),
        own.symbol if own else symbol(issuer),
        own.place if own else place(issuer),
        own.drafted_by if own else "",
    )


def addressee(head: Head, day: date) -> str:
    """To whom a report goes: the superior, through the Committee (Decision 104, IV.4)."""
    superior = head.unit.parent
    if superior is None:
        return MINISTRY
    through = committee(day) if superior.parent_id is None else None
    if through is None or through.pk == head.unit.pk:
        return superior.name_vi
    return f"{superior.name_vi} (qua {through.name_vi})"


def whole(name: str) -> str:
    """A name whose compounds are not parted at the end of a line."""
    for words in BOUND:
        bound = words.replace(" ", "\u00a0")
        name = re.sub(re.escape(words), bound, name, flags=re.IGNORECASE)
    return name


def symbol(unit: Unit) -> str:
    """HQHP for Cục Hải quan TP. Hải Phòng; else the last part of the unit's code."""
    if PREFIX.match(unit.name_vi) and unit.parent_id:
        return "HQ" + "".join(re.findall(r"\b[^\W\d_]", bare(unit.name_vi))).upper()
    return re.sub(r"[^\w]+", "", unit.code.rsplit("-", 1)[-1]).replace("_", "") or "HQ"


def bare(name: str) -> str:
    """The province in a department's name, composed (NFC)."""
    return unicodedata.normalize("NFC", PREFIX.sub("", name))


def place(unit: Unit) -> str:
    """The province a department signs in; the capital for the general department's own units."""
    if unit.kind in (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT):
        return CAPITAL
    if unit.area:
        return unit.area.split(",")[0].replace("TP. ", "").strip()
    if unit.kind == Unit.Kind.DEPARTMENT:
        return bare(unit.name_vi) or CAPITAL
    return place(unit.parent) if unit.parent else CAPITAL


def signer(user: User | None, unit: Unit) -> Signer:
    """The position of who signs, with "KT." where a deputy does; no person leaves the name open."""
    first = chief(unit)
    title = getattr(getattr(user, "officer", None), "title", "") if user else ""
    if title.lower().startswith("phó "):
        return Signer(DEPUTIES.get(first, title), str(user), f"KT. {first}")
    return Signer(first, str(user) if user else "")


def chief(unit: Unit) -> str:
    """The head of a unit by the first words of its name."""
    name = unit.name_vi
    return next((title for words, title in HEADS.items() if name.startswith(words)), "Thủ trưởng")
