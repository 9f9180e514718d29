"""Every address of the portal."""

from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from . import views

# allauth draws the QR code of a new authenticator as a data: image; only this page may show one.
activate = csp_update({"img-src": ["'self'", "data:"]})(activate_totp)

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("language/", views.public(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("accounts/2fa/totp/activate/", activate, name="mfa_activate_totp"),
    path("accounts/", include("allauth.urls")),
]
