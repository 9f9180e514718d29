"""Answers that exist already, shown before a question is sent.

The answer base enrols its search here (``sources.append(find)``): ``find(text, topic)`` yields
:class:`Known`, the best first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from .models import Topic


@dataclass(frozen=True)
class Known:
    """An answered question: how it reads and where it stands."""

    title: str
    url: str


sources: list[Callable[[str, Topic | None], Iterable[Known]]] = []


def similar(text: str, topic: Topic | None = None, *, most: int = 4) -> list[Known]:
    """Published answers to questions like ``text``, at most ``most``."""
    return list(islice((known for find in sources for known in find(text, topic)), most))
