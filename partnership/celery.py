"""The queue and the clock's poke; what is due stands in the database (house.md, rule 4)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
app = Celery("partnership", task_cls="core.logs:Task")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
