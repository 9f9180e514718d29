"""winmail.dat: files that Outlook packed in a wrapper of its own are taken out. Pure."""

import struct
from collections.abc import Iterator

SIGN = b"\x78\x9f\x3e\x22"
ATTACHMENT, TITLE, CONTENT = 0x9002, 0x8010, 0x800F
MOST_PARTS = 5000


def unwrapped(wrapper: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the files inside; none for anything that is no such wrapper."""
    files: list[tuple[str, bytes]] = []
    if not wrapper.startswith(SIGN):
        return files
    name = ""
    for kind, content in parts(wrapper):
        if kind == ATTACHMENT:
            name = ""
        elif kind == TITLE:
            name = content.split(b"\0")[0].decode("cp1258", "replace")
            if files and not files[-1][0]:
                files[-1] = (name, files[-1][1])
        elif kind == CONTENT:
            files.append((name, content))
    return [(title or "winmail", content) for title, content in files]


def parts(wrapper: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each part, as far as the wrapper is whole."""
    at = 6
    for _number in range(MOST_PARTS):
        head = wrapper[at : at + 9]
        if len(head) < 9:
            return
        _level, kind, length = struct.unpack("<BII", head)
        content = wrapper[at + 9 : at + 9 + length]
        if len(content) < length:
            return
        yield kind & 0xFFFF, content
        at += 9 + length + 2
