"""The file to import: looked at before it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.stored_files import TABLES, inspect

from .refusal import RefusedTable
from .resource import SheetResource
from .tables import read


class UploadForm(forms.Form):
    """One Excel or CSV file with the columns of the template."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or CSV, at most 20 MB and 100,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args, resource: SheetResource, **kwargs):
        super().__init__(*args, **kwargs)
        self.resource = resource

    def clean_file(self):
        """Refuses what is no table, has other columns, or only a heading."""
        upload = self.cleaned_data["file"]
        inspect(upload, accept=TABLES)
        rows = read(upload.file).rows
        _number, header = next(rows, (0, []))
        self.resource.named(header)
        if next(rows, None) is None:
            raise RefusedTable(
                _("There are no rows under the heading."), _("Fill in the template and send it.")
            )
        upload.seek(0)
        return upload
