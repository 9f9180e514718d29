"""What a channel is: two questions about a call, asked before anything is written."""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

LONGEST_ID, LONGEST_TEXT = 120, 10_000


@dataclass(frozen=True)
class Said:
    """A message: its number at the channel, who wrote it (an opaque key), when, and the words."""

    number: str
    sender: str
    name: str
    text: str
    at: datetime


class Channel(Protocol):
    """``code`` is a value of ``Inquiry.Channel``; ``repeats``: how long a call is sent again."""

    code: str
    repeats: timedelta

    def on(self) -> bool:
        """Whether it is set up."""

    def greets(self, headers: Any, body: bytes) -> bool:
        """Whether this only asks if the door is there: answered, nothing is done."""

    def genuine(self, headers: Any, body: bytes) -> bool:
        """Whether the sender's signature fits the very bytes of the call."""

    def read(self, said: dict[str, Any]) -> Said | None:
        """The message in a genuine call; None for events that are none (seen, subscribed)."""


class Unreadable(ValueError):  # noqa: N818 -- reads as a sentence
    """A genuine call that does not say what its documents promise."""


def parsed(body: bytes) -> dict[str, Any]:
    """The call's JSON object; Unreadable for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(said, dict):
        raise Unreadable("no object")
    return said


def part(said: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside; empty where there is none."""
    inner = said.get(name)
    return inner if isinstance(inner, dict) else {}


def words(value: Any, longest: int = LONGEST_ID) -> str:
    """A value as text PostgreSQL can hold: numbers too (keys of 64 bits are sent as numbers)."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:longest].strip()


def moment(value: Any) -> datetime:
    """Milliseconds since 1970, as number or text."""
    try:
        return datetime.fromtimestamp(int(words(value, 20)) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable("no time") from error


def same(one: str, other: str) -> bool:
    """Compare signatures in constant time."""
    return hmac.compare_digest(one.encode(), other.strip().lower().encode())
