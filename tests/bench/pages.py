"""The pages that are measured, by whom, and the table that is printed."""

# ruff: noqa: T201 (a command says what it found)
import logging
import sys

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

django.setup()
logging.disable(logging.INFO)  # the lines of the visits that are counted here

from tests.bench import client  # noqa: E402
from tests.entering import show_second_factor  # noqa: E402

PAGES = [
    ("home", "/", None),
    ("contact", "/contact/", None),
    ("plan page", "/plans/2023/", None),
    ("desk", "/admin/", "officer"),
    ("admin list: enterprises (25 of 10,000)", "/admin/directory/enterprise/", "board"),
    ("admin search: enterprises", "/admin/directory/enterprise/?q=thuy+san", "board"),
    ("admin list: items (25 of 5,000)", "/admin/plans/item/", "board"),
    ("admin search: items", "/admin/plans/item/?q=ho+tro", "board"),
]


# Cards are read in turn, as officers do: one that is read over and over shows all its looks.
KEYS = range(500_001, 501_001)


def enter(user) -> Client:
    visitor = Client(headers={"host": "127.0.0.1", "accept-language": "vi"})
    if user:
        visitor.force_login(user)
        show_second_factor(visitor, user)
    return visitor


def queries(visitor: Client, path: str) -> int:
    path = path.format(KEYS[0])
    visitor.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(path)
    if answer.status_code != 200:
        sys.exit(f"{path}: {answer.status_code}")
    return len(asked)


def measure(port: int, bare: int, people: dict, pages: list[tuple]) -> None:
    """Each page, with the bare view before and after it: the ratio is to their mean."""
    print(f"{'page':<40}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'req/s':>8}{'of bare':>9}")
    for label, path, who in pages:
        visitor = enter(people.get(who))
        asked = queries(visitor, path)
        cookie = "; ".join(f"{c.key}={c.value}" for c in visitor.cookies.values())
        before = client.run(bare, "/", seconds=2)
        page = client.run(port, path, cookie=cookie, keys=KEYS)
        after = client.run(bare, "/", seconds=2)
        mean = (before.rate + after.rate) / 2
        print(
            f"{label:<40}{asked:>8}{page.percentile(0.5):>11.1f}{page.percentile(0.95):>9.1f}"
            f"{page.rate:>8.0f}{page.rate / mean:>9.1%}  (bare: {mean:.0f}/s)",
            flush=True,
        )
