"""The portal's own PostgreSQL, for a machine that has none: `with database() as url: ...`.

With DATABASE_URL set nothing is started. Otherwise a server lives in `.local/pg`, reached by a Unix socket only, as
long as any process holds `.local/users`. All bookkeeping is kernel locks (flock), which die with their holders:
    start  one process at a time creates or starts the server
    users  shared by its users; who can take it alone (the last user, or the keeper after kill -9) stops the server
    alive  inherited by every server process: free means that none is left, so a postmaster.pid is stale
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

if __name__ == "__main__":  # the keeper runs this file alone
    sys.path.insert(0, str(Path(__file__).parent.parent))
from standalone import servers

NAME = "partnership"
STATE = Path(
    os.environ.get("PORTAL_STATE") or Path(__file__).resolve().parent.parent / ".local"
).absolute()
DATA = STATE / "pg"
MARK = hashlib.sha256(os.fsencode(STATE)).hexdigest()[:10]
# A socket's path may have 107 bytes: never TMPDIR, never the project's folder. Its folder is 0700.
SOCKET = Path(f"/tmp/{NAME}-{MARK}")  # nosec B108
APP = "portal_app"  # the portal's own role; NAME owns the tables and is used by migrations only
URL = f"postgres://{APP}@/{NAME}?host={SOCKET}&port=5432"  # the one form django-environ, dj-database-url and libpq share
OWNER_URL = URL.replace(APP, NAME, 1)
SQL = f"""CREATE ROLE {NAME} LOGIN CREATEDB;
CREATE ROLE {APP} LOGIN;
CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist;
CREATE DATABASE {NAME} OWNER {NAME};
"""


@contextmanager
def database():
    """Yield the URL of a running database and hold it up meanwhile; SystemExit says in one line why there is none."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    try:
        STATE.mkdir(parents=True, exist_ok=True)
        users = lock("users", fcntl.LOCK_SH)
    except PermissionError as error:
        sys.exit(
            f"Cannot write {error.filename}, which belongs to another user: run as that user, or set DATABASE_URL."
        )
    try:
        _start()
        os.environ |= {"DATABASE_URL": URL, "DATABASE_OWNER_URL": OWNER_URL}
        yield URL
    finally:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        users.close()
        stop_when_unused(wait=False)


def lock(name, how):
    """Open `.local/<name>` and flock it; BlockingIOError if `how` has LOCK_NB and another process holds it."""
    file = open(STATE / name, "a+")  # noqa: SIM115 (its closing gives the lock back)
    try:
        fcntl.flock(file, how)
    except OSError:
        file.close()
        raise
    return file


def secret():
    """Return this folder's own random key, made once and readable by its owner only; for trials."""
    STATE.mkdir(parents=True, exist_ok=True)
    final, mine = STATE / "secret", STATE / f"secret.{os.getpid()}"
    if not final.exists():
        with open(mine, "w", opener=partial(os.open, mode=0o600)) as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(mine, final)
        mine.unlink()
    return final.read_text()


def alive():
    """Tell whether a server process of this folder exists."""
    try:
        lock("alive", fcntl.LOCK_SH | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return True
    return False


def stop_when_unused(wait):
    """Stop the server once nobody holds `users`; without `wait`, do nothing if somebody does."""
    try:
        held = lock("users", fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return
    with held:
        for number, patience in (
            (signal.SIGINT, 20),
            (signal.SIGQUIT, 10),
        ):  # "fast", then "immediate" shutdown
            end = time.monotonic() + patience
            while alive() and time.monotonic() < end:
                with suppress(OSError, ValueError, IndexError):  # its note may not be written yet
                    os.kill(int((DATA / "postmaster.pid").read_text().split()[0]), number)
                time.sleep(0.02)
        shutil.rmtree(SOCKET, ignore_errors=True)


def _start():
    with lock("start", fcntl.LOCK_EX):
        if alive():
            return
        who, place = servers.identity(DATA, STATE, Path(f"/var/lib/{NAME}-{MARK}"))
        made_by = int((place / "PG_VERSION").read_text()) if place.exists() else None
        programs = who.reach(servers.programs(made_by, place))
        if made_by is None:
            _create(who, place, programs)
        (place / "postmaster.pid").unlink(
            missing_ok=True
        )  # `alive` is free: kill -9 or a power cut left it
        _launch(who, place, programs)
        servers.detach(
            [sys.executable, "-IS", __file__], {**os.environ, "PORTAL_STATE": str(STATE)}
        )


def _create(who, place, programs):
    """Make cluster, role, extensions and database under another name, then rename: no half-made one is ever seen."""
    new = place.with_name("pg.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    os.chown(new, who.owner, -1)
    for command, words in (
        (
            [
                "initdb",
                "-D",
                new,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale-provider=libc",
                "--locale=C.UTF-8",
                "--lc-messages=C",
                "--no-sync",
                "--no-instructions",
            ],
            None,
        ),
        (
            ["postgres", "--single", "-j", "-c", "exit_on_error=on", "-D", new, "template1"],
            SQL.replace(";", ";\n\n"),
        ),
    ):
        refused = who.refuses([programs / command[0], *command[1:]], words)
        if refused:
            sys.exit(f"The embedded database could not be made: {command[0]}: {refused[-800:]}")
    os.sync()
    new.rename(place)


# No TCP, no replicas; a plan is never worth compiling here.
SERVED = ("-h", "", "-p", "5432", "-c", "jit=off", "-c", "wal_level=minimal",
          "-c", "max_wal_senders=0", "-c", "shared_buffers=64MB")  # fmt: skip


def _launch(who, place, programs):
    shutil.rmtree(
        SOCKET, ignore_errors=True
    )  # its .lock file is as stale as postmaster.pid, and refuses as well
    try:
        SOCKET.mkdir(mode=0o700)
    except FileExistsError:
        sys.exit(f"{SOCKET} belongs to someone else: remove it, or set DATABASE_URL.")
    os.chown(SOCKET, who.owner, -1)
    with lock("alive", fcntl.LOCK_EX) as held, open(STATE / "pg.log", "wb") as log:
        servers.detach(
            [programs / "postgres", "-D", place, "-k", SOCKET, *SERVED],
            servers.CLEAN,
            who,
            log,
            [held.fileno()],
        )
    note, end = place / "postmaster.pid", time.monotonic() + 60
    while not (note.exists() and note.read_text().rstrip().endswith("ready")):
        if not alive() or time.monotonic() > end:
            sys.exit(
                "The embedded database did not start:\n"
                + (STATE / "pg.log").read_text(errors="replace")[-800:]
            )
        time.sleep(0.02)


if __name__ == "__main__":
    stop_when_unused(wait=True)
