"""The measure: Django with one view, one query and no middleware, on the portal's own server."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

django.setup(set_prefix=False)

from directory.models import User  # noqa: E402 -- models need Django


def one_query(request):
    """Is there a row of this key?"""
    return HttpResponse(str(User.objects.filter(pk=1).exists()))


urlpatterns = [path("", one_query)]
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
