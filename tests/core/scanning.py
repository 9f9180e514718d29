"""A clamd of our own, on a free port: answers as told, or misbehaves as told."""

import socket
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def whole(line):
    """Read one INSTREAM: the command, then pieces up to the empty one."""
    file = line.makefile("rb")
    assert file.read(10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack("!L", file.read(4))[0]:
        content += file.read(length)
    return content


def honest(line):
    found = EICAR in whole(line)
    line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0")


def slow(line):
    line.settimeout(3)
    whole(line)
    line.recv(1)  # says nothing until the other side hangs up


def garbage(line):
    whole(line)
    line.sendall(b"\xff\xfestream: OKAY or so\0")


def dying(line):
    line.recv(12)
    line.close()


def cut(line):
    whole(line)
    line.sendall(b"stream: O")


def complaining(line):
    whole(line)
    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")


@contextmanager
def clamd(behave):
    """Listen, and answer each caller as ``behave``; gives the address for CLAMD_ADDRESS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            while True:
                try:
                    line, _address = server.accept()
                except OSError:
                    return
                with line:
                    try:
                        behave(line)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
