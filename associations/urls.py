"""Addresses of cooperation on the portal."""

from django.urls import path

from . import views

app_name = "associations"
urlpatterns = [
    path("", views.Register.as_view(), name="register"),
    path("<int:pk>/", views.AssociationPage.as_view(), name="detail"),
    path("agreements/<int:pk>/", views.AgreementPage.as_view(), name="agreement"),
    path("own/", views.Own.as_view(), name="own"),
    path("own/propose/", views.Propose.as_view(), name="propose"),
    path("commitments/<int:pk>/", views.CommitmentPage.as_view(), name="commitment"),
    *(
        path(f"commitments/<int:pk>/{name}/", view, name=f"commitment_{name}")
        for name, view in views.commitment_moves().items()
    ),
]
