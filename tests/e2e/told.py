"""What a page says before anybody draws it, and what is wrong with it already."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS = ("input", "select", "textarea")
UNSEEN = ("hidden", "submit", "button", "reset", "image")
HEARD = {"role", "type", "tabindex", "lang", "alt", "title", "scope", "headers", "autocomplete"}
NAMING = ("aria-label", "aria-labelledby", "title")


class Told:
    """Links, kinds of elements, faults: read from the HTML of one page."""

    def __init__(self, content: bytes, url: str):
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
        nodes = list(root.iter(etree.Element))
        hrefs = [link.get("href") for link in root.iter("a") if link.get("href")]
        self.links = dict.fromkeys(urldefrag(urljoin(url, href)).url for href in hrefs)
        # Two pages of one make-up differ in their words only.
        self.make_up = str(sorted({kind(node) for node in nodes}))
        self.kinds = {str(kind(node, heard)) for node in nodes}
        ids = Counter(node.get("id") for node in nodes if node.get("id"))
        self.faults = [f"id {name} stands twice" for name, times in ids.items() if times > 1]
        anchors = [href[1:] for href in hrefs if href[0] == "#" and len(href) > 1]
        self.faults += [f"#{name} leads nowhere" for name in anchors if name not in ids]
        self.faults += [*ranks(root), *nameless(root)]


def kind(node, of_interest=bool) -> tuple[str, ...]:
    """Of which kind an element is: its name, its classes, the names of its attributes."""
    return node.tag, node.get("class", ""), *sorted(filter(of_interest, node.keys()))


def heard(attribute: str) -> bool:
    """Whether a reader of screens goes by it."""
    return attribute.startswith("aria-") or attribute in HEARD


def ranks(root) -> list[str]:
    """One heading of the first rank; no rank is left out on the way down."""
    found = [int(node.tag[1]) for node in root.iter(*RANKS)]
    first = [] if found.count(1) == 1 else [f"{found.count(1)} headings of the first rank"]
    return first + [f"rank {b} follows rank {a}" for a, b in pairwise(found) if b > a + 1]


def nameless(root) -> list[str]:
    """Fields, links and buttons that nobody could name to somebody who does not see them."""
    labelled = {label.get("for") for label in root.iter("label")}
    within = {field for label in root.iter("label") for field in label.iter(*FIELDS)}
    fields = (f for f in root.iter(*FIELDS) if f.get("type") not in UNSEEN and f not in within)
    silent = [f for f in fields if not (f.get("id") in labelled or named(f))]
    doors = [node for node in root.iter("a", "button") if node.tag == "button" or node.get("href")]
    silent += [d for d in doors if not (named(d) or said(d))]
    return [f"no name: {html.tostring(node, encoding='unicode')[:120]}" for node in silent]


def named(node) -> bool:
    return any(node.get(name) for name in NAMING)


def said(node) -> bool:
    """Whether it has words, or a picture with words."""
    return bool(node.text_content().strip()) or any(i.get("alt") for i in node.iter("img"))
