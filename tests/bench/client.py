"""Many clients at once: raw sockets, so that the client costs little beside the server."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import Process, Queue
from urllib.parse import quote


@dataclass(frozen=True)
class Servers:
    """Ports of the portal and of the bare view; process ids of the portal's workers."""

    port: int
    bare: int
    workers: list[str]


@dataclass
class Figures:
    """What a run measured: seconds of each answer, and how long the run took."""

    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0

    def __add__(self, more: "Figures") -> "Figures":
        return Figures(self.seconds + more.seconds, self.wall + more.wall)

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall

    def percentile(self, part: float) -> float:
        """Milliseconds under which ``part`` of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


def request(port: int, path: str, cookie: str) -> bytes:
    path = quote(path, safe="/?&=+:%;,@")  # words with marks, as a browser sends them
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: vi\r\n"
    return f"{head}Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode()


def posted(port: int, path: str, cookie: str, body: str, **headers: str) -> bytes:
    """The bytes of a form that is sent; ``headers`` with _ for -."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    data = body.encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: vi\r\n{named}"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: {cookie}\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    ).encode() + data


def get(port: int, message: bytes, status: bytes = b"200") -> bytes:
    """One answer, whole; RuntimeError unless it is of this status."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(message)
        parts = []
        while part := line.recv(1 << 16):
            parts.append(part)
    answer = b"".join(parts)
    if answer[9:12] != status:
        raise RuntimeError(answer[:300].decode(errors="replace"))
    return answer


def run(
    port: int,
    path: str,
    *,
    cookie: str = "",
    clients: int = 8,
    seconds: float = 4,
    keys: range | None = None,
) -> Figures:
    """Ask for ``path`` again and again from ``clients`` clients for ``seconds`` seconds.

    ``keys`` stand in turn for the {} of the path: what is read often is not one row alone.
    """
    messages = [request(port, path.format(key), cookie) for key in keys or [""]]
    box: Queue = Queue()
    worker = Process(target=_storm, args=(port, messages, clients, seconds, box))
    worker.start()
    found = box.get()
    worker.join()
    if isinstance(found, str):
        raise RuntimeError(f"{path}: {found}")
    return found


def once(port: int, messages: list[bytes], *, clients: int = 8) -> Figures:
    """Send each message once, from ``clients`` clients; each must lead on (302)."""
    box: Queue = Queue()
    worker = Process(target=_once, args=(port, messages, clients, box))
    worker.start()
    found = box.get()
    worker.join()
    if isinstance(found, str):
        raise RuntimeError(found)
    return found


def _once(port: int, messages: list[bytes], clients: int, box) -> None:
    def one(message):
        begun = time.perf_counter()
        get(port, message, b"302")
        return time.perf_counter() - begun

    try:
        begun = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            seconds = list(pool.map(one, messages))
        box.put(Figures(seconds, time.perf_counter() - begun))
    except Exception as error:  # noqa: BLE001 -- whatever went wrong is told to the parent
        box.put(repr(error))


def _storm(port: int, messages: list[bytes], clients: int, seconds: float, box) -> None:
    turns = cycle(messages)

    def one(_):
        mine = []
        while time.perf_counter() < end:
            begun = time.perf_counter()
            get(port, next(turns))
            mine.append(time.perf_counter() - begun)
        return mine

    try:
        for _ in range(4):
            get(port, next(turns))
        begun = time.perf_counter()
        end = begun + seconds
        with ThreadPoolExecutor(clients) as pool:
            parts = list(pool.map(one, range(clients)))
        box.put(Figures([s for part in parts for s in part], time.perf_counter() - begun))
    except Exception as error:  # noqa: BLE001 -- whatever went wrong is told to the parent
        box.put(repr(error))
