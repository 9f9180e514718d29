"""Jobs for tests: asked for, counted, their sheets read."""

from datetime import timedelta
from io import BytesIO

import openpyxl
from django.utils.timezone import now

from core import jobs
from core.models import Job, Letter

LATER = timedelta(minutes=5)
PAST = now()


def begin(owner, kind="count", **more):
    return jobs.begin(kind, by=owner, **more)


def fresh(job):
    return Job.objects.get(pk=job.pk)


def deeds(job):
    return Letter.objects.filter(cause=f"{job.pk}").count()


def cells(file):
    with file.open() as kept:
        sheet = openpyxl.load_workbook(BytesIO(kept.read())).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]
