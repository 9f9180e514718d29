"""Several files in one field: each is looked at and kept at once; one that is refused says why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.files.kinds import KINDS
from core.models import StoredFile
from core.stored_files import take

WANTED = ("pdf", "docx", "xlsx", "txt", "csv", "png", "jpg", "jpeg")
ACCEPT = tuple(kind for kind in WANTED if kind in KINDS)
MOST = 5
LARGEST = 10 * 2**20  # bytes of one file


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Its value is a list of uploads, empty when none was chosen.

    An empty file is among them: :func:`keep_files` refuses it by name and keeps the others.
    """

    def __init__(self, **options):
        accept = ",".join(f".{kind}" for kind in ACCEPT)
        widget = ManyFiles(attrs={"multiple": True, "accept": accept})
        super().__init__(widget=widget, required=False, allow_empty_file=True, **options)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, None) for each in uploads if each]


def keep_files(
    uploads: Iterable[Any], *, by: Any, already: int = 0
) -> tuple[list[StoredFile], list[ValidationError]]:
    """Keep what can be taken; returns the files and, by name, why others were refused."""
    kept: list[StoredFile] = []
    refused: list[ValidationError] = []
    for upload in uploads:
        try:
            if already + len(kept) >= MOST:
                raise ValidationError(_("No more than %(n)s files. Send the rest as a message.")
                                      % {"n": MOST})  # fmt: skip
            kept.append(take(upload, by=by, accept=ACCEPT, limit=LARGEST))
        except ValidationError as wrong:
            refused.append(ValidationError(f"{upload.name}: {' '.join(wrong.messages)}"))
    return kept, refused
