"""Addresses on the portal."""

from django.urls import include, path

from . import views
from .channels.views import Webhook

app_name = "inquiries"
urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("ask/", views.Ask.as_view(), name="ask"),
    path("ask/question/", views.Question.as_view(), name="question"),
    path("ask/who/", views.Who.as_view(), name="who"),
    path("ask/check/", views.Check.as_view(), name="check"),
    path("ask/done/", views.Done.as_view(), name="done"),
    path("track/", views.Track.as_view(), name="track"),
    path("track/case/", views.TrackedCase.as_view(), name="tracked"),
    path("track/case/<slug:verb>/", views.TrackedMove.as_view(), name="tracked_move"),
    path("track/file/<slug:key>/", views.TrackedFile.as_view(), name="tracked_file"),
    path("mine/", views.Mine.as_view(), name="my_list"),
    path("mine/<int:pk>/", views.MyCase.as_view(), name="mine"),
    path("mine/<int:pk>/<slug:verb>/", views.MyMove.as_view(), name="my_move"),
    path("answers/", include("inquiries.answers.urls")),
    path("channels/<slug:channel>/", Webhook.as_view(), name="channel"),
]
