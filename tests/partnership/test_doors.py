"""The doors anyone may open: language, refusals, the catalogue of components, links that lead."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

START = ("/", "/contact/", "/contact/reception/", "/plans/", "/accessibility/", "/accounts/login/")


@pytest.mark.django_db
def test_the_language_switch_stays_on_the_page(client):
    page = client.get("/contact/?q=x", headers={"accept-language": "vi"})
    assert '<html lang="vi">' in page.text
    there = re.search(r'name="next" value="(.*?)"', page.text)[1]
    answer = client.post(reverse("set_language"), {"language": "en", "next": there})
    assert answer.url == "/contact/?q=x"
    assert '<html lang="en">' in client.get(answer.url).text


@pytest.mark.django_db
def test_the_language_switch_leads_to_no_other_site(client):
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert answer.url == "/"


@pytest.mark.django_db
def test_a_form_without_proof_is_refused_in_words():
    """G7: the refusal says what to do next."""
    page = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})
    assert page.status_code == 403 and "csrf.html" in [each.name for each in page.templates]


@pytest.mark.django_db
def test_a_page_that_is_not_there_still_leads_on(client):
    page = client.get("/nothing/here/")
    assert page.status_code == 404
    assert f'href="{reverse("contact:list")}"' in page.text


def test_the_page_of_a_fault_needs_no_database():
    """No fixture opens the database here: a query would fail the test."""
    page = render_to_string("500.html")
    assert "/static/css/portal.css" in page and "<h1" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "desk"), [("officer", True), ("asker", False)])
def test_the_top_of_the_page_knows_who_is_there(enter, people, person, desk):
    page = enter(people[person]).get("/")
    assert (f'href="{reverse("admin:index")}"' in page.text) is desk
    assert f'action="{reverse("account_logout")}"' in page.text
    assert f'href="{reverse("account_home")}"' in page.text


@pytest.mark.django_db
def test_what_is_not_built_is_not_linked(client):
    """Without a plan the front door promises none."""
    page = client.get("/")
    assert page.context["plan"] is None and 'id="tasks"' not in page.text


@pytest.mark.django_db
def test_the_front_door_counts_what_the_plan_says(client):
    """Figures come from the database: whole = general department + departments = sum of tasks."""
    call_command("sample_data", small=True, verbosity=0)
    context = client.get("/").context
    whole, central, provincial, _departments = [figure for _n, figure, _m in context["figures"]]
    assert whole == central + provincial == sum(task.count for task in context["tasks"]) > 0
    assert whole == context["plan"].items.obligations().count()


@pytest.mark.django_db
def test_the_catalogue_does_not_exist_in_production(client, settings):
    assert client.get(reverse("styleguide")).status_code == 200
    settings.TRIAL = settings.DEBUG = False
    assert client.get(reverse("styleguide")).status_code == 404


@pytest.mark.django_db
def test_no_link_leads_nowhere(client):
    """Every address in the public pages answers, every anchor in a page is there."""
    call_command("sample_data", small=True, verbosity=0)
    seen, queue = set(), list(START)
    while queue:
        where = queue.pop()
        page = client.get(where, follow=True)
        assert page.status_code == 200, where
        ids = set(re.findall(r'\bid="([^"]+)"', page.text))
        for link in set(re.findall(r'<a [^>]*href="([^"]+)"', page.text)):
            path, _sep, anchor = link.replace("&amp;", "&").partition("#")
            assert path or anchor in ids, f"{where}: {link}"
            if path.startswith("/") and path not in seen and len(seen) < 400:
                seen.add(path)
                queue.append(path)
    assert len(seen) > 50 and connection.connection is not None


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    named = {
        name
        for page in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)" %}', page.read_text())
    }
    assert len(named) > 10
    assert {name for name in named if f'<symbol id="{name}"' not in sprite} == set()
