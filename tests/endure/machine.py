"""The portal's parts as in production, each killed outright (SIGKILL) and brought up again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from standalone import postgres
from standalone.__main__ import commands, open_door
from tests.endure import disk

ROOT = Path(__file__).parents[2]
KINDS = (
    "web worker", "web master", "task child", "task parent", "beat", "redis", "postgres backend",
    "postmaster",
)  # fmt: skip
FULL_DISK = "disk full"
# As docker-compose.yml has it: what was queued survives the kill.
DURABLE = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Machine:
    """Web, worker, beat and Redis on a database that is there already; all are kept running."""

    def __init__(self):
        self.state, self.door, self.parts = postgres.STATE, socket.socket(), {}
        open_door(self.door, 0)
        self.port, self.queue = self.door.getsockname()[1], free_port()
        self.env = os.environ | {
            "DATABASE_ROLE": "portal", "REDIS_URL": f"redis://127.0.0.1:{self.queue}/0",
            "TRUSTED_PROXIES": "1", "PORTAL_URL": f"http://127.0.0.1:{self.port}",
            "TASK_LOG_LEVEL": "WARNING",
        }  # fmt: skip
        given = commands(self.door.fileno())
        program = shutil.which("redis-server") or "/usr/bin/redis-server"
        self.lines = {
            "redis": [program, "--port", str(self.queue), "--bind", "127.0.0.1", *DURABLE],
            "web": [*given["web"], "partnership.wsgi"],
            "worker": [*given["worker"][:-5], "-c", "2", *given["worker"][-3:]],
            "beat": given["beat"],
        }

    def __enter__(self):
        for name in self.lines:
            self.start(name)
        return self

    def __exit__(self, *_error):
        for process in reversed(self.parts.values()):
            process.terminate()
        for process in self.parts.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.door.close()

    def start(self, name: str) -> None:
        with (self.state / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                self.lines[name], env=self.env, cwd=self.state if name == "redis" else ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                pass_fds=[self.door.fileno()],
            )  # fmt: skip
        if name == "redis":
            self.await_redis()

    def await_redis(self) -> None:
        late = time.monotonic() + 20
        with closing(Redis(port=self.queue)) as queue:
            while time.monotonic() < late:
                with suppress(RedisError):
                    if queue.ping():
                        return
                time.sleep(0.05)
        raise RuntimeError("Redis does not answer; see redis.log")

    def tend(self) -> None:
        """What ended is started again, as a restart policy does."""
        for name, process in self.parts.items():
            if process.poll() is not None:
                self.start(name)
        if not postgres.alive():
            revive()

    def kill(self, kind: str) -> bool:
        """End one process of that kind without a word; False when there is none just now."""
        if kind == FULL_DISK:
            return disk.fill(self.state)
        pid = self.victim(kind)
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def victim(self, kind: str) -> int | None:
        part, _, place = {"beat": "beat  ", "redis": "redis  "}.get(kind, kind).partition(" ")
        if part in ("postmaster", "postgres"):
            head = postmaster()
            return head if part == "postmaster" or head is None else backend(head)
        name = "worker" if part == "task" else part
        pid = self.parts[name].pid
        return (children(pid) or [None])[0] if place in ("worker", "child") else pid


def revive() -> None:
    """Start the database as any command of the portal does; it recovers what was committed."""
    given = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
    line = "from standalone import postgres\nwith postgres.database(): pass"
    subprocess.run([sys.executable, "-c", line], env=given, cwd=ROOT, check=False)


def postmaster() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return int((postgres.DATA / "postmaster.pid").read_text().split()[0])
    return None


def backend(head: int) -> int | None:
    """A connection of the portal, rather one that is at work."""
    found = []
    for pid in children(head):
        with suppress(OSError):
            line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            if f"postgres: {postgres.APP}" in line:
                found.append((line.rstrip("\0 ").endswith("idle"), pid))
    return min(found)[1] if found else None


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
