"""`python -m tests.bench.compare_helpdesk`: the portal beside django-helpdesk, in one run.

Both on one PostgreSQL, each in a database of its own, behind the same web server with the same
workers: django-helpdesk with 100,000 tickets, the portal with the 200,000 cases of its benchmark.
They are asked in turn, a few seconds each, so that both have the same share of the machine's moods.
The first run installs django-helpdesk (the versions of helpdesk.txt) into a virtual environment
below .local, which needs a package index, and fills both databases; later runs measure at once.
"""

# ruff: noqa: T201 (a command says what it found)
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import client
from tests.bench.__main__ import ROOT, postgres, server

PLACE = postgres.STATE / "helpdesk"
PYTHON = PLACE / "bin" / "python"
LIST = Path(__file__).with_name("helpdesk.txt")
SITE = "tests.bench.helpdesk_site"
CASES = "/admin/inquiries/inquiry/"
# What is compared: name, our page, who opens it, theirs, how many times as fast to reach.
COMPARED = (
    ("list", CASES, "board", "list", 20),
    ("search", f"{CASES}?q=thép+cuộn", "board", "search", 50),
    ("case page", CASES + "{}/change/", "board", "card", 3),
    ("desk", "/admin/", "officer", "desk", 20),
    ("dashboard", f"{CASES}dashboard/", "board", "desk", 20),
)
CLIENTS, TURNS, SECONDS, SENDINGS = 4, 5, 2, 80


def main() -> None:
    """Set both up, measure, print the ratios."""
    with ExitStack() as stack:
        stack.enter_context(postgres.database())
        subprocess.run([sys.executable, "manage.py", "prepare"], check=True, cwd=ROOT)
        os.environ["DATABASE_ROLE"] = "owner"
        people = ours()
        theirs = set_up()
        port, _ = stack.enter_context(server("partnership.wsgi"))
        other, _ = stack.enter_context(server(f"{SITE}:application", str(PYTHON)))
        print(f"{'':<15}{'portal':>22}{'django-helpdesk':>26}{'times as fast':>16}{'to reach':>10}")
        for name, path, who, page, aim in COMPARED:
            from tests.bench import pages  # noqa: PLC0415 -- it needs the database

            visitor = pages.enter(people[who])
            cookie = "; ".join(f"{c.key}={c.value}" for c in visitor.cookies.values())
            address, asked = theirs["pages"][page]
            how = {"clients": CLIENTS, "seconds": SECONDS, "keys": pages.KEYS}
            told(
                name, aim, pages.queries(visitor, path), asked,
                *in_turn(
                    partial(client.run, port, path, cookie=cookie, **how),
                    partial(client.run, other, address, cookie=theirs["cookie"], **how),
                ),
            )  # fmt: skip
        told("public submit", 1.5, None, None, *sendings(port, other, theirs))


def ours() -> dict:
    """The portal's cases, as `make bench` has them; the people who look at them."""
    from tests.bench import parts, world  # noqa: PLC0415 -- they need the database

    people = world.build()
    parts.PARTS["inquiries"].build(people)
    world.analyse()
    return people


def set_up() -> dict:
    """Install, make the database, fill it; returns what `helpdesk_site` says."""
    if not PYTHON.exists():
        print("Installing django-helpdesk (once) …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
        install = [PYTHON, "-m", "pip", "install", "-q", "-r", LIST]
        if subprocess.run(install).returncode:
            sys.exit(
                "django-helpdesk could not be installed: see above. A package index is needed."
            )
    os.environ["HELPDESK_HOST"] = str(postgres.SOCKET)
    from django.db import connection  # noqa: PLC0415 -- it needs the database

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'helpdesk'")
        if cursor.fetchone() is None:
            print("Filling django-helpdesk with 100,000 tickets (once) …", flush=True)
            cursor.execute("CREATE DATABASE helpdesk")
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    said = subprocess.run([PYTHON, "-m", SITE], env=env, cwd=ROOT, check=True, capture_output=True)
    return json.loads(said.stdout)


def in_turn(one: Callable[[], client.Figures], other: Callable[[], client.Figures]):
    """Measure both, one after the other, :data:`TURNS` times; the sum of the runs of each."""
    ours, theirs = client.Figures(), client.Figures()
    for _ in range(TURNS):
        ours, theirs = ours + one(), theirs + other()
    return ours, theirs


def sendings(port: int, other: int, theirs: dict) -> tuple[client.Figures, client.Figures]:
    """The POST that makes the case, and the one that makes the ticket; nobody sends twice."""
    from tests.bench import asking  # noqa: PLC0415 -- it needs the database

    mine = [visitor.message(port) for visitor in asking.ready(TURNS * SENDINGS + 8)]
    typed = {
        "csrfmiddlewaretoken": theirs["token"], "queue": theirs["queue"], "priority": "3",
        "title": "Hồ sơ hoàn thuế lô thép cuộn", "submitter_email": "a@b.example",
        "body": "Công ty chúng tôi hỏi hồ sơ cần nộp và thời hạn giải quyết ra sao.",
    }  # fmt: skip
    cookie = f"csrftoken={theirs['token']}"
    ticket = client.posted(other, "/tickets/submit/", cookie, urlencode(typed))
    for warm in (lambda: client.once(port, mine[:8]), lambda: client.once(other, [ticket] * 8)):
        warm()
    heap = batched(mine[8:], SENDINGS)
    return in_turn(
        lambda: client.once(port, next(heap)), lambda: client.once(other, [ticket] * SENDINGS)
    )


def batched(messages: list[bytes], size: int) -> Iterator[list[bytes]]:
    return (messages[at : at + size] for at in range(0, len(messages), size))


def told(name: str, aim: float, asked, their_asked, one, two) -> None:
    """A line of the table: requests/s, median, queries of both."""

    def said(figures, queries) -> str:
        words = f"{figures.rate:.1f}/s {figures.percentile(0.5):.0f} ms"
        return words + (f" {queries} q" if queries is not None else "")

    times = f"{one.rate / two.rate:.1f}"
    print(f"{name:<15}{said(one, asked):>22}{said(two, their_asked):>26}{times:>16}{aim:>10}",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
