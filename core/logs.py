"""Logs: one line a request, the same request id in every line and task, nothing personal (G36).

Plain logging: structlog's Django middleware writes two lines a request, with path and user.
What a library interpolates into its messages may be anything, so only harmless arguments are
written out; an exception is told by its class and place, not by its text.
"""

import json
import logging
import re
import time
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

from celery import Task as CeleryTask
from celery import current_task
from django.conf import settings
from django.db import connection

log = logging.getLogger("portal.access")

request_id: ContextVar[str] = ContextVar("request_id", default="")
SANE = re.compile(r"[0-9A-Za-z_-]{8,64}")
HEADER = "X-Request-ID"

# --- What may stand in a line ---------------------------------------------------------------
GONE = "…"
# Arguments of libraries' messages that say nothing about a person.
PHRASES = {status.phrase for status in HTTPStatus}
HARMLESS = {"name", "id", "runtime", "description", "hostname", "eta", "signum", "exitcode", "pid"}
PERSONAL = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*"  # addresses
    r"|\?\S*"  # query strings
    r"|(?<![\w-])(?=[\w/+=-]*\d)(?=[\w/+=-]*[A-Za-z])[\w/+=-]{20,}"  # tokens, session keys, hashes
    r"|\+?\d[\d .-]{4,}\d"  # telephone numbers, tax codes, one-time codes
    r"|'[^']*'|\"[^\"]*\""  # quoted values
)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLAIN = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "request"}
# Told in full: they speak of servers and programs, not of people.
TOLD = ("OperationalError", "ImportError", "ModuleNotFoundError", "ImproperlyConfigured")


def redacted(text: str) -> str:
    """``text`` without addresses, codes, tokens, query strings and quoted values."""
    return PERSONAL.sub(lambda m: m[0] if UUID.fullmatch(m[0]) else GONE, text)


def harmless(value, name: str = ""):
    """An argument as it may be written: small numbers, "Not Found", and what ``HARMLESS`` names."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 100_000):
        return value
    return redacted(str(value)) if name in HARMLESS or str(value) in PHRASES else GONE


def said(record: logging.LogRecord) -> str:
    """The message: our own are written whole in the code, a library's are stripped of arguments."""
    words = str(record.msg)
    if not record.args:
        return redacted(words)
    try:
        if isinstance(record.args, dict):
            return words % {name: harmless(value, name) for name, value in record.args.items()}
        return words % tuple(map(harmless, record.args))
    except (TypeError, ValueError):  # %d of something taken away
        return words


def trouble(record: logging.LogRecord) -> dict:
    """Class and place of an exception; the constraint when the database names one."""
    if not record.exc_info or not record.exc_info[1]:
        return {}
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    told = {
        "error": type(error).__name__,
        "at": [f"{short(f.filename)}:{f.lineno} {f.name}" for f in frames],
    }
    if type(error).__name__ in TOLD:
        told["says"] = redacted(str(error))
    if constraint := getattr(getattr(error.__cause__, "diag", None), "constraint_name", None):
        told["constraint"] = constraint
    return told


def short(path: str) -> str:
    return "/".join(path.rsplit("/", 3)[1:])


def line(record: logging.LogRecord) -> dict:
    """The record as it is written, whatever the form."""
    told = {
        "at_time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": said(record),
    }
    if known := request_id.get() or task_request_id():
        told["request_id"] = known
    if record.name.startswith(OURS):
        told |= {name: value for name, value in vars(record).items() if name not in PLAIN}
    return told | trouble(record)


OURS = ("portal", "core", "directory", "plans", "partnership")


class JsonLines(logging.Formatter):
    """Production: one JSON object a line."""

    def format(self, record):
        return json.dumps(line(record), ensure_ascii=False, default=harmless)


class Readable(logging.Formatter):
    """Trial: the same facts for eyes."""

    def format(self, record):
        told = line(record)
        head = f"{told.pop('at_time')[11:19]} {told.pop('level'):7} {told.pop('event')}"
        places = "".join(f"\n    {place}" for place in told.pop("at", ()))
        return " ".join([head, *(f"{name}={value}" for name, value in told.items())]) + places


# --- Requests -------------------------------------------------------------------------------
class RequestLogMiddleware:
    """Stands first: names the request, and tells how it ended, by route and not by path."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started, count = time.perf_counter(), Counter()
        token = request_id.set(named(request))
        try:
            with connection.execute_wrapper(count):
                answer = self.get_response(request)
            answer[HEADER] = request_id.get()
            match = request.resolver_match
            facts = {
                "route": match.view_name or "unnamed" if match else "none",
                "method": request.method if request.method in METHODS else "other",
                "status": answer.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "queries": count.queries,
            }
            log.info("request", extra=facts)
            return answer
        finally:
            request_id.reset(token)


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Counter:
    """Counts the queries of a request."""

    queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def named(request) -> str:
    """The id our proxy gave the request, if there is a proxy and the id is sane; else a new one."""
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given if SANE.fullmatch(given) else uuid4().hex


# --- Tasks ----------------------------------------------------------------------------------
class Task(CeleryTask):
    """A task that carries the id of the request which caused it."""

    def apply_async(self, args=None, kwargs=None, headers=None, **options):
        if known := request_id.get() or task_request_id():
            headers = {**(headers or {}), "request_id": known}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args, **kwargs):
        with carried(task_request_id()):
            return super().__call__(*args, **kwargs)


def task_request_id() -> str:
    """The id that came with the task being done here, if any."""
    if not current_task or not current_task.request:
        return ""
    return getattr(current_task.request, "request_id", None) or (
        (current_task.request.headers or {}).get("request_id", "")
    )


@contextmanager
def carried(known: str):
    """Everything logged inside bears this id."""
    token = request_id.set(known or request_id.get())
    try:
        yield
    finally:
        request_id.reset(token)


def logging_settings(readable: bool, level: str = "INFO") -> dict:
    """Django's LOGGING: everything to standard error, through one formatter."""
    form = "core.logs.Readable" if readable else "core.logs.JsonLines"
    plain = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": form}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {**plain, "level": level},
            # Of 4xx our own line tells; Django's comes after the request, without its id.
            "django.request": {**plain, "level": "ERROR"},
            # The development server's lines name the path; ours name the route.
            "django.server": {**plain, "level": "ERROR"},
            "gunicorn.error": {**plain, "level": level},
            # Every poke of the clock would be a line.
            "celery.beat": {**plain, "level": "WARNING"},
            "celery.worker.strategy": {**plain, "level": "WARNING"},
            "celery.app.trace": {**plain, "level": level},
        },
    }
