"""The measure: a bare Django view with one query, no middleware, on the same server."""

from django.http import HttpResponse
from django.urls import path

from directory.models import User


def one_query(request):
    """One row by its key."""
    return HttpResponse(str(User.objects.filter(pk=1).exists()))


urlpatterns = [path("", one_query)]
