"""Visitors who ask by the public form, file and all, and try again as people do."""

import hashlib
import html
import re
import secrets
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

PAGES = {
    "ask": "/inquiries/ask/", "question": "/inquiries/ask/question/", "who": "/inquiries/ask/who/",
}  # fmt: skip
CHECK = "/inquiries/ask/check/"
NAME, BITS = "ho-so.txt", 16
TOKEN = "e" * 32
PATIENCE = 180  # seconds after which a visitor gives up
SHOWN = re.compile(r'id="code">([^<]+)<.*?id="pin">(\d{6})<', re.DOTALL)
REFERENCE = re.compile(r"VM-\d{4}-\d{6}-[0-9A-Z]")
PASS = re.compile(r'name="guard_pass" value="([^"]+)"')


@dataclass(frozen=True)
class Shown:
    """A receipt as it stood on a visitor's screen, and what the visitor had sent."""

    reference: str
    code: str
    pin: str
    email: str
    digest: str


class GoneWrong(Exception):  # noqa: N818 -- reads as a sentence
    """An answer that a visitor meets with the reload button."""


class Visitor:
    """One visit: a session of its own, an address of its own."""

    def __init__(self, port: int, number: int, answers: tuple[dict, ...]):
        self.port, self.answers, self.session = port, answers, ""
        self.email = f"v{number}-{secrets.token_hex(4)}@b.example"
        self.address = f"10.{number // 250 % 250}.{number % 250}.7"  # limits count networks
        self.content = f"Hồ sơ số {number}: {secrets.token_hex(40)}\n".encode() * 20
        self.until = time.monotonic() + PATIENCE

    def ask(self) -> Shown | None:
        """Fill in, send, read the receipt; None when patience ended before one was shown."""
        try:
            began = time.monotonic()
            for page, typed in zip(PAGES, self.answers, strict=True):
                self.again(lambda p=page, t=typed: self.fill(p, t))
            self.again(lambda: self.send(began))
            return self.again(self.receipt)
        except TimeoutError:
            return None

    def again(self, step):
        """A step until it succeeds."""
        while True:
            try:
                return step()
            except (OSError, HTTPException, GoneWrong) as wrong:
                if time.monotonic() > self.until:
                    raise TimeoutError from wrong
                time.sleep(0.5)

    def fill(self, page: str, typed: dict) -> None:
        """One page; a file that the portal shows as kept is not sent again."""
        typed = typed | ({"email": self.email} if page == "who" else {})
        file = b""
        if page == "question":
            status, _, shown = self.call("GET", PAGES[page])
            if status != 200:
                raise GoneWrong(f"question: {status}")
            file = b"" if NAME in shown else self.content
        status, _, _ = self.call("POST", PAGES[page], *form(typed, file))
        if status != 302:
            raise GoneWrong(f"{page}: {status}")

    def send(self, began: float) -> None:
        """The last page: its pass is worked for, and is three seconds old."""
        status, _, page = self.call("GET", CHECK)
        if status == 302:  # the draft is gone: it was sent, only the answer was lost
            return
        found = PASS.search(page)
        if not found:
            raise GoneWrong(f"check: {status}")
        text = html.unescape(found[1])
        typed = {"guard_pass": text, "guard_work": solve(text), "guard_trap": ""}
        time.sleep(max(0.0, began + 4.2 - time.monotonic()))
        status, _, _ = self.call("POST", CHECK, *form(typed))
        if status != 302:
            raise GoneWrong(f"check: {status}")

    def receipt(self) -> Shown:
        status, where, page = self.call("GET", "/inquiries/ask/done/")
        shown, reference = SHOWN.search(page), REFERENCE.search(page)
        if not (shown and reference):
            raise GoneWrong(f"done: {status} {where}")
        digest = hashlib.sha256(self.content).hexdigest()
        return Shown(reference[0], shown[1], shown[2], self.email, digest)

    def call(self, method: str, path: str, body: bytes = b"", kind: str = ""):
        """Status, where it leads, page; keeps the session."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            cookie = f"csrftoken={TOKEN}" + (f"; sessionid={self.session}" * bool(self.session))
            headers = {"Cookie": cookie, "X-Forwarded-For": self.address, "Accept-Language": "vi"}
            line.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = line.getresponse()
            for set_to in answer.headers.get_all("Set-Cookie", []):
                if found := re.match(r"sessionid=([a-z0-9]+);", set_to):
                    self.session = found[1]
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            line.close()


def form(typed: dict, file: bytes = b"") -> tuple[bytes, str]:
    """A form's body and its kind, with one file where there is one."""
    typed = {"csrfmiddlewaretoken": TOKEN, **typed}
    if not file:
        return urlencode(typed).encode(), "application/x-www-form-urlencoded"
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"{head.format(name)}\r\n\r\n{value}".encode() for name, value in typed.items()]
    named = f'{head.format("files")}; filename="{NAME}"\r\nContent-Type: text/plain\r\n\r\n'
    parts.append(named.encode() + file)
    line = b"--part-of-this-form"
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return body, "multipart/form-data; boundary=part-of-this-form"


def solve(text: str) -> str:
    """The work that the form's script does in a browser."""
    begun = hashlib.sha256(f"{text}:".encode())
    for number in count():
        tried = begun.copy()
        tried.update(str(number).encode())
        if int.from_bytes(tried.digest()[:4]) >> (32 - BITS) == 0:
            return str(number)
    raise AssertionError("never")
