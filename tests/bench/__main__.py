"""`make bench`: queries, milliseconds and requests/s of the main pages, as ratios in one run.

The production server (gunicorn, two workers) on PostgreSQL; every page is measured beside a bare
one-query Django view that the same server serves to the same clients. Prints, never fails.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

os.environ.setdefault("PORTAL_STATE", str(Path(__file__).parents[2] / ".local" / "bench"))
os.environ |= {"PORTAL_TRIAL": "1", "DJANGO_SETTINGS_MODULE": "partnership.settings"}

from standalone import postgres  # noqa: E402

HEAD = f"{'page':<34}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'req/s':>9}{'of bare':>9}"


@contextmanager
def server(settings: str):
    """A gunicorn of two sync workers; yields its port and its process."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "partnership.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--log-level", "error", "--no-control-socket", "--preload",
    ]  # fmt: skip
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_ROLE": "portal"}
    process = subprocess.Popen(command, env=env)
    try:
        wait(port)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server did not start.")


def memory(process) -> float:
    """Megabytes (resident) of the largest web worker."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    sizes = []
    for pid in path.read_text().split():
        status = Path(f"/proc/{pid}/status").read_text()
        sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return max(sizes)


def main() -> None:
    with ExitStack() as stack:
        stack.enter_context(postgres.database())
        prepare()
        # The pages module needs Django set up on the bench's own database.
        from tests.bench import pages  # noqa: PLC0415

        people = pages.people()
        port, process = stack.enter_context(server("partnership.settings"))
        bare, _ = stack.enter_context(server("tests.bench.bare_settings"))
        pages.measure(port, bare, people, HEAD)
        sys.stdout.write(f"\nlargest web worker: {memory(process):.0f} MB resident\n")


def prepare() -> None:
    """The schema and the words, as `make run` does it."""
    for command in (
        ["migrate", "-v", "0"],
        ["createcachetable", "-v", "0"],
        ["collectstatic", "--noinput", "-v", "0"],
    ):
        env = os.environ | {"DATABASE_ROLE": "owner"}
        subprocess.run([sys.executable, "manage.py", *command], check=True, env=env)
    os.environ["DATABASE_ROLE"] = "owner"


if __name__ == "__main__":
    main()
