"""A small disk of its own for the run, so that it can be full (G27)."""

import os
import subprocess
import sys
import time
from pathlib import Path

SIZE, FULL = "2g", 6.0
"""How large the disk is; for how many seconds nothing more can be written."""
MARK = "ENDURE_ON_A_SMALL_DISK"
MOUNT = 'mount -t tmpfs -o "size=$0" tmpfs "$1"'


def small(place: Path) -> bool:
    """Whether ``place`` is a small disk in memory that only this run sees.

    Begins the run anew on one where that is allowed, which takes the rights of root.
    """
    if MARK in os.environ:
        return True
    place.mkdir(parents=True, exist_ok=True)
    try:
        tried = subprocess.run(
            ["unshare", "-m", "sh", "-c", MOUNT, SIZE, place], capture_output=True, check=False
        )
    except OSError:
        return False
    if tried.returncode == 0:
        again = [SIZE, str(place), sys.executable, "-m", "tests.endure", *sys.argv[1:]]
        script = f'{MOUNT} && shift && exec "$@"'
        os.execvpe("unshare", ["unshare", "-m", "sh", "-c", script, *again],
                   os.environ | {MARK: "1"})  # fmt: skip
    return False


def fill(place: Path) -> bool:
    """Leave no page free on the disk of ``place`` for :data:`FULL` seconds."""
    filler, end = place / "filler", 0
    left = os.statvfs(place)
    step = left.f_bavail * left.f_frsize
    with filler.open("wb") as file:
        while step >= left.f_frsize:
            try:
                os.posix_fallocate(file.fileno(), end, step)
                end += step
            except OSError:  # somebody wrote meanwhile
                step //= 2
    time.sleep(FULL)
    filler.unlink()
    return True
