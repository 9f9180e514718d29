"""Addresses of the ground: long work and files."""

from django.urls import include, path

from . import file_views, job_views

jobs = [
    path("", job_views.Jobs.as_view(), name="list"),
    path("<int:pk>/", job_views.Page.as_view(), name="page"),
    path("<int:pk>/progress/", job_views.Progress.as_view(), name="progress"),
    path("<int:pk>/cancel/", job_views.Cancel.as_view(), name="cancel"),
]
files = [path("<slug:key>/", file_views.Download.as_view(), name="download")]

urlpatterns = [
    path("jobs/", include((jobs, "jobs"))),
    path("files/", include((files, "files"))),
]
