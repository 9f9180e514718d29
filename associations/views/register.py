"""The public register of associations and agreements, and one's own cooperation."""

import re

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView, View

from core.search import matching
from core.views import ScopedMixin

from ..models import Agreement, Association
from ..pages import agreement_page, agreements_page, association_page, feed, own_page

KEY = re.compile("[0-9]{1,18}")
public = method_decorator(login_not_required, name="dispatch")


class RegisterForm(forms.Form):
    """What of the register is shown."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False,
        choices=[("", _("All sectors")), *Association.Sector.choices],
    )  # fmt: skip


@public
class Register(TemplateView):
    """Associations, and how many agreements in force each has."""

    template_name = "associations/register.html"

    def get_context_data(self, **kwargs):
        form = RegisterForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        rows = matching(Association.objects.for_register(), asked.get("q", ""))
        if asked.get("sector"):
            rows = rows.filter(sector=asked["sector"])
        page = Paginator(rows, 50).get_page(self.request.GET.get("page"))
        return super().get_context_data(form=form, page=page, asked=asked, **kwargs)


class AgreementsForm(forms.Form):
    """What of the agreements in force is shown."""

    q = forms.CharField(label=_("Title or number"), max_length=100, required=False)
    field = forms.ChoiceField(
        label=_("Field of cooperation"), required=False,
        choices=[("", _("All fields")), *Agreement.Field.choices],
    )  # fmt: skip


@public
class Agreements(TemplateView):
    """All agreements in force, whoever the partner is; the latest entered first."""

    template_name = "associations/agreements.html"

    def get_context_data(self, **kwargs):
        form = AgreementsForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        before = self.request.GET.get("before", "")
        found = agreements_page(asked, int(before) if KEY.fullmatch(before) else None)
        return super().get_context_data(form=form, asked=asked, **found, **kwargs)


@public
class AssociationPage(ScopedMixin, DetailView):
    """One association: what it is and what was agreed with it."""

    model, template_name = Association, "associations/association.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**association_page(self.object), **kwargs)


@public
class AgreementPage(ScopedMixin, DetailView):
    """One agreement: its public facts; for its parties, what is agreed on in detail."""

    model, template_name = Agreement, "associations/agreement.html"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        more = agreement_page(self.object, self.request.user)
        return super().get_context_data(**more, **kwargs)


class Feed(View):
    """One's days ahead for a calendar program, to be saved."""

    def get(self, request):
        answer = HttpResponse(feed(request.user), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="cooperation.ics"'
        return answer


class Own(TemplateView):
    """Agreements of those for whom one speaks, what is due, and what one may do."""

    template_name = "associations/own.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**own_page(self.request.user), **kwargs)
