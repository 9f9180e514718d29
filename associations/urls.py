"""Addresses on the portal."""

app_name = "associations"
urlpatterns: list = []
