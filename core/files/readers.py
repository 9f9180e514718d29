"""One reader a kind of file, run in a cage: ``python -m core.files.readers pdf < file``.

Answers on standard output with a line of JSON: ``{"content": "pdf"}`` or ``{"unfit": "locked"}``;
a picture made anew follows behind the line. Knows nothing of Django.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from .unfit import Unfit

MEMORY = 1536 * 2**20
PROCESSOR = 20  # seconds
LARGEST_COPY = 64 * 2**20
Answer = tuple[str, bytes | None]
# Module and function; only what is asked for is loaded, which is most of what a look costs.
READERS = {
    "office": ("archives", "look"),
    "pdf": ("pdfs", "look"),
    "png": ("pictures", "png"),
    "jpg": ("pictures", "jpg"),
    "old": ("unfit", "old"),
}


def reader(name: str) -> Callable[[BinaryIO], Answer]:
    module, function = READERS[name]
    return getattr(import_module(f"core.files.{module}"), function)


def shut_in() -> None:
    """No more memory, processor time or disk than a file may cost; no dumps of what was read."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(name: str) -> None:
    look = reader(name)
    shut_in()
    file, out = io.BytesIO(sys.stdin.buffer.read()), sys.stdout.buffer
    try:
        content, copy = look(file)
    except Unfit as unfit:
        answer, copy = {"unfit": unfit.code}, None
    except (MemoryError, RecursionError):
        answer, copy = {"unfit": "heavy"}, None
    else:
        answer = {"content": content, "copy": "yes" if copy is not None else ""}
    out.write(json.dumps(answer).encode() + b"\n" + (copy or b""))
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
