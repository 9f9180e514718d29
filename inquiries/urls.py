"""Addresses on the portal."""

app_name = "inquiries"
urlpatterns: list = []
