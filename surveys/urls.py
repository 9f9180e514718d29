"""Addresses on the portal."""

app_name = "surveys"
urlpatterns: list = []
