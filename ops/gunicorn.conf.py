"""The web server, the same in a trial and in production (docs/scaling.md says why it is so)."""

import gc
import os
import tempfile

from django.urls import get_resolver

from core.pulse import beat_with

wsgi_app = "partnership.wsgi"
# Sync workers: a page is 5 to 20 ms of Python, which threads only make slower. They speak to one
# client at a time, so a proxy that buffers stands before them in production.
worker_class = "sync"
workers = int(os.environ.get("WEB_WORKERS", "2"))
timeout = int(os.environ.get("WEB_TIMEOUT", "60"))
graceful_timeout = 30
# A worker is replaced now and then: a leak of a library never gets old.
max_requests, max_requests_jitter = 20_000, 2_000
preload_app = False
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108
control_socket_disable = True  # it would be written into the home folder, which may be read-only
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
limit_request_line, limit_request_fields, limit_request_field_size = 8190, 100, 16_380
# Its own access log would name paths and addresses; the portal writes one line a request itself.
accesslog = None


def post_worker_init(worker):
    """Load the addresses, for which the first visitor would wait; and let the garbage collector
    not look again at what stays to the end. While it writes the rows of a long export it lives."""
    beat_with(worker.notify)
    get_resolver().url_patterns  # noqa: B018 -- reading it loads them
    gc.collect()
    gc.freeze()
