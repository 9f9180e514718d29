"""From a figure that was handed in to the rows that it counts as they stand today."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from ..services.freezing import side_by_side


class RowsPage(View):
    """``?figure=CODE``: leads to the list; back to the card where none stands behind it any more.

    What was handed in stays as it was, and its rows may have changed since: the address is that of
    the same measure, unit and days, asked only when somebody follows it.
    """

    desk: Any = None

    def get(self, request, pk):
        report = get_object_or_404(self.desk.get_queryset(request), pk=pk)
        lists = {now.measure.code: now.rows for now, _before in side_by_side(report, [])}
        if found := lists.get(request.GET.get("figure", "")):
            return redirect(found)
        messages.info(request, _("No list stands behind this figure today."))
        return redirect(self.desk.url("change", report.pk))
