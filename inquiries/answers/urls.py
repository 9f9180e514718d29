"""Addresses of the answer base."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from . import views
from .feeds import AnswerFeed

app_name = "answers"
urlpatterns = [
    path("", views.AnswerList.as_view(), name="list"),
    path("feed.atom", login_not_required(AnswerFeed()), name="feed"),
    path("<int:pk>/", views.AnswerDetail.as_view(), name="detail"),
    path("<int:pk>/helped/", views.Helped.as_view(), name="helped"),
]
