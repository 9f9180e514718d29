"""Addresses of surveys on the portal."""

from django.urls import path

from .views import results

app_name = "surveys"
urlpatterns = [
    path("results/", results.ResultsList.as_view(), name="results_list"),
    path("results/<int:pk>/", results.ResultsDetail.as_view(), name="results"),
]
