"""Is the portal alive, and ready for visitors? For the watchman and for the machine (G33).

`/live` touches nothing. `/ready` is "ok", "degraded" (something waits or is missing, visitors are
served) or "down" (503: no database, or a migration not applied). Only the state is public.
"""

import logging
import shutil
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from .models import Deadline, FileScan, Letter

log = logging.getLogger(__name__)

BEAT = "core.health.beat"
LATE = timedelta(minutes=15)
LEAST_DISK = 512 * 1024 * 1024
VITAL = ("database", "migrations")
Check = Callable[[], str]


def beat() -> None:
    """The clock leaves a sign of life; called by the clock's task, every few minutes."""
    cache.set(BEAT, time.time(), 7 * 86400)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


class Migrations:
    """Asked until all are applied, and then no more: this process's code does not change."""

    applied = False

    def __call__(self) -> str:
        if not self.applied:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if waiting:
                return f"{len(waiting)} migrations not applied"
            self.applied = True
        return ""


def cached() -> str:
    """The cache keeps what it is given."""
    cache.set("core.health.ready", "kept", 60)
    return "" if cache.get("core.health.ready") == "kept" else "forgets"


def queue() -> str:
    """The broker answers; without Redis the queue is a folder on the disk."""
    with Connection(
        settings.CELERY_BROKER_URL,
        connect_timeout=2,
        transport_options=getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}),
    ) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return ""


def disk() -> str:
    """There is room for what visitors send."""
    place = settings.MEDIA_ROOT
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    return "" if free >= LEAST_DISK else f"{free // 1024**2} MB left"


def clock() -> str:
    """The clock left a sign of life lately."""
    last = cache.get(BEAT)
    if last is None:
        return "no sign of life"
    silent = timedelta(seconds=time.time() - last)
    return "" if silent <= LATE else f"silent for {silent.total_seconds() / 60:.0f} min"


def overdue() -> str:
    """Nothing that fell due still waits: letters leave in seconds, deadlines in minutes."""
    moment = now()
    for rows in (Letter.objects, Deadline.objects):
        oldest = rows.due(moment).values_list("due_at", flat=True).first()
        if oldest and moment - oldest > LATE:
            waits = (moment - oldest).total_seconds() / 60
            return f"{rows.model._meta.model_name} waits for {waits:.0f} min"
    return ""


def scanner() -> str:
    """The virus scanner, where one is set up, keeps up with what comes in."""
    oldest = FileScan.objects.todo().aggregate(oldest=Min("file__uploaded_at"))["oldest"]
    if not settings.CLAMD_ADDRESS or not oldest or now() - oldest <= LATE:
        return ""
    return f"files wait for {(now() - oldest).total_seconds() / 60:.0f} min"


CHECKS: dict[str, Check] = {
    "database": database,
    "migrations": Migrations(),
    "cache": cached,
    "queue": queue,
    "disk": disk,
    "clock": clock,
    "overdue": overdue,
    "scanner": scanner,
}


def examine(checks: dict[str, Check]) -> dict[str, str]:
    """What ails, by check; an empty text is health."""
    return {name: asked(check) for name, check in checks.items()}


def asked(check: Check) -> str:
    try:
        return check()
    except (Error, RedisError, BrokerError, OSError) as error:
        log.warning("a health check failed", extra={"check": type(error).__name__})
        return type(error).__name__


def verdict(ails: dict[str, str]) -> str:
    """ "down" when visitors cannot be served at all, "degraded" when something else ails."""
    if any(ails.get(name) for name in VITAL):
        return "down"
    return "degraded" if any(ails.values()) else "ok"


@login_not_required
@require_safe
@never_cache
def live(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request):
    """The state as a word; what ails is told to staff and to the bearer of HEALTH_TOKEN."""
    ails = examine({"database": CHECKS["database"]})
    if not ails["database"]:
        ails = examine(CHECKS)
    state = verdict(ails)
    told = {"state": state}
    if privy(request, ails):
        told["checks"] = {name: why or "ok" for name, why in ails.items()}
    return JsonResponse(told, status=503 if state == "down" else 200)


def privy(request, ails: dict[str, str]) -> bool:
    """Whether details are for this caller; without a database nobody's rights are known."""
    token = settings.HEALTH_TOKEN
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    return not any(ails.get(name) for name in VITAL) and request.user.is_staff
