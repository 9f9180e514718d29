"""Telephone numbers as they are dialled: how they are written and the country's prefix do not tell
them apart."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Right

TOLD = 9  # digits; after them come only a nought or the prefix 84


def dialled(text: str) -> str:
    """The digits by which a number is compared; "" for what is no whole number."""
    digits = "".join(sign for sign in text if sign in "0123456789")
    return digits[-TOLD:] if len(digits) >= TOLD else ""


def dialled_from(column: str) -> Right:
    """The same of a column, in the database: an index of cases is made of it."""
    noise, none, everywhere = Value(r"[^0-9]"), Value(""), Value("g")
    digits = Func(F(column), noise, none, everywhere, function="regexp_replace")
    return Right(digits, TOLD, output_field=CharField())
