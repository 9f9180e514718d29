"""Following links as a person would: one page of each address, every link tried, nothing posted."""

import fcntl
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# What the page tells: how far it scrolls sideways, cards whose content reaches beyond their edge,
# first headings, dead anchors, links.
SEEN = """() => {
    const root = document.documentElement;
    const anchors = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'));
    return {
        wide: Math.max(0, root.scrollWidth - root.clientWidth),
        spilt: [...document.querySelectorAll('.card')]
            .filter(card => card.scrollWidth > card.clientWidth + 1)
            .map(card => card.innerText.slice(0, 40)),
        heads: document.querySelectorAll('h1').length,
        missing: anchors.filter(href => href.length > 1 && !document.getElementById(href.slice(1))),
        links: [...document.querySelectorAll('a[href]')].map(a => a.href),
    };
}"""
NARROWEST = {"width": 320, "height": 780}  # pixels: what WCAG 1.4.10 asks for
MOST = 3  # links asked for of one address


@dataclass
class Crawl:
    """What one person finds; ``look(page, name)`` is called on the first page of each address.

    Without ``onward`` no link is followed: only the pages named are opened.
    """

    page: Page
    origin: str
    look: Callable[[Page, str], None]
    onward: bool = True
    faults: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    times: Counter = field(default_factory=Counter)

    def __post_init__(self):
        """Asks without the browser first: a tenth of the time, and most is refused."""
        self.client = same_person(self.page)

    def walk(self, starts) -> None:
        """Follow the links from ``starts`` (paths) on, :data:`MOST` of each address."""
        queue = [(self.origin + start, "start") for start in starts]
        while queue:
            url, seen_on = queue.pop(0)
            url = urldefrag(url).url
            if url in self.asked or not url.startswith(f"{self.origin}/"):
                continue
            name = name_of(url)
            self.times[name] += 1
            if self.times[name] > MOST:
                continue
            self.asked.add(url)
            if self.is_page(url, name, seen_on) and name not in self.opened:
                self.opened.add(name)
                links = self.open(url, name)
                queue += [(link, url) for link in links if self.onward]

    def is_page(self, url: str, name: str, seen_on: str) -> bool:
        """Ask for ``url``; True when a browser would show it. A refusal is a dead link."""
        linked = seen_on != "start"
        answer = self.client.get(path(url), follow=linked)
        answer.close()
        kind = answer.headers.get("content-type", "")
        saved = "attachment" in answer.headers.get("content-disposition", "")
        if answer.status_code >= 400 and linked:
            self.faults.append(f"{answer.status_code} {path(url)} (linked from {path(seen_on)})")
        elif answer.status_code >= 400 and name.endswith("_add"):
            self.closed.add(name)  # examined all the same where somebody else may add
        shown = answer.status_code == 200 and kind.startswith("text/html") and not saved
        return shown and name_of(answer.request["PATH_INFO"]) == name

    def open(self, url: str, name: str) -> list[str]:
        """Open the page, look at it, and return where it leads."""
        self.page.goto(url)
        seen, where = self.page.evaluate(SEEN), f"{name} {path(url)}"
        if seen["wide"]:
            self.faults.append(f"{where}: scrolls sideways by {seen['wide']} px")
        self.faults += [f"{where}: spills over its card: {card!r}" for card in seen["spilt"]]
        if seen["heads"] != 1:
            self.faults.append(f"{where}: {seen['heads']} headings of the first rank")
        self.faults += [f"{where}: {anchor} leads nowhere" for anchor in seen["missing"]]
        self.look(self.page, name)
        return seen["links"]

    def sideways_when_narrow(self) -> list[str]:
        """Whether the page just opened, made narrow, scrolls sideways."""
        size = self.page.viewport_size
        self.page.set_viewport_size(NARROWEST)
        wide = self.page.evaluate(SEEN)["wide"]
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

    def known(self, what: str) -> bool:
        """Whether somebody has said ``what``."""
        return self._of(what).exists()

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
