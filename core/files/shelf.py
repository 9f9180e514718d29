"""Where files lie: outside static, under random names, whole and on the disk or not at all."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import get_default_timezone

KEY = re.compile(r"[0-9a-f]{32}")


class Shelf:
    """A folder of folders; a key of 128 random bits is the only way to a file."""

    def __init__(self, root: Path | None = None):
        self.root = Path(root or settings.MEDIA_ROOT) / "private"

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int, str]:
        """Write a new file; returns key, size in bytes and SHA-256.

        When it returns, name and content have reached the disk: a transaction that commits
        afterwards never names a file that a power cut takes away. What ``chunks`` raises is
        passed on and leaves nothing.
        """
        key, digest, size = secrets.token_hex(16), hashlib.sha256(), 0
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".part")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                for chunk in chunks:
                    out.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.rename(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        for folder in (path.parent, self.root):
            sync(folder)
        return key, size, digest.hexdigest()

    def path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("no key of a file")
        return self.root / key[:2] / key

    def open(self, key: str):
        return self.path(key).open("rb")

    def drop(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    def before(self, at: datetime) -> Iterator[Path]:
        """What was last written before ``at``, drafts included."""
        for path in self.root.glob("??/*"):
            written = datetime.fromtimestamp(path.stat().st_mtime, get_default_timezone())
            if written < at:
                yield path


def sync(folder: Path) -> None:
    """Bring a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
