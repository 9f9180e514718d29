"""`make run` in a folder of its own: it starts, answers, reuses its data, and ends whole."""

import fcntl
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READY = "Ctrl-C ends it."
PATIENCE = 600  # seconds; a first run beside other tests, on two cores


def heed() -> None:
    """What a shell starts in the background is deaf to Ctrl-C, and so would be its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Portal:
    """One run of the portal, with its own database and files."""

    def __init__(self, state: Path, **more: str):
        self.state, self.log, self.port = state, state / "run.log", free_port()
        state.mkdir(exist_ok=True)
        kept = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PYTHONPYCACHEPREFIX")
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        self.env |= {
            "PORTAL_STATE": str(state),
            "PORTAL_TRIAL": "1",
            "PORT": str(self.port),
            "PORTAL_SAMPLE": "small",  # the year of work: tests/fresh_clone.sh, test_sample_year
            **more,
        }

    def start(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "standalone"],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=heed,
            )
        return self.wait_for(READY)

    def wait_for(self, words: str, seconds: float = PATIENCE) -> str:
        """Wait until it said this; fails with what it said instead."""
        late = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < late, self.said()
            time.sleep(0.1)
        return self.said()

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def ask(self, path: str = "/live", **headers: str) -> tuple[int, str]:
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            door.request("GET", path, headers=headers)
            answer = door.getresponse()
            return answer.status, answer.read().decode()
        finally:
            door.close()

    def second(self, **more: str) -> subprocess.CompletedProcess:
        """Another `make run` beside it, which must give up at once."""
        line = [sys.executable, "-m", "standalone"]
        env = {**self.env, **more}
        return subprocess.run(line, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)

    def end(self, number: int = signal.SIGINT) -> int:
        """As Ctrl-C does; then nothing that knows this folder may be left."""
        self.process.send_signal(number)
        code = self.process.wait(120)  # a task under way is ended first
        late = time.monotonic() + 20
        while (left := self.left()) and time.monotonic() < late:
            time.sleep(0.1)
        assert left == []
        return code

    def left(self) -> list[str]:
        """Processes that were given this folder, the database's among them."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(self.state) in words and int(folder.name) != os.getpid():
                found.append(words[-200:].decode(errors="replace"))
        return found

    def child(self, name: str) -> int:
        """The process of a part, by what stands in its command."""
        own = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        for pid in Path(own).read_text().split():
            if name in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                return int(pid)
        raise AssertionError(name)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked for in /proc"
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal that runs; its folder is a copy of the one made first, whichever process asks."""
    portal = Portal(tmp_path_factory.mktemp("run") / "state")
    shutil.copytree(first_made(tmp_path_factory), portal.state, dirs_exist_ok=True)
    portal.start()
    yield portal
    if portal.process.poll() is None:
        portal.end()


def first_made(tmp_path_factory) -> Path:
    """The folder of a portal that was started once and ended, shared by all processes."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "popen-gw" in root.name else root
    made = Portal(shared / "first-run")
    with (shared / "first-run.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (made.state / "accounts").exists():
            assert "(once)" in made.start()
            assert made.end() == 0
    return made.state


def test_it_says_where_it_is_and_who_may_enter(portal):
    said = portal.said()
    assert f"http://127.0.0.1:{portal.port}/" in said
    parts = ("officer", "focal point", "head", "board", "administrator", "enterprise")
    assert [part for part in parts if part not in said] == []
    assert re.search(r"password of all +\S{8,}", said)
    assert "SECOND_FACTOR_REQUIRED=1 make run" in said
    assert str(portal.state / "mail") in said


def test_its_pages_answer(portal):
    for path in ("/live", "/ready", "/", "/plans/", "/contact/", "/accounts/login/"):
        assert portal.ask(path)[0] == 200, path


def test_visitors_who_say_nothing_keep_nobody_waiting(portal):
    """Browsers open connections ahead of need; the two workers must not wait for them."""
    silent = [socket.create_connection(("127.0.0.1", portal.port)) for _ in range(6)]
    began = time.monotonic()
    assert [portal.ask()[0] for _ in range(4)] == [200] * 4
    assert time.monotonic() - began < 10
    for door in silent:
        door.close()


def test_a_second_run_in_the_same_folder_is_refused(portal):
    done = portal.second(PORT=str(free_port()))
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    where = f"http://127.0.0.1:{portal.port}/ (process {portal.process.pid})"
    assert f"The portal already runs here: {where}" in done.stderr


def test_a_taken_port_gets_one_line(portal, tmp_path):
    done = portal.second(PORTAL_STATE=str(tmp_path))
    assert done.returncode != 0
    assert done.stderr == (
        f"Port {portal.port}: Address already in use."
        f" Choose another: PORT={portal.port + 1} make run\n"
    )


@pytest.mark.parametrize("port", ["0", "eighty", "65536", "-1"])
def test_no_port_gets_one_line(portal, tmp_path, port):
    done = portal.second(PORT=port, PORTAL_STATE=str(tmp_path))
    assert done.returncode != 0
    assert done.stderr == f"PORT={port} is no port: take a number from 1024 to 65535.\n"


def test_ctrl_c_leaves_nothing_and_the_second_run_reuses_the_data(portal):
    accounts = (portal.state / "accounts").read_text()
    made = (portal.state / "pg" / "PG_VERSION").stat().st_mtime
    assert portal.end(signal.SIGINT) == 0
    began = time.monotonic()
    portal.start()
    # 10 s where nothing else runs (tests/fresh_clone.sh measures it).
    assert time.monotonic() - began < 60
    assert "(once)" not in portal.said()
    assert (portal.state / "accounts").read_text() == accounts
    assert (portal.state / "pg" / "PG_VERSION").stat().st_mtime == made


PARTS = {"web": "-m gunicorn", "worker": "--skip-checks worker", "beat": "--skip-checks beat"}


@pytest.mark.parametrize("part", PARTS)
def test_half_a_portal_ends(portal, part):
    """A part that is killed outright takes the rest with it, and says so."""
    if portal.process.poll() is not None:
        portal.start()
    os.kill(portal.child(PARTS[part]), signal.SIGKILL)
    assert portal.process.wait(30) != 0
    assert f"{part} ended with -9; so does the portal." in portal.said()
    late = time.monotonic() + 20
    while portal.left() and time.monotonic() < late:
        time.sleep(0.1)
    assert portal.left() == []


def test_a_runner_killed_outright_leaves_nothing(portal):
    if portal.process.poll() is not None:
        portal.start()
    portal.process.kill()
    portal.process.wait(10)
    late = time.monotonic() + 30
    while portal.left() and time.monotonic() < late:
        time.sleep(0.1)
    assert portal.left() == []


@pytest.fixture
def redis(tmp_path):
    program = shutil.which("redis-server") or "/usr/bin/redis-server"
    if not os.access(program, os.X_OK):
        pytest.skip("No redis-server found: the queue is tested in files only.")
    port = free_port()
    line = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(line, cwd=tmp_path, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


def test_with_redis_the_clock_pokes_and_the_worker_works(portal, redis):
    """The same portal with REDIS_URL: queue and cache there, nothing in files."""
    if portal.process.poll() is None:
        portal.end()
    other = Portal(portal.state, REDIS_URL=redis, TASK_LOG_LEVEL="INFO", HEALTH_TOKEN="word")
    shutil.rmtree(portal.state / "queue", ignore_errors=True)
    other.start()
    try:
        other.wait_for("Task core.tasks.deliver_letters", 60)
        status, told = other.ask("/ready", Authorization="Bearer word")
        assert status == 200
        assert '"queue": "ok"' in told
        assert '"cache": "ok"' in told
        assert not (portal.state / "queue").exists()
    finally:
        other.end()
