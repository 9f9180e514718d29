"""What an asker does with a case, through whichever door."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from core.workflow import NotNow

from .. import services
from ..forms.asking import MOVES
from ..forms.files import keep_files
from ..models import Inquiry
from ..pages import acts_of

VERBS: dict[str, Callable[..., Any]] = {
    "add": services.add,
    "reopen": services.reopen,
    "contest": services.contest,
    "withdraw": services.withdraw,
    "rate": services.rate,
}
DONE = {
    "add": gettext_lazy("Your message has arrived."),
    "reopen": gettext_lazy("Customs looks at it again; the clock begins anew."),
    "contest": gettext_lazy("The level above the unit that answered looks at it."),
    "withdraw": gettext_lazy("The question is withdrawn."),
    "rate": gettext_lazy("Thank you: what you said goes to those who supervise the service."),
}


class AskerMove(FormView):
    """The form of one verb; ``inquiry`` and ``by`` are set by the door."""

    template_name = "inquiries/act.html"
    inquiry: Inquiry
    by: Any

    def get_form_class(self):
        if self.kwargs["verb"] not in MOVES:
            raise Http404
        return MOVES[self.kwargs["verb"]]

    def get(self, request, *args, **kwargs):
        form = self.get_form_class()
        if not self.label():
            return self.too_late()
        return self.render_to_response(self.get_context_data(form=form(**self.get_form_kwargs())))

    def label(self) -> str:
        """How the button of this verb reads; "" when it is not open."""
        found = {name: label for name, label, _kind in acts_of(self.inquiry, self.by)}
        return found.get(self.kwargs["verb"], "")

    def get_context_data(self, **kwargs):
        more = {"inquiry": self.inquiry, "heading": self.label(), "home": self.home()}
        return super().get_context_data(**more, **kwargs)

    def form_valid(self, form):
        data, verb = dict(form.cleaned_data), self.kwargs["verb"]
        if "files" in data:
            data["files"], refused = keep_files(data["files"], by=None)
            if refused:
                form.add_error("files", refused)
                return self.form_invalid(form)
        try:
            VERBS[verb](self.inquiry, by=self.by, **data)
        except (NotNow, PermissionDenied):
            return self.too_late()
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        messages.success(self.request, DONE[verb])
        return redirect(self.home())

    def too_late(self):
        messages.warning(self.request, _("This is not open any more: see how the case stands now."))
        return redirect(self.home())

    def home(self) -> str:
        raise NotImplementedError
