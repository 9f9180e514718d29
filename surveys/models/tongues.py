"""A text kept in Vietnamese and English, in the reader's language."""

from django.utils.translation import get_language


def said(row, name: str) -> str:
    """``<name>_en`` for English readers where it is given, else ``<name>_vi``."""
    english = (get_language() or "vi").startswith("en")
    vi, en = getattr(row, f"{name}_vi"), getattr(row, f"{name}_en")
    return (en if english else vi) or vi or en
