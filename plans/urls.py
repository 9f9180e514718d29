"""Addresses of plans on the portal."""

from django.urls import path, re_path

from . import views
from .views import papers

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("<int:year>/", views.PlanDetail.as_view(), name="detail"),
    path("<int:year>/print/", views.PlanPaper.as_view(), name="paper"),
    path("<int:year>/units/<str:code>/", views.UnitPlanDetail.as_view(), name="unit"),
    re_path(
        r"^reports/(?P<pk>\d{1,9})/paper\.(?P<ending>docx|xlsx)$",
        papers.ReportPaper.as_view(),
        name="report_paper",
    ),
    re_path(
        r"^general/(?P<pk>\d{1,9})/paper\.(?P<ending>docx|xlsx)$",
        papers.GeneralPaper.as_view(),
        name="general_paper",
    ),
]
