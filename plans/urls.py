"""Addresses of plans on the portal."""

from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("<int:year>/", views.PlanDetail.as_view(), name="detail"),
    path("<int:year>/print/", views.PlanPaper.as_view(), name="paper"),
    path("<int:year>/units/<str:code>/", views.UnitPlanDetail.as_view(), name="unit"),
]
