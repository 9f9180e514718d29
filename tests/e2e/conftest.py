"""Journeys in Chromium on a live server; no request may leave the origin, nothing may complain."""

import os
import shutil
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from directory.models import User
from partnership.sample import year_2023
from tests.database import again
from tests.entering import show_second_factor

from .barriers import Barriers

# The shell is the same Chromium without its windows: a fifth faster here.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
         "google-chrome-stable", "chrome")  # fmt: skip
PHONE, WIDE = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
LONGEST_WAIT = 15_000  # milliseconds
WATCH = """
document.addEventListener("securitypolicyviolation", event =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys; without one they are skipped, and say so."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"No browser found (looked for {', '.join(NAMES)}): journeys not walked.")
    # Playwright's own loop runs in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    options = ["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        browser.close()


@pytest.fixture
def complaints():
    """What the browser complained of: console errors, refused content, requests to elsewhere."""
    return []


@pytest.fixture
def new_page(chromium, live_server, complaints):
    """Open a page: ``new_page(language="en", viewport=PHONE, color_scheme="dark")``."""
    contexts = []

    def new_page(language: str = "vi", **options) -> Page:
        options = {"viewport": WIDE, "locale": language, **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(LONGEST_WAIT)
        context.add_init_script(WATCH)
        context.on("request", lambda asked: at_home(asked.url, live_server.url, complaints))
        page = context.new_page()
        page.on("console", lambda said: listen(said, complaints))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    yield new_page
    for context in contexts:
        context.close()
    connection.close()


@pytest.fixture
def browser_page(new_page):
    """A wide page in Vietnamese."""
    return new_page()


def small_world() -> None:
    call_command("sample_data", quiet=True, small=True)


@pytest.fixture
def sample(transactional_db):
    """The world of a trial; ``sample("can.bo")`` is one of its people."""
    again(small_world)
    return lambda login: User.objects.get(email__startswith=f"{login}@")


@pytest.fixture
def sample_year(sample):
    """The same world with the year 2023 played through: plans, activities, reports."""
    year_2023.load()
    return sample


@pytest.fixture
def enter_as(new_page, live_server):
    """``enter_as(user, "en", viewport=WIDE)``: a page of a person who has signed in
    already and confirmed the password a moment ago."""

    def enter_as(user: User, language: str = "vi", **options) -> Page:
        client = Client()
        client.force_login(user)
        show_second_factor(client, user)
        session = client.session
        proof = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] += [proof]
        session.save()
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page = new_page(language, **options)
        page.context.add_cookies([cookie])
        return page

    return enter_as


@pytest.fixture
def no_complaints(complaints):
    """Fails the test at its end when the browser had anything to complain of (G9)."""
    yield complaints
    assert complaints == []


@pytest.fixture(scope="session")
def barriers():
    """What this process has examined so far."""
    return Barriers()


@pytest.fixture
def axe_clean(barriers):
    """``axe_clean(page)``: no violation of WCAG 2.2 A and AA nor of best practice (G37)."""

    def axe_clean(page: Page) -> None:
        assert barriers.on(page) == [], page.url

    return axe_clean


def at_home(url: str, origin: str, complaints: list[str]) -> None:
    """Note a request to anywhere but the portal itself; the browser knows no other host."""
    if not url.startswith((f"{origin}/", "data:", "blob:")):
        complaints.append(f"left the origin: {url}")


def listen(said, complaints: list[str]) -> None:
    """Note console errors; the browser's own line on an address we expect to fail is none."""
    url = said.location.get("url", "")
    own = url.endswith(("/", "/favicon.ico")) or (said.page and url == said.page.url)
    expected = "Failed to load resource" in said.text and own
    if said.type == "error" and not expected:
        complaints.append(f"console: {said.text} ({url})")
