"""Addresses of cooperation on the portal."""

from django.urls import path

from . import views

app_name = "associations"
urlpatterns = [
    path("", views.Register.as_view(), name="register"),
    path("<int:pk>/", views.AssociationPage.as_view(), name="detail"),
    path("agreements/", views.Agreements.as_view(), name="agreements"),
    path("agreements/<int:pk>/", views.AgreementPage.as_view(), name="agreement"),
    *(
        path(f"agreements/<int:pk>/{name}/", view, name=f"agreement_{name}")
        for name, view in views.agreement_moves().items()
    ),
    path("own/", views.Own.as_view(), name="own"),
    path("own/calendar.ics", views.Feed.as_view(), name="feed"),
    path("own/propose/", views.Propose.as_view(), name="propose"),
    path("examples/", views.Examples.as_view(), name="examples"),
    path("compliance/", views.ProgrammePage.as_view(), name="programme"),
    path("compliance/own/", views.Compliance.as_view(), name="compliance"),
    path("compliance/apply/", views.Apply.as_view(), name="apply"),
    path("compliance/ask/", views.Ask.as_view(), name="ask"),
    path("compliance/<int:pk>/take-back/", views.TakeBack.as_view(), name="take_back"),
    path("compliance/members/<int:pk>/contest/", views.Contest.as_view(), name="contest"),
    path("warnings/<int:pk>/read/", views.Acknowledge.as_view(), name="acknowledge"),
    path("assessments/", views.Assessments.as_view(), name="assessments"),
    path("assessments/<int:pk>/", views.AssessmentPage.as_view(), name="assessment"),
    *(
        path(f"assessments/<int:pk>/{name}/", view, name=f"assessment_{name}")
        for name, view in views.assessment_moves().items()
    ),
    path("commitments/<int:pk>/", views.CommitmentPage.as_view(), name="commitment"),
    *(
        path(f"commitments/<int:pk>/{name}/", view, name=f"commitment_{name}")
        for name, view in views.commitment_moves().items()
    ),
]
