"""Pages over all agreements on the desk: portfolio, coverage, expiries; two as workbooks."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.cells import xlsx_response
from core.desk import DeskAdmin

from ..pages import coverage, expiries, portfolio
from ..rules import reads_overview


class OverviewMixin(DeskAdmin):
    """For the admin of agreements: the addresses of the three pages, and links above the list."""

    def ways(self, request):
        named = [
            (_("Portfolio"), "portfolio"),
            (_("Coverage"), "coverage"),
            (_("Calendar of expiries"), "expiries"),
        ]
        links = [(label, self.url(name)) for label, name in named]
        return [*super().ways(request), *(links if reads_overview(request.user) else [])]

    def overview_pages(self):
        return {
            "portfolio": self.portfolio,
            "coverage": self.coverage,
            "expiries": self.expiries,
            "portfolio_export": self.portfolio_sheet,
            "coverage_export": self.coverage_sheet,
        }

    def guarded(self, view):
        def page(request):
            if not reads_overview(request.user):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(page)

    def page(self, request, name: str, title: str, **context):
        frame = self.admin_site.each_context(request)
        frame |= {"title": title, "opts": self.opts, "desk": self, "at": localtime()}
        template = f"admin/associations/agreement/{name}.html"
        return TemplateResponse(request, template, frame | context)

    def portfolio(self, request):
        return self.page(request, "portfolio", _("Portfolio"), **portfolio(request.user))

    def coverage(self, request):
        return self.page(request, "coverage", _("Coverage"), **coverage())

    def expiries(self, request):
        return self.page(
            request, "expiries", _("Calendar of expiries"), months=expiries(request.user)
        )

    def portfolio_sheet(self, request):
        heads = [_("Unit"), _("Agreements in force"), _("Ending within 90 days"),
                 _("Commitments outstanding"), _("Commitments lapsed"),
                 _("Commitments confirmed")]  # fmt: skip
        rows = (
            [str(k.unit), k.in_force, k.ending, k.outstanding, k.lapsed, k.confirmed]
            for k in portfolio(request.user)["lines"]
        )
        return xlsx_response(_("Portfolio"), heads, rows, {_("Made by"): str(request.user)})

    def coverage_sheet(self, request):
        found = coverage()
        heads = [_("Unit"), _("Agreements in force"), *(str(f.label) for f in found["fields"])]
        rows = ([str(line.unit), line.total, *line.counts] for line in found["lines"])
        return xlsx_response(_("Coverage"), heads, rows, {_("Made by"): str(request.user)})
