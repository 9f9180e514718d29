"""Tax codes: the number by which an enterprise is known."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as Wrong
from stdnum.vn import mst

PERSONAL = re.compile(r"\d{12}")


def clean_tax_code(text: str) -> str:
    """Return the code as it is stored: ``0100233488``, ``0314409058-002`` or 12 digits.

    Spaces, dots and dashes are forgiven. 12 digits are the personal number that replaces the tax
    code of household businesses from 1 July 2025 (Circular 86/2024/TT-BTC) and have no check digit.
    Raises ``django.core.exceptions.ValidationError`` for anything else.
    """
    compact = mst.compact(str(text)).replace("-", "")
    if PERSONAL.fullmatch(compact):
        return compact
    try:
        return mst.format(mst.validate(compact))
    except Wrong as wrong:
        raise ValidationError(
            _(
                "%(code)s is not a tax code: give 10 digits, 13 for a branch, "
                "or the 12 digits of a household business."
            ),
            code="tax_code",
            params={"code": text},
        ) from wrong


def validate_tax_code(text: str) -> None:
    """Refuse what is not a tax code in its stored form (field validator)."""
    if clean_tax_code(text) != text:
        raise ValidationError(
            _("Write the tax code as %(code)s."), params={"code": clean_tax_code(text)}
        )
