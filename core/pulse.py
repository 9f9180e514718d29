"""Signs of life while a long table is written.

The web server takes a worker that says nothing for a minute for dead and ends it, in the middle of
a file of 200,000 rows. A worker that writes rows is alive; one that hangs writes none and is ended
as before.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

EVERY = 1_000  # rows: about a third of a second
_signs: list[Callable[[], object]] = []


def beat_with(sign: Callable[[], object]) -> None:
    """Call ``sign`` while rows are written; the web server's worker says it as it begins."""
    _signs.append(sign)


def beating(rows: Iterable[Any]) -> Iterator[Any]:
    """The same rows, a sign given at the first of each :data:`EVERY`."""
    for at, row in enumerate(rows):
        if at % EVERY == 0:
            beat()
        yield row


def beat() -> None:
    for sign in _signs:
        sign()
