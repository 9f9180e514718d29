"""What axe finds on a page: WCAG 2.2 A and AA and best practice (G37)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# No sound, no film and no frame is on any page: nothing to fetch once more, nothing to look into.
RULES = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "resultTypes": ["violations"],
    "selectors": False,
    "preload": False,
    "iframes": False,
}
CONTRAST = "color-contrast"
# How each text on the page looks: its colour, what it stands on, its size and weight.
LOOKS = """() => {
    const told = node => node.value || node.placeholder || [...node.childNodes].some(
        each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    const ground = node => {
        for (let at = node; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.backgroundImage !== 'none') return style.backgroundImage;
            if (!/, 0\\)|transparent/.test(style.backgroundColor)) return style.backgroundColor;
        }
    };
    const look = node => {
        const {color, fontSize, fontWeight, opacity} = getComputedStyle(node);
        return [color, ground(node), fontSize, fontWeight, opacity].join(' ');
    };
    return [...new Set([...document.body.querySelectorAll('*')].filter(told).map(look))];
}"""


class Barriers:
    """Examines pages, and remembers how texts looked whose contrast was found good.

    Contrast is two thirds of axe's time, and follows from what is remembered: a page on which
    every text looks like one already examined is not asked for it again.
    """

    def __init__(self):
        self.axe, self.looks = Axe(), set()

    def on(self, page: Page) -> list[str]:
        """The rules broken on ``page``, each with the elements at fault.

        A page a click has led to may still be on its way: it is examined when it is all there.
        """
        page.wait_for_load_state()
        looks = set(page.evaluate(LOOKS))
        known = {CONTRAST: {"enabled": False}} if looks <= self.looks else {}
        found = self.axe.run(page, options=RULES | {"rules": known}).response["violations"]
        if not any(rule["id"] == CONTRAST for rule in found):
            self.looks |= looks
        return [
            f"{rule['id']}: {[node['html'][:150] for node in rule['nodes']][:3]}" for rule in found
        ]
