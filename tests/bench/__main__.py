"""`make bench`: queries, milliseconds and requests/s of the main pages, as ratios in one run.

The portal's own web command on PostgreSQL; every page is measured beside a bare one-query Django
view that the same server serves to the same clients. Prints, never fails. `make bench ONLY=reports`
measures one part alone: activities, associations, inquiries, reports, surveys.
"""

# ruff: noqa: T201 (a command says what it found)
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
os.environ.setdefault("PORTAL_STATE", str(ROOT / ".local" / "bench"))
os.environ |= {"PORTAL_TRIAL": "1", "DJANGO_SETTINGS_MODULE": "partnership.settings"}
os.environ["TRUSTED_PROXIES"] = "1"  # the clients say from where they come: limits count it

from standalone import postgres  # noqa: E402 -- it reads PORTAL_STATE
from standalone.__main__ import commands, open_door  # noqa: E402
from tests.bench import client  # noqa: E402


def main() -> None:
    """Build the world once, start both servers, measure, print."""
    with ExitStack() as stack:
        stack.enter_context(postgres.database())
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, check=True, cwd=ROOT)
        os.environ["DATABASE_ROLE"] = "owner"  # of this process: it fills the database
        from tests.bench import pages, parts, world  # noqa: PLC0415 -- they need the database

        chosen = parts.chosen(sys.argv[1:])
        people = world.build()
        for part in chosen:
            part.build(people)
        world.analyse()
        bare, _ = stack.enter_context(server("tests.bench.bare"))
        port, process = stack.enter_context(server("partnership.wsgi"))
        listed = [*(pages.PAGES if len(sys.argv) == 1 else ()), *parts.pages(chosen)]
        pages.measure(port, bare, people, listed)
        servers = client.Servers(port, bare, workers(process))
        parts.measure(chosen, servers, people)
        load = " ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"\nLargest web worker: {memory(process)} MB resident. Load average: {load}")


@contextmanager
def server(application: str, python: str = sys.executable):
    """Serve ``application`` by the command of `make run`; yields its port and process.

    ``python``: of another virtual environment, for what is compared.
    """
    with socket.socket() as door, (postgres.STATE / f"{application}.log").open("w") as log:
        open_door(door, 0)
        port = door.getsockname()[1]
        process = subprocess.Popen(
            [python, *commands(door.fileno())["web"][1:], application],
            env=os.environ | {"DATABASE_ROLE": "portal"},
            cwd=ROOT,
            stderr=log,
            pass_fds=[door.fileno()],
        )
    try:
        client.run(port, "/", seconds=1)  # the first answer comes when the portal is loaded
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def workers(process) -> list[str]:
    """Process ids of the workers."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def memory(process) -> int:
    """Megabytes of the largest worker (resident)."""
    found = [Path(f"/proc/{pid}/status").read_text() for pid in workers(process)]
    return max(int(status.split("VmRSS:")[1].split()[0]) for status in found) // 1024


if __name__ == "__main__":
    main()
