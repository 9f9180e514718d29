"""A second opinion: pyxform reads the workbook too, in a process of its own with limits."""

import subprocess
import sys
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

SECONDS, MEMORY, MOST_WRITTEN = 20, 1024 * 2**20, 20 * 2**20  # of CPU; bytes; bytes in one file
CHILD = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_FSIZE, ({MOST_WRITTEN}, {MOST_WRITTEN}))
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert
try:
    convert(sys.stdin.buffer.read(), file_type=".xlsx")
except PyXFormError as refused:
    sys.stdout.write(str(refused))
    sys.exit(3)
"""
REFUSED = 3


def second_opinion(data: bytes) -> str:
    """What pyxform has against the workbook; empty when it takes it."""
    try:
        with TemporaryDirectory() as place:  # pyxform writes the form out before it looks at it
            done = subprocess.run(  # noqa: S603 -- our own interpreter and text, no shell
                [sys.executable, "-I", "-c", CHILD], input=data, capture_output=True,
                timeout=2 * SECONDS, check=False, cwd=place, env={"TMPDIR": place},
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _("it takes too long.")
    if done.returncode == REFUSED:
        return " ".join(done.stdout.decode(errors="replace").split())[:500]
    return "" if done.returncode == 0 else _("it broke off at this workbook.")
