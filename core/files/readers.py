"""One reader a kind of file, run in a cage: ``python -m core.files.readers pdf < file``.

Answers on standard output with a line of JSON: ``{"content": "pdf"}`` or ``{"unfit": "locked"}``;
a picture made anew follows behind the line. Knows nothing of Django.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from .archives import office_kind
from .pdfs import pdf_kind
from .pictures import picture
from .unfit import Unfit

MEMORY = 1536 * 2**20
PROCESSOR = 20  # seconds
LARGEST_COPY = 64 * 2**20
Answer = tuple[str, bytes | None]


def office(file: BinaryIO) -> Answer:
    return office_kind(file), None


def pdf(file: BinaryIO) -> Answer:
    return pdf_kind(file), None


def old(file: BinaryIO) -> Answer:
    raise Unfit("old")


READERS: dict[str, Callable[[BinaryIO], Answer]] = {
    "office": office,
    "pdf": pdf,
    "old": old,
    "png": lambda file: ("png", picture(file, "PNG")),
    "jpg": lambda file: ("jpg", picture(file, "JPEG")),
}


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
    shut_in()
    file, out = io.BytesIO(sys.stdin.buffer.read()), sys.stdout.buffer
    try:
        content, copy = READERS[name](file)
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
