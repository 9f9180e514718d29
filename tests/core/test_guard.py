"""G15: public forms keep spam out without third parties, and let people in without JavaScript."""

import hashlib
import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.urls import path
from django.utils.timezone import now
from django.views.generic import FormView

from core import guard
from core.models import SpentPass
from core.views import GuardedMixin
from partnership.urls import urlpatterns as portal

PURPOSE = "tests.guard"


class Ask(guard.GuardedForm):
    purpose = PURPOSE
    text = forms.CharField(max_length=200)


class AskView(GuardedMixin, FormView):
    """Each accepted sending makes one row."""

    form_class = Ask

    def form_valid(self, form):
        with transaction.atomic():
            try:
                form.spend()
            except guard.Spent:
                return HttpResponse("twice", status=409)
        return HttpResponse("taken")

    def render_to_response(self, context):
        return HttpResponse(
            Template("<form>{% guard form %}{{ form.errors }}</form>").render(Context(context))
        )


urlpatterns = [*portal, path("ask", login_not_required(AskView.as_view()), name="ask")]


@pytest.fixture(autouse=True)
def own_urls(settings):
    settings.ROOT_URLCONF = __name__


def issued(ago=60, purpose=PURPOSE):
    """A pass that is so many seconds old."""
    with time_machine.travel(now() - timedelta(seconds=ago), tick=False):
        return guard.issue(purpose)


def solved(text):
    """The work of a pass, done as the script in the page does it."""
    tried = (hashlib.sha256(f"{text}:{n}".encode()).digest() for n in itertools.count())
    return str(next(n for n, digest in enumerate(tried) if digest[:2] == b"\0\0"))


def sent(client, text, *, work="", words="Xin hỏi", trap="", address="192.0.2.7"):
    data = {"guard_pass": text, "guard_work": work, "guard_trap": trap, "text": words}
    return client.post("/ask", data, REMOTE_ADDR=address)


def said(answer):
    return re.findall(r"<li>(.*?)</li>", answer.content.decode())


def accepted():
    return SpentPass.objects.count()


def test_a_person_is_taken_with_and_without_javascript(db, client):
    """The page hands out its pass; with the work after 3 seconds, without it after 15."""
    page = client.get("/ask").content.decode()
    fresh = re.search(r'name="guard_pass" value="([^"]+)"', page)[1]
    assert guard.read(fresh, PURPOSE) and said(sent(client, fresh)) and accepted() == 0
    quick, slow = issued(5), issued(20)
    assert sent(client, quick, work=solved(quick)).status_code == 200 and accepted() == 1
    assert sent(client, slow).content == b"taken" and accepted() == 2
    early = issued(5)
    assert "10" in said(sent(client, early))[-1] and accepted() == 2
    with time_machine.travel(now() + timedelta(seconds=30)):
        assert sent(client, early).content == b"taken", "nothing is lost: sent again it is taken"


def spliced():
    one, other = issued().split(":"), issued(90).split(":")
    return ":".join([one[0], other[1], one[2]])


FALSE = {
    "none": lambda: "",
    "nonsense": lambda: "a:b:c",
    "no time": lambda: "abc",
    "expired": lambda: issued(13 * 3600),
    "from the future": lambda: guard.issue(PURPOSE) + "x",
    "foreign purpose": lambda: issued(purpose="tests.other"),
    "spliced": spliced,
    "cut": lambda: issued()[:-1],
    "turned": lambda: issued()[::-1],
    "long": lambda: "a" * 100_000,
    "marks": lambda: "đ:ế:ộ",
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_pass_is_refused_and_a_true_one_handed_out(db, client, name):
    answer = sent(client, FALSE[name]())
    assert accepted() == 0 and len(said(answer)) >= 1
    anew = re.search(r'name="guard_pass" value="([^"]+)"', answer.content.decode())[1]
    assert guard.read(anew, PURPOSE), "what was typed can be sent with this one"


def test_the_work_of_another_pass_is_none(db, client):
    mine, other = issued(5), issued(5)
    work = next(n for n in [solved(other)] if not guard.worked(mine, n))
    assert sent(client, mine, work=work) and accepted() == 0
    for number in ("-1", "1e3", "９", "1" * 13, "", "x"):
        assert not guard.worked(mine, number)


def test_who_fills_in_everything_is_caught(db, client):
    assert sent(client, issued(), trap="http://spam.example").status_code == 200
    assert accepted() == 0


def test_a_thousand_scripted_posts_bring_a_handful(db, client):
    """1,000 posts, a quarter each: bare, replayed, from one address, from one network."""
    replayed = issued()
    for number in range(250):
        sent(client, "")
        sent(client, replayed, address="192.0.2.99")
        answer = sent(client, issued(), address="198.51.100.1")
        sent(client, issued(), address=f"203.0.113.{number}")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert accepted() == 1 + 8 + 40


def test_an_ipv6_neighbour_is_the_same_caller(db, client):
    for number in range(20):
        sent(client, issued(), address=f"2001:db8:1:2::{number:x}")
    assert accepted() == 8


def test_everyone_together_is_limited(db, client, monkeypatch):
    monkeypatch.setitem(guard.PLAIN, "everyone", "5/h")
    for number in range(9):
        sent(client, issued(), address=f"10.{number}.0.1")
    assert accepted() == 5


def test_what_is_wrong_elsewhere_costs_no_try(db, client):
    for _ in range(20):
        assert sent(client, issued(), words="").status_code == 200
    assert sent(client, issued()).content == b"taken"


@pytest.mark.django_db(transaction=True)
def test_one_of_fifty_parallel_replays_is_taken():
    """Whatever the timing: the row of the pass is written once."""
    text = issued()
    work = solved(text)

    def post(number):
        try:
            return sent(Client(), text, work=work, address=f"10.0.{number}.1").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(post, range(50)))
    assert sorted(codes) == [200] + [409] * 49 and accepted() == 1


def test_an_undone_sending_leaves_the_pass_good(db):
    text = issued()
    with pytest.raises(OSError), transaction.atomic():
        assert guard.spend(text)
        raise OSError
    assert guard.spend(text) and not guard.spend(text)


def test_spent_passes_are_forgotten_when_they_are_long_stale(db):
    guard.spend(issued())
    assert guard.forget() == 0 and accepted() == 1
    SpentPass.objects.update(spent_at=now() - timedelta(days=3))
    assert guard.forget() == 1
