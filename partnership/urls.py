"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from core import health

from . import styleguide, views

urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("", views.Home.as_view(), name="home"),
    path("contact/", include("directory.urls")),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("styleguide/", styleguide.Styleguide.as_view(), name="styleguide"),
    path("language/", views.public(set_language), name="set_language"),
    path("", include("core.urls")),
    path("inquiries/", include("inquiries.urls")),
    path("surveys/", include("surveys.urls")),
    path("associations/", include("associations.urls")),
    path("plans/", include("plans.urls")),
    path("dashboard/", include("partnership.dashboard.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("directory.accounts.urls")),
]
