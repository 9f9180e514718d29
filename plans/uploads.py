"""Uploaded Decisions: looked at, read, and the two languages laid side by side."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.stored_files import DOCUMENTS, inspect

from .reading import Decision, NotADecision, pair, read_lines, text_of
from .services import Document, Translation
from .spellings import spellings

ACCEPT = ",".join(f".{kind}" for kind in DOCUMENTS)


class DecisionFile(forms.FileField):
    """A .txt, .docx or .pdf file; its value is the :class:`Document` read from it.

    Refused with the reader's sentence, which names the remedy, beside the field.
    """

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return document(upload) if upload else None


def document(upload: Any, units: Callable[[date], Mapping[str, str]] = spellings) -> Document:
    """Read an uploaded Decision; ``units`` gives the known spellings as of a day.

    Raises ``ValidationError`` for a file that is not taken or is no such Decision.
    """
    inspect(upload, accept=DOCUMENTS)
    content = upload.read()
    try:
        lines = text_of(upload.name, content)
        decision = read_lines(lines, units)
    except NotADecision as refused:
        raise ValidationError(_(str(refused))) from refused
    upload.seek(0)
    return Document(upload, sha256(content).hexdigest(), lines, decision)


def paired(first: Document, second: Document | None) -> tuple[Document, Translation | None]:
    """Main text and translation, the Vietnamese text leading where both are given.

    Raises ``ValidationError`` when both are of one language or of different Decisions.
    """
    if second is None:
        return first, None
    by_language = {each.decision.language: each for each in (first, second)}
    if len(by_language) < 2:
        raise ValidationError(
            _("Both files are in the same language: choose the other language's text.")
        )
    vi, en = by_language["vi"], by_language["en"]
    _same_decision(vi.decision, en.decision)
    together = pair(vi.decision, en.decision)
    texts = {id(couple.vi): couple.en.text for couple in together.couples}
    return vi, Translation(en.file, en.digest, en.lines, en.decision, texts, together.doubts)


def _same_decision(vi: Decision, en: Decision) -> None:
    if vi.year and en.year and vi.year != en.year:
        raise ValidationError(
            _(
                "The files are of different years (%(vi)s and %(en)s): "
                "choose two texts of one Decision."
            ),
            params={"vi": vi.year, "en": en.year},
        )
