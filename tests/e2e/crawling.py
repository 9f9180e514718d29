"""Following links as a person would: one page of each address, every link tried, nothing posted."""

import fcntl
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

LINKS = "nodes => nodes.map(node => node.href)"
MISSING = """() => [...document.querySelectorAll('a[href^="#"]')]
    .map(link => link.getAttribute('href'))
    .filter(href => href.length > 1 && !document.getElementById(href.slice(1)))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROWEST, MOST = 320, 3  # pixels; links asked for of one address


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
    opened: dict[str, str] = field(default_factory=dict)
    answered: dict[str, bool] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    asked: Counter = field(default_factory=Counter)

    def walk(self, starts) -> None:
        """Follow the links from ``starts`` (paths) on, :data:`MOST` of each address."""
        queue = [(self.origin + start, "start") for start in starts]
        while queue:
            url, seen_on = queue.pop(0)
            url = urldefrag(url).url
            if url in self.answered or not url.startswith(f"{self.origin}/"):
                continue
            name = name_of(url)
            self.asked[name] += 1
            if self.asked[name] > MOST:
                continue
            self.answered[url] = self.is_page(url, name, seen_on)
            if self.answered[url] and name not in self.opened:
                self.opened[name] = url
                links = self.open(url, name)
                queue += [(link, url) for link in links if self.onward]

    def is_page(self, url: str, name: str, seen_on: str) -> bool:
        """Ask for ``url``; True when a browser would show it. A refusal is a dead link."""
        answer = self.page.request.get(url, max_redirects=5)
        kind = answer.headers.get("content-type", "")
        saved = "attachment" in answer.headers.get("content-disposition", "")
        if answer.status >= 400 and seen_on == "start" and name.endswith("_add"):
            self.closed.add(name)  # examined all the same where somebody else may add
        elif answer.status >= 400 and seen_on != "start":
            self.faults.append(f"{answer.status} {path(url)} (linked from {path(seen_on)})")
        shown = answer.status < 400 and kind.startswith("text/html") and not saved
        return shown and name_of(answer.url) == name

    def open(self, url: str, name: str) -> list[str]:
        """Open the page, look at it, and return where it leads."""
        page = self.page
        size = page.viewport_size
        page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
        page.goto(url)
        where = f"{name} {path(url)}"
        if wide := max(0, page.evaluate(SIDEWAYS)):
            self.faults.append(f"{where}: scrolls sideways by {wide} px at {NARROWEST} px")
        if (heads := page.locator("h1").count()) != 1:
            self.faults.append(f"{where}: {heads} headings of the first rank")
        self.faults += [f"{where}: {hash} leads nowhere" for hash in page.evaluate(MISSING)]
        page.set_viewport_size(size)
        self.look(page, name)
        return page.eval_on_selector_all("a[href]", LINKS)


class Notes:
    """A folder that the processes of one test run share."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def first(self, what: str) -> bool:
        """True for the first who says ``what``, False for all who come later."""
        try:
            (self.folder / sha256(what.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def report(self, language: str, part: str, met, closed) -> dict[str, dict]:
        """Write down what ``part`` met; returns every report of this language so far."""
        told = {"met": sorted(met), "closed": sorted(closed)}
        with (self.folder / "lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            (self.folder / f"{language} {part}.json").write_text(json.dumps(told))
            files = self.folder.glob(f"{language} *.json")
            return {f.stem.partition(" ")[2]: json.loads(f.read_text()) for f in files}


def name_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return f"no address {path(url)}"


def path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
