"""Lists of enterprises to ask, from Excel or CSV: whole, or refused with every faulty row."""

from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.importing.tables import read
from directory.models import Enterprise, User

from .services import Listed

COLUMNS = {
    "tax_code": ("mã số thuế", "tax code"),
    "name": ("tên", "tên doanh nghiệp", "name"),
    "email": ("email", "thư điện tử"),
    "phone": ("điện thoại", "telephone"),
    "postal": ("địa chỉ", "address"),
    "language": ("ngôn ngữ", "language"),
}
LONGEST = {"name": 250, "phone": 30, "postal": 300, "email": 254}


def read_list(file: BinaryIO, by: User) -> list[Listed]:
    """The rows of a list; tax codes are looked up among the enterprises ``by`` may see.

    ``ValidationError`` with every fault by its row.
    """
    rows = list(read(file).rows)
    if len(rows) < 2:
        raise ValidationError(_("The list has no row."))
    heads = [column(cell) for cell in rows[0][1]]
    if "name" not in heads and "tax_code" not in heads:
        raise ValidationError(_("A column “name” or “tax code” is needed."))
    named = [(number, entry(heads, cells)) for number, cells in rows[1:]]
    codes = [row["tax_code"] for _number, row in named if row.get("tax_code")]
    seen = Enterprise.objects.visible_to(by).filter(tax_code__in=codes)
    known = {enterprise.tax_code: enterprise for enterprise in seen}
    faults = [fault for number, row in named for fault in faults_of(number, row, known)]
    if faults:
        raise ValidationError(faults[:50])
    return [listed(row, known) for _number, row in named]


def column(cell: Any) -> str:
    text = str(cell or "").strip().lower()
    return next((name for name, spellings in COLUMNS.items() if text in spellings), "")


def entry(heads: list[str], cells: list[Any]) -> dict[str, str]:
    found = zip(heads, cells, strict=False)
    return {head: str(cell).strip() for head, cell in found if head and cell not in (None, "")}


def faults_of(number: int, row: dict[str, str], known: dict[str, Enterprise]) -> list[str]:
    said = []
    if (code := row.get("tax_code")) and code not in known:
        said.append(_("no enterprise in your reach has the tax code %(code)s") % {"code": code})
    elif not code and not row.get("name"):
        said.append(_("the name is missing"))
    if row.get("email"):
        try:
            validate_email(row["email"])
        except ValidationError:
            said.append(_("“%(email)s” is no email address") % {"email": row["email"]})
    if row.get("language", "vi").lower() not in ("vi", "en"):
        said.append(_("the language is vi or en"))
    said += [_("“%(text)s…” is too long") % {"text": row[name][:20]}
             for name, most in LONGEST.items() if len(row.get(name, "")) > most]  # fmt: skip
    return [_("Row %(row)d: %(fault)s.") % {"row": number, "fault": fault} for fault in said]


def listed(row: dict[str, str], known: dict[str, Enterprise]) -> Listed:
    enterprise = known.get(row.get("tax_code", ""))
    return Listed(
        name=row.get("name") or (enterprise.name_vi if enterprise else ""),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        postal=row.get("postal") or (enterprise.address if enterprise else ""),
        language=row.get("language", "vi").lower(),
        enterprise=enterprise,
    )
