"""Where mail is fetched from: a file of mails, a folder of them, a mailbox on a server."""

import logging
import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from imap_tools import AND, MailBox, MailBoxUnencrypted, MailMessageFlags

logger = logging.getLogger(__name__)
MOST = 200  # mails of one round; the next round takes the others
TIMEOUT = 30  # seconds


def from_mbox(path: Path) -> Iterator[bytes]:
    """The mails of an mbox file, each as bytes."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def from_maildir(path: Path) -> Iterator[bytes]:
    """The mails of a Maildir (or of a plain folder of .eml files), oldest name first."""
    folders = [path / "new", path / "cur"] if (path / "new").is_dir() else [path]
    for folder in folders:
        for file in sorted(folder.glob("*")) if folder.is_dir() else []:
            if file.is_file():
                yield file.read_bytes()


@contextmanager
def opened(url: str) -> Iterator[Any]:
    """A mailbox by its address: ``imaps://user:password@host:993/INBOX``; ``imap://`` for tests
    on the same machine. Names and passwords are percent-encoded."""
    parts = urlsplit(url)
    kind, port = (MailBox, 993) if parts.scheme == "imaps" else (MailBoxUnencrypted, 143)
    box = kind(parts.hostname or "", parts.port or port, timeout=TIMEOUT)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    with box.login(unquote(parts.username or ""), unquote(parts.password or ""), folder) as logged:
        yield logged


def from_imap(url: str) -> Iterator[bytes]:
    """Unread mails of a mailbox; each is marked as read when the next one is asked for.

    What is fetched and not marked (a crash in between) comes again and is recognised; what the
    server did not hand out stays unread, for the next round.
    """
    with opened(url) as box:
        for uid in box.uids(AND(seen=False))[:MOST]:
            _state, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            if not raw:
                logger.warning("a mail was not handed out by the server")
                continue
            yield raw
            box.flag(uid, MailMessageFlags.SEEN, True)
