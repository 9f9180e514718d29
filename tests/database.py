"""The tests' databases are copies of one: migrations run once for each state of their files.

The copy is named by a digest of all migrations and of the SQL beside them; older ones are dropped.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils.timezone import localdate

from standalone import postgres

ROOT = Path(__file__).parent.parent
STEM = f"tables_{postgres.MARK}_"


def template() -> str:
    """The name of a database with all tables of this state of the code; made when it is missing."""
    name = STEM + digest()
    with closing(postgres.lock("template", fcntl.LOCK_EX)), closing(connect()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{STEM}%"])
            there = {row[0] for row in cursor.fetchall()}
            if name not in there:
                for old in (*there, f"{name}_new"):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
                make(cursor, name)
    return name


def make(cursor, name: str) -> None:
    """Migrate under another name, then rename: nobody copies a half-made one."""
    new = f"{name}_new"
    cursor.execute(f'CREATE DATABASE "{new}"')
    address = {key: named(os.environ[key], new) for key in addresses()}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"],
        env=os.environ | address | {"DATABASE_ROLE": "owner", "PORTAL_TRIAL": "1"},
        cwd=ROOT,
        check=True,
    )
    cursor.execute(f'ALTER DATABASE "{new}" RENAME TO "{name}"')


def addresses() -> list[str]:
    return [key for key in ("DATABASE_URL", "DATABASE_OWNER_URL") if key in os.environ]


def named(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def connect():
    """To the same server as the owner, beside every database of ours."""
    given = settings.DATABASES["default"]
    said = {key.lower(): given[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if given[key]}
    return psycopg2.connect(**said | given.get("OPTIONS", {}) | {"dbname": "postgres"})


def digest() -> str:
    """Of everything that a migration runs."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("core/*.sql")]
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.read_bytes())
    found.update((ROOT / "requirements.txt").read_bytes())
    return found.hexdigest()[:12]


KEPT = ("django_migrations", "django_content_type", "auth_permission")


def emptied(case) -> None:
    """Take every row a test committed, instead of Django's flush; for ``TransactionTestCase``.

    TRUNCATE makes a new file for each of a thousand tables and indexes, and the signal after it
    writes all permissions anew: seconds for a test that left ten rows. Here only tables with rows
    are visited, and kinds of content and permissions stay, as migrations left them.
    """
    for alias in case._databases_names(include_mirrors=False):
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            tables = filled(cursor)
            with untriggered(cursor, tables):
                cursor.execute(";".join(f'DELETE FROM "{t}"' for t in tables) or "SELECT")


def filled(cursor) -> list[str]:
    """The tables in which there are rows, but for those migrations filled."""
    tables = [t for t in connections["default"].introspection.table_names() if t not in KEPT]
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM \"{t}\")" for t in tables)
    )
    return [row[0] for row in cursor.fetchall()]


@contextmanager
def untriggered(cursor, tables: Iterable[str]) -> Iterator[None]:
    """Inside, no trigger of ours watches ``tables``; at the end constraints hold."""
    cursor.execute(";".join(f'ALTER TABLE "{t}" DISABLE TRIGGER USER' for t in tables) or "SELECT")
    yield
    steps = [f'ALTER TABLE "{t}" ENABLE TRIGGER USER' for t in tables]
    cursor.execute(";".join(["SET CONSTRAINTS ALL IMMEDIATE", *steps]))


_worlds: dict[tuple, dict[str, bytes]] = {}


def again(make: Callable[[], object]) -> None:
    """Have the rows that ``make`` makes in an empty database; copied back when made before today.

    Keys that were given once are given to nobody else: sequences only go on.
    """
    world = (make.__name__, localdate())
    with transaction.atomic(), connection.cursor() as cursor:
        if world not in _worlds:
            make()
            _worlds[world] = {table: taken_from(cursor, table) for table in filled(cursor)}
            return
        with untriggered(cursor, _worlds[world]):
            for table, rows in _worlds[world].items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(rows))


def taken_from(cursor, table: str) -> bytes:
    rows = BytesIO()
    cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
    return rows.getvalue()
