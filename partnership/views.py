"""The portal's front door."""

from django.contrib.auth.decorators import login_not_required as public
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(public, name="dispatch")
class Home(TemplateView):
    """What an enterprise comes for, in three clicks."""

    template_name = "home.html"
