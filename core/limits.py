"""Rate limits: how often one address, one network or everyone may ask (G17).

A row a caller and limit, counted by one upsert outside any transaction, so that neither a
rollback nor Redis undoes it. Answers 429 with Retry-After; a view is named in
``settings.RATE_LIMITS`` by its URL name, or decorated with :func:`limited`.
"""

import logging
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import Error, connection
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from .models import RateCount

log = logging.getLogger(__name__)

PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# A window begins with its first call; calls over the limit do not prolong it. All rows of a call in
# one statement, always in the same order, so that callers wait for each other and never in a ring.
COUNT = """
WITH asked AS (SELECT * FROM unnest(%(keys)s::text[], %(periods)s::interval[]) AS t (key, period))
INSERT INTO core_ratecount AS r (key, since, count)
SELECT key, now(), 1
FROM asked, set_config('synchronous_commit',
    coalesce(%(waits)s, current_setting('synchronous_commit')), true)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN r.since <= now() - (SELECT period FROM asked WHERE asked.key = r.key)
            THEN 1 ELSE least(r.count + 1, 1000000) END,
    since = CASE WHEN r.since <= now() - (SELECT period FROM asked WHERE asked.key = r.key)
            THEN now() ELSE r.since END
RETURNING key, count, extract(epoch FROM
    since + (SELECT period FROM asked WHERE asked.key = r.key) - now())
"""


@dataclass(frozen=True)
class Rate:
    """So many calls within so many seconds; written "20/m" (s, m, h, d)."""

    calls: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """Read "20/m"; anything else is a mistake of the programmer: ``ValueError``."""
        found = re.fullmatch(r"(\d+)/([smhd])", text)
        if not found:
            raise ValueError(f"A rate is written like 20/m, not {text!r}.")
        return cls(int(found[1]), PERIODS[found[2]])


@dataclass(frozen=True)
class Limit:
    """How often a view may be asked: by one address (IPv6: a /64), by its neighbourhood (IPv4 /24,
    IPv6 /48), by everyone together. ``closes``: with the store gone nobody comes in (sign-in);
    else callers pass at a low rate counted in this process.
    """

    name: str
    per_ip: str = ""
    per_net: str = ""
    everyone: str = ""
    closes: bool = False
    methods: tuple[str, ...] = UNSAFE

    def wait(self, request) -> int:
        """Seconds until the caller may come again; 0 when it may come now (this call counts)."""
        return wait_for(request, self)

    def rates(self, request) -> dict[str, Rate]:
        """The caller's counts by key; none for a method that is not held."""
        if request.method not in self.methods:
            return {}
        whole, wide = networks(caller(request))
        asked = ((self.per_ip, whole), (self.per_net, wide), (self.everyone, "all"))
        return {self._key(who): Rate.parse(rate) for rate, who in asked if rate}

    def _key(self, who: str) -> str:
        return f"{self.name}:{salted_hmac('core.limits', who, algorithm='sha256').hexdigest()[:32]}"


def wait_for(request, *limits: Limit) -> int:
    """As :meth:`Limit.wait` for several limits at once: one statement counts under all of them."""
    rates = {key: rate for limit in limits for key, rate in limit.rates(request).items()}
    try:
        found = tallies(rates) if rates else {}
    except Error:
        log.exception("rate limits cannot be counted")
        if any(limit.closes for limit in limits):
            return 60
        rates = {k: Rate(max(1, rate.calls // 4), rate.seconds) for k, rate in rates.items()}
        found = {key: tally_here(key, rate) for key, rate in rates.items()}
    over = (left for key, (count, left) in found.items() if count > rates[key].calls)
    return max((max(1, round(left)) for left in over), default=0)


def tally(key: str, rate: Rate) -> tuple[int, float]:
    """Count one call in the database: calls in this window, seconds until it ends."""
    return tallies({key: rate})[key]


def tallies(rates: dict[str, Rate]) -> dict[str, tuple[int, float]]:
    """Count one call under each key, as :func:`tally`.

    Nobody waits until a count has reached the disk: a crash may forget the last half second of
    them. Inside somebody's transaction, whose rows must be safe, it is waited for.
    """
    values = {
        "keys": list(rates),
        "periods": [timedelta(seconds=rate.seconds) for rate in rates.values()],
        "waits": None if connection.in_atomic_block else "off",
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)  # type: ignore[arg-type]  # stubs
        return {key: (count, float(left)) for key, count, left in cursor.fetchall()}


here: dict[str, tuple[float, int]] = {}


def tally_here(key: str, rate: Rate) -> tuple[int, float]:
    """The same in this process's memory, while the database does not answer."""
    moment = time.monotonic()
    since, count = here.get(key, (moment, 0))
    if since + rate.seconds <= moment:
        since, count = moment, 0
    if len(here) > 10_000:
        here.clear()
    here[key] = since, count + 1
    return count + 1, since + rate.seconds - moment


def caller(request) -> str:
    """The address that asks. X-Forwarded-For counts only from behind ``TRUSTED_PROXIES`` proxies
    of ours, each of which appended one entry: what stands further left anyone may forge."""
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(entries) >= trusted and entries[-trusted].strip():
        return entries[-trusted].strip()
    return request.META.get("REMOTE_ADDR", "")


def networks(address: str) -> tuple[str, str]:
    """The caller's own network and its neighbourhood; what is no address is one caller."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown", "unknown"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    own, wide = (64, 48) if ip.version == 6 else (32, 24)
    return str(ip_network((ip, own), strict=False)), str(ip_network((ip, wide), strict=False))


def limited(name: str, **how) -> Callable:
    """Decorate a view: ``@limited("ask", per_ip="20/m", per_net="100/m")``, as :class:`Limit`."""
    limit = Limit(name, **how)

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            wait = limit.wait(request)
            return too_many(request, wait) if wait else view(request, *args, **kwargs)

        return guarded

    return decorate


class LimitsMiddleware:
    """Holds the views named in ``settings.RATE_LIMITS``: {URL name: arguments of a Limit}."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.limits = {name: Limit(name, **how) for name, how in settings.RATE_LIMITS.items()}

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        limit = self.limits.get(request.resolver_match.view_name)
        wait = limit.wait(request) if limit else 0
        return too_many(request, wait) if wait else None


def too_many(request, wait: int):
    """The page that says when to come again."""
    answer = render(request, "429.html", {"minutes": math.ceil(wait / 60)}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def forget() -> int:
    """Drop counts older than two days (no window is longer); returns how many."""
    return RateCount.objects.filter(since__lt=now() - timedelta(days=2)).delete()[0]
