"""Readers of foreign files work in a process of their own, with little memory and time (G13)."""

import json
import os
import subprocess  # nosec B404
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from .unfit import Unfit

ROOT = Path(__file__).parents[2]
SECONDS = 30  # on the wall; the reader's own processor time is less (core.files.readers)
CHUNK = 2**16


def read_caged(reader: str, file: BinaryIO) -> tuple[str, bytes | None]:
    """Let a reader of :mod:`core.files.readers` look: the content, and a clean copy or None.

    Raises Unfit with the reader's own code; "heavy" when it ran out of time or memory; "broken"
    when it died of the file.
    """
    with tempfile.TemporaryFile() as handed:
        file.seek(0)
        while chunk := file.read(CHUNK):
            handed.write(chunk)
        handed.seek(0)
        with tempfile.TemporaryFile() as out:
            return told(run(reader, handed, out), out)


def run(reader: str, handed: BinaryIO, out: BinaryIO) -> int:
    """Start the reader and wait for it; minus the signal that ended it, or its exit status."""
    command = [sys.executable, "-m", "core.files.readers", reader]
    quiet = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, stdin=handed, stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT, env=quiet,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Unfit("heavy") from late
    return done.returncode


def told(status: int, out: BinaryIO) -> tuple[str, bytes | None]:
    """Read the reader's answer: a line of JSON, and behind it the clean copy if there is one."""
    if status < 0:  # killed: by its limits, or by a fault of a library
        raise Unfit("heavy" if -status in (9, 24) else "broken")
    out.seek(0)
    try:
        answer = json.loads(out.readline(1000))
    except ValueError as error:
        raise Unfit("broken") from error
    if "unfit" in answer:
        raise Unfit(answer["unfit"])
    return answer["content"], out.read() if answer.get("copy") else None
