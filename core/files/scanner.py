"""Asking a virus scanner: clamd's INSTREAM, and nothing else of it (G14)."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

PATIENCE = 30  # seconds for each word of the scanner
CHUNK = 2**16
LONGEST = 4096


class NoVerdict(Exception):  # noqa: N818 -- reads as a sentence
    """The scanner did not say what it thinks of the file: asked again later."""


@dataclass(frozen=True)
class Verdict:
    """``found`` is the scanner's name of what it found; empty when the file is clean."""

    found: str = ""


def scan(file: BinaryIO, address: str, *, patience: float = PATIENCE) -> Verdict:
    """Have ``file`` scanned by the clamd at ``address`` ("host:port" or "unix:/run/clamd.sock").

    ``patience`` is in seconds. Raises NoVerdict when it is away, slow, dies or speaks nonsense.
    """
    try:
        with connected(address, patience) as line:
            return understood(asked(line, file))
    except (OSError, ValueError) as error:
        raise NoVerdict(repr(error)) from error


def connected(address: str, patience: float) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(patience)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)


def asked(line: socket.socket, file: BinaryIO) -> bytes:
    """Send the file in pieces, each with its length before it; the answer up to its NUL."""
    file.seek(0)
    line.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        line.sendall(struct.pack("!L", len(chunk)) + chunk)
    line.sendall(struct.pack("!L", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST:
        piece = line.recv(LONGEST)
        if not piece:
            break
        answer += piece
    if not answer.endswith(b"\0"):
        raise NoVerdict(f"cut short: {answer[:80]!r}")
    return answer[:-1]


def understood(answer: bytes) -> Verdict:
    """Read "stream: OK" and "stream: NAME FOUND"; anything else is no verdict."""
    said = answer.decode("ascii", "replace").strip()
    if said == "stream: OK":
        return Verdict()
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(said.removeprefix("stream: ").removesuffix(" FOUND")[:200] or "?")
    raise NoVerdict(said[:200])
