"""Addresses of plans on the portal."""

from django.urls import path

from . import views
from .views import papers

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("calendar/", views.CalendarView.as_view(), name="calendar"),
    path("calendar.ics", views.FeedView.as_view(), name="feed"),
    path("calendar/<int:pk>/", views.ActivityView.as_view(), name="activity"),
    path("calendar/<int:pk>/event.ics", views.EventView.as_view(), name="event"),
    path("calendar/<int:pk>/register/", views.RegisterView.as_view(), name="register"),
    path("calendar/files/<int:pk>/", views.ActivityFileView.as_view(), name="activity_file"),
    path(
        "calendar/registration/<slug:token>/",
        views.RegistrationView.as_view(),
        name="registration",
    ),
    path("<int:year>/", views.PlanDetail.as_view(), name="detail"),
    path("<int:year>/print/", views.PlanPaper.as_view(), name="paper"),
    path("<int:year>/units/<str:code>/", views.UnitPlanDetail.as_view(), name="unit"),
    path("reports/<int:pk>/paper.<slug:ending>", papers.ReportPaper.as_view(), name="report_paper"),
    path(
        "general/<int:pk>/paper.<slug:ending>", papers.GeneralPaper.as_view(), name="general_paper"
    ),
]
