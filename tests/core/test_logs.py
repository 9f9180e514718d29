"""G36: a request id in every line from web to task, and no personal data, codes or tokens."""

import io
import json
import logging

import pytest
from celery import shared_task
from celery.app.trace import build_tracer
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.urls import path
from django.utils.timezone import now
from kombu import Connection

from core import letters
from core.logs import JsonLines, Readable, logging_settings, redacted
from core.models import Letter
from partnership.celery import app
from partnership.urls import urlpatterns as portal
from tests.factories import UserFactory

MARKERS = {
    "name": "Lê Thị Tường Vi",
    "email": "tuong.vi@doanhnghiep.example",
    "phone": "0912 345 678",
    "tax code": "0101243150-001",
    "tracking code": "HQ7K2M9XW4PT3R6ZB8LD",
    "password": "con ngựa đúng pin ghim",
    "session key": "q3j9zk2v7m1x8w5t4r6y0p2n9b8c7d1f",
    "CSRF token": "Zk3vQm8Xw2Tn5Rj7Yp1Lb6Gc9Hd4Fs0A",
    "TOTP": "493817",
    "query string": "vi-pham-hanh-chinh",
    "file name": "to-khai-bi-mat.pdf",
    "letter body": "Nội dung thư chỉ dành cho người nhận",
}
log = logging.getLogger("portal.test")


@login_not_required
def fails(request, code):
    given = [*request.POST.values(), *[file.name for file in request.FILES.values()]]
    raise ValueError(f"cannot read {given} for {request.get_full_path()}")


@login_not_required
def clashes(request):
    UserFactory(email=MARKERS["email"])
    UserFactory(email=MARKERS["email"])


@login_not_required
def pokes(request):
    with Connection("memory://") as broker:
        speaks.apply_async([MARKERS["letter body"]], connection=broker)
        with broker.SimpleQueue("portal") as queue:
            message = queue.get(timeout=1)
            message.ack()
    build_tracer(speaks.name, app.tasks[speaks.name], app=app, loader=app.loader)(
        "a-task", [MARKERS["letter body"]], {}, {**message.headers, "delivery_info": {}}
    )
    return HttpResponse("done")


@shared_task
def speaks(body):
    log.info("spoken")
    raise LookupError(f"nobody to read {body}")


urlpatterns = [
    *portal,
    path("fails/<str:code>", fails, name="fails"),
    path("clashes", clashes, name="clashes"),
    path("pokes", pokes, name="pokes"),
]


@pytest.fixture
def own_urls(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


@pytest.fixture
def written():
    """Everything logged meanwhile, in both forms, through the real formatters."""
    streams = {"json": io.StringIO(), "readable": io.StringIO()}
    forms = {"json": JsonLines(), "readable": Readable()}
    root, handlers = logging.getLogger(), []
    for form, stream in streams.items():
        handler = logging.StreamHandler(stream)
        handler.setFormatter(forms[form])
        handlers.append(handler)
        root.addHandler(handler)
    yield streams
    for handler in handlers:
        root.removeHandler(handler)


def lines(written) -> list[dict]:
    return [json.loads(line) for line in written["json"].getvalue().splitlines()]


@pytest.fixture
def everything_tried(db, client, own_urls, written):
    """Requests, tasks and letters that carry every marker, most of them failing."""
    client.cookies["sessionid"] = MARKERS["session key"]
    client.cookies["csrftoken"] = MARKERS["CSRF token"]
    fields = {name.replace(" ", "_"): value for name, value in MARKERS.items()}
    fields |= {"login": MARKERS["email"], "csrfmiddlewaretoken": MARKERS["CSRF token"]}
    code, query = MARKERS["tracking code"], {"q": MARKERS["query string"]}
    file = SimpleUploadedFile(MARKERS["file name"], b"x")
    for address in ("/accounts/login/", f"/fails/{code}", "/clashes", "/nowhere/" + code):
        client.get(address, query, headers={"Referer": f"http://x/?{fields['email']}"})
        client.post(address, fields, query_params=query)
    client.post(f"/fails/{code}", {**fields, "file": file})
    client.post("/", fields, headers={"X-Forwarded-For": MARKERS["phone"]})
    client.get("/", headers={"Host": f"{code}.example"})
    client.post("/pokes")
    EmailMessage(MARKERS["name"], MARKERS["letter body"], to=[MARKERS["email"]]).send()
    Letter.objects.create(
        cause="test", recipient=MARKERS["email"], subject="\n".join([MARKERS["name"], "x"]),
        body=MARKERS["letter body"], due_at=now(),
    )  # fmt: skip
    letters.deliver()
    log.warning("no %s at %s", MARKERS["name"], f"/x?{MARKERS['query string']}")
    logging.getLogger("somebody.else").error("for %(who)s", {"who": MARKERS["name"]})
    logging.getLogger("somebody.else").error(f"sent to {MARKERS['email']} with {code}")
    return written


@pytest.mark.parametrize("marker", MARKERS)
def test_no_marker_reaches_a_log(everything_tried, marker):
    """G36: 12 markers through requests, failures, tasks and letters."""
    for form, stream in everything_tried.items():
        text = stream.getvalue()
        assert text.count("\n") > 15, "something was logged"
        assert MARKERS[marker] not in text, form
        assert MARKERS[marker] not in text.encode().decode("unicode_escape", "ignore")


def test_a_failure_is_told_by_class_and_place(everything_tried):
    errors = [line for line in lines(everything_tried) if line.get("error") == "ValueError"]
    assert errors
    assert "test_logs.py" in errors[0]["at"][-1] and errors[0]["at"][-1].endswith(" fails")
    clashes = [line for line in lines(everything_tried) if line.get("error") == "IntegrityError"]
    assert "directory_user_email" in clashes[0]["constraint"]


def test_a_request_is_one_line_with_its_route(client, own_urls, written, db):
    answer = client.get("/accounts/login/?next=/x")
    [line] = [line for line in lines(written) if line["event"] == "request"]
    assert line["route"] == "account_login"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert 0 < line["ms"] < 60_000 and line["queries"] >= 0
    assert answer["X-Request-ID"] == line["request_id"]
    assert "/accounts" not in json.dumps(line)


def test_every_line_of_a_request_and_its_task_bears_its_id(client, own_urls, written, db):
    """G36: web, library, task."""
    answer = client.post("/pokes")
    found = lines(written)
    assert {"spoken", "request"} < {line["event"] for line in found}
    assert any(line.get("error") == "LookupError" for line in found)
    assert {line["request_id"] for line in found} == {answer["X-Request-ID"]}


def test_lines_outside_a_request_have_no_id(written):
    log.info("alone")
    assert "request_id" not in lines(written)[0]


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (1, "abcdef0123456789", True),
        (1, "4bf92f35-77b3-4da6-a3ce-929d0e0e4736", True),
        (0, "abcdef0123456789", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "line\\nbreak-here", False),
        (1, "<script>alert(1)</script>", False),
        (1, "", False),
    ],
)
def test_only_a_proxys_sane_id_is_taken_over(client, settings, proxies, given, kept):
    settings.TRUSTED_PROXIES = proxies
    answered = client.get("/live", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answered == given) is kept
    assert len(answered) >= 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter 5 given up", "letter 5 given up"),
        ("to a.b@c.example now", "to … now"),
        ("GET /x?code=1 done", "GET /x… done"),
        ("tel 0912345678", "tel …"),
        ("code 123456", "code …"),
        ("worker 1234 ready", "worker 1234 ready"),
        ("task 4bf92f35-77b3-4da6-a3ce-929d0e0e4736", "task 4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
        ("Invalid HTTP_HOST header: 'evil.example'", "Invalid HTTP_HOST header: …"),
        ("core.tasks.deliver_letters", "core.tasks.deliver_letters"),
    ],
)
def test_what_is_taken_out_and_what_stays(text, expected):
    assert redacted(text) == expected


def test_an_error_is_one_line_and_a_failure_two(client, own_urls, written, db):
    client.get("/nowhere/secret")
    assert [(line["event"], line["status"]) for line in lines(written)] == [("request", 404)]
    client.get("/fails/secret")
    failure, request = lines(written)[1:]
    assert failure["event"] == "Internal Server Error: …"
    assert failure["request_id"] == request["request_id"]


def test_numbers_stay_and_odd_formats_do_not_break(written):
    log.info("%d of %s done in %.1f", 3, 10, 0.25)
    logging.getLogger("library").info("%d people", 84_912_345_678)
    assert [line["event"] for line in lines(written)] == ["3 of 10 done in 0.2", "%d people"]


def test_production_writes_json_and_a_trial_for_eyes():
    assert logging_settings(readable=False)["formatters"]["line"]["()"] == "core.logs.JsonLines"
    assert logging_settings(readable=True)["formatters"]["line"]["()"] == "core.logs.Readable"


def test_an_unknown_method_is_no_text_of_the_callers(client, written):
    client.generic("X-SECRETWORD", "/live")
    assert "SECRETWORD" not in written["json"].getvalue()


def test_our_own_facts_are_written(written):
    log.info("job done", extra={"job": 5, "rows": 10_000})
    assert lines(written)[0]["rows"] == 10_000
