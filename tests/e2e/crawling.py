"""Following links as a person would: one page of each address, every link tried, nothing posted."""

import fcntl
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from .told import Told

# How far the page scrolls sideways, and the cards whose content reaches beyond their edge.
DRAWN = """() => {
    const root = document.documentElement;
    return {
        wide: Math.max(0, root.scrollWidth - root.clientWidth),
        spilt: [...document.querySelectorAll('.card')]
            .filter(card => card.scrollWidth > card.clientWidth + 1)
            .map(card => card.innerText.slice(0, 40)),
    };
}"""
NARROWEST = {"width": 320, "height": 780}  # pixels: what WCAG 1.4.10 asks for


@dataclass
class Crawl:
    """What one person finds; ``look(page, name, told)`` sees the first page of each address.

    The browser draws a page only if ``undrawn(name, make_up)``; each is asked for and read. Without
    ``onward`` no link is followed: only the pages named are opened.
    """

    page: Page
    origin: str
    look: Callable[[Page, str, Told], None]
    undrawn: Callable[[str, str], bool]
    onward: bool = True
    most: int = 3  # links asked for of one address
    faults: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    times: Counter = field(default_factory=Counter)

    def __post_init__(self):
        """Asks without the browser first: a tenth of the time, and most is refused."""
        self.client = same_person(self.page)

    def walk(self, starts) -> None:
        """Follow the links from ``starts`` (paths) on, ``most`` of each address."""
        queue = deque((self.origin + start, "start") for start in starts)
        while queue:
            url, seen_on = queue.popleft()
            if url in self.met or not url.startswith(f"{self.origin}/"):
                continue
            self.met.add(url)
            name = name_of(url)
            self.times[name] += 1
            if self.times[name] > self.most:
                continue
            told = self.ask(url, name, seen_on)
            if told and name not in self.opened:
                self.opened.add(name)
                self.examine(url, name, told)
                queue.extend((link, url) for link in told.links if self.onward)

    def ask(self, url: str, name: str, seen_on: str) -> Told | None:
        """What is at ``url`` when a browser would show it. A refusal is a dead link."""
        linked = seen_on != "start"
        answer = self.client.get(path(url), follow=linked)
        what = answer.headers.get("content-type", "")
        saved = "attachment" in answer.headers.get("content-disposition", "")
        if answer.status_code >= 400 and linked:
            self.faults.append(f"{answer.status_code} {path(url)} (linked from {path(seen_on)})")
        elif answer.status_code >= 400 and name.endswith("_add"):
            self.closed.add(name)  # examined all the same where somebody else may add
        shown = answer.status_code == 200 and what.startswith("text/html") and not saved
        here = shown and name_of(answer.request["PATH_INFO"]) == name
        told = Told(answer.getvalue(), url) if here else None
        answer.close()
        return told

    def examine(self, url: str, name: str, told: Told) -> None:
        """Read the page; draw and look at it when nobody has drawn one of its make-up."""
        where = f"{name} {path(url)}"
        self.faults += [f"{where}: {fault}" for fault in told.faults]
        if self.undrawn(name, told.make_up):
            self.draw(url, where)
            self.look(self.page, name, told)

    def draw(self, url: str, where: str) -> None:
        self.page.goto(url)
        drawn = self.page.evaluate(DRAWN)
        if drawn["wide"]:
            self.faults.append(f"{where}: scrolls sideways by {drawn['wide']} px")
        self.faults += [f"{where}: spills over its card: {card!r}" for card in drawn["spilt"]]

    def sideways_when_narrow(self) -> list[str]:
        """Whether the page just opened, made narrow, scrolls sideways."""
        size = self.page.viewport_size
        self.page.set_viewport_size(NARROWEST)
        wide = self.page.evaluate(DRAWN)["wide"]
        self.page.set_viewport_size(size)
        return [f"{path(self.page.url)}: scrolls sideways by {wide} px when narrow"] * bool(wide)


class Notes:
    """A folder that the processes of one test run share."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def first(self, what: str) -> bool:
        """True for the first who says ``what``, False for all who come later."""
        try:
            self._of(what).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def new(self, what: Iterable[str]) -> bool:
        """Whether anything of this has not been said before; all of it is said now."""
        return any([self.first(each) for each in what])

    def known(self, what: str) -> bool:
        """Whether somebody has said ``what``."""
        return self._of(what).exists()

    def undrawn(self, language: str) -> Callable[[str, str], bool]:
        """Whether nobody has drawn a page of this name and make-up; the next who asks hears no."""
        return lambda name, make_up: self.first(f"{language} drawn {name} {make_up}")

    def _of(self, what: str) -> Path:
        return self.folder / sha256(what.encode()).hexdigest()

    def report(self, language: str, part: str, met, closed) -> dict[str, dict]:
        """Write down what ``part`` met; returns every report of this language so far."""
        told = {"met": sorted(met), "closed": sorted(closed)}
        with (self.folder / "lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            (self.folder / f"{language} {part}.json").write_text(json.dumps(told))
            files = self.folder.glob(f"{language} *.json")
            return {f.stem.partition(" ")[2]: json.loads(f.read_text()) for f in files}


def same_person(page: Page) -> Client:
    """A client that asks as the person of ``page``, without a browser and in this process."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for cookie in page.context.cookies():
        client.cookies[cookie["name"]] = cookie["value"]
    return client


def name_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return f"no address {path(url)}"


def path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
