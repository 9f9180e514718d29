"""What a device keeps so that an answer goes on without a line, reloaded pages too.

Both are the same for everybody and hold nothing of a visitor; the answers themselves stay where
static/js/offline.js keeps them.
"""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class Away(TemplateView):
    """The page that opens in place of a section or the check page."""

    template_name = "surveys/away.html"


@method_decorator(login_not_required, name="dispatch")
class Worker(TemplateView):
    """The script that opens it; its address, beside the pages of an answer, is its reach."""

    template_name, content_type = "surveys/worker.js", "text/javascript"
