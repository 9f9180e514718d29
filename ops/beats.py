"""The clock container's health check: exit status 0 when the clock left a sign of life lately.

The sign is left by a task that a worker runs, so a dead worker is seen here as well.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
django.setup()

from core import health  # noqa: E402  (settings first)

sys.exit(bool(health.clock()))
