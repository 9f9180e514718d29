"""Names of files as people gave them, made safe to show, store and send."""

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST = 255
# Controls, direction marks that turn a name round (exe.txt shown as txt.exe), no-width signs.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return the last part of ``name`` in NFC, without path, controls or direction marks.

    Cut to 255 characters with its extension kept; a name of which nothing is left is "file".
    """
    last = re.split(r"[\\/]", str(name))[-1]
    last = unicodedata.normalize("NFC", last)
    last = "".join(c for c in last if unicodedata.category(c) not in UNSEEN)
    last = " ".join(FORBIDDEN.sub("_", last).split()).strip(". ")
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    if DEVICES.match(stem) or not stem:
        stem = f"{_('file')}_{stem}".rstrip("_")
    room = LONGEST - len(suffix) - len(dot)
    return f"{stem[: max(room, 1)]}{dot}{suffix}"[:LONGEST]


def suffix_of(name: str) -> str:
    """The extension in small letters without its dot: ``docx``; empty when there is none."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem else ""
