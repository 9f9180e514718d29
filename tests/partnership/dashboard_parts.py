"""Addresses of the dashboard: its pages, and the files it is handed out as."""

from django.urls import reverse

PAGES = ["dashboard:cycle", "dashboard:progress", "dashboard:figures"]
EXPORTS = ["xlsx", "docx"]


def export(ending: str) -> str:
    return reverse("dashboard:export", args=[ending])
