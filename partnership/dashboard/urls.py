"""Addresses of the dashboard."""

from django.urls import path

from . import views

app_name = "dashboard"
urlpatterns = [
    path("", views.CyclePage.as_view(), name="cycle"),
    path("progress/", views.ProgressPage.as_view(), name="progress"),
    path("figures/", views.FiguresPage.as_view(), name="figures"),
    path("remind/", views.Remind.as_view(), name="remind"),
    path("export.<slug:ending>", views.Export.as_view(), name="export"),
]
