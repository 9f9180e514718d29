"""Addresses on the portal; a personal code stands in none of them."""

from django.urls import path

from . import views
from .views import results

app_name = "surveys"
urlpatterns = [
    path("results/", results.ResultsList.as_view(), name="results_list"),
    path("results/<int:pk>/", results.ResultsDetail.as_view(), name="results"),
    path("results/<int:pk>/file.<slug:ending>", results.ResultsFile.as_view(), name="results_file"),
    path("", views.Doors.as_view(), name="list"),
    path("code/", views.EnterCode.as_view(), name="code"),
    path("answer/", views.AnswerPage.as_view(), name="answer"),
    path("answer/sections/", views.Sections.as_view(), name="sections"),
    path("answer/away/", views.Away.as_view(), name="away"),
    path("answer/worker.js", views.Worker.as_view(), name="worker"),
    path("answer/check/", views.Review.as_view(), name="review"),
    path("sent/", views.Sent.as_view(), name="sent"),
    path("open/<str:address>/", views.Begin.as_view(), name="open"),
    path("kiosk/<str:address>/", views.Kiosk.as_view(), name="kiosk"),
    path("no-more-letters/<str:token>/", views.OptOut.as_view(), name="opt_out"),
]
