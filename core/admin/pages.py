"""Pages of a move inside the desk's frame: its form on GET, its verb on POST."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.letters import UNDO, waits
from core.views import MoveView


class DeskPage(FormView):
    """A form page of one move in the admin's frame."""

    template_name = "admin/move.html"
    desk: Any = None  # the FlowAdmin, given to as_view
    object: Any = None
    move = ""

    def get_initial(self):
        """What the address says of the form's fields (``?reference=…``): shown, not yet taken."""
        known = self.form_class.base_fields
        return {name: value for name, value in self.request.GET.items() if name in known}

    def get_context_data(self, **kwargs):
        frame = self.desk.admin_site.each_context(self.request)
        move = self.desk.flow.moves[self.move]
        more = {"opts": self.desk.opts, "desk": self.desk, "title": move.label, "move": move}
        return super().get_context_data(**frame, **more, **kwargs)

    def get_success_url(self):
        return self.desk.after(self.request, self.object)

    def done(self) -> None:
        move = self.desk.flow.moves[self.move]
        said = _("%(move)s: done. %(subject)s") % {"move": move.label, "subject": self.object}
        messages.success(self.request, said)
        cause = move.cause.format(subject=self.object)
        if cause and waits(cause):
            until = (now() + UNDO).timestamp()
            self.request.session["undo"] = {"cause": cause, "until": until}


class DeskMove(DeskPage, MoveView):
    """One move of a row in sight."""

    def get_queryset(self):
        return self.desk.get_queryset(self.request)


class DeskBeginning(DeskPage):
    """How a new row comes to be."""

    service = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            self.object = self.service(by=self.request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        self.done()
        return redirect(self.get_success_url())
