"""Addresses of the contact pages."""

from django.urls import path, re_path

from . import views

app_name = "contact"
urlpatterns = [
    path("", views.ContactList.as_view(), name="list"),
    path("reception/", views.ReceptionList.as_view(), name="receptions"),
    re_path(r"^(?P<code>[\w.-]{1,20})/$", views.UnitPage.as_view(), name="unit"),
]
