"""Several documents and photos in one field; each is looked at before any is taken."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.stored_files import inspect

from ..services.activity_files import ACCEPT


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes more than one; a phone offers its camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Its value is the list of uploads; a file that is not taken is named with its reason."""

    def __init__(self, *, accept=ACCEPT, **kwargs):
        self.accept = accept
        widget = ManyFiles(attrs={"accept": ",".join(f".{kind}" for kind in accept)})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data, initial=None):
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if not uploads and self.required:
            raise ValidationError(_("Choose at least one file."))
        refused = [said for each in uploads for said in self.refusals(each)]
        if refused:
            raise ValidationError(refused)
        return uploads

    def refusals(self, upload) -> list[str]:
        """Why this one is not taken, with its name; nothing when all is well."""
        try:
            inspect(super().clean(upload), accept=self.accept)
        except ValidationError as error:
            return [f"{upload.name}: {message}" for message in error.messages]
        return []
