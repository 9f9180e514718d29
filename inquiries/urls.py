"""Addresses on the portal."""

from django.urls import include, path

app_name = "inquiries"
urlpatterns: list = [
    path("answers/", include("inquiries.answers.urls")),
]
