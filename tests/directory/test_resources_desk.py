"""Imports on the desk: upload, dry run, confirmation, work in steps, the same file twice."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from core import jobs
from core.cells import Sheet, write_xlsx
from core.importing import work
from core.models import Job
from directory.models import Enterprise
from directory.resources import EnterpriseResource
from tests.factories import EnterpriseFactory, tax_code

pytestmark = pytest.mark.usefixtures("everyone")

UPLOAD = reverse("admin:directory_enterprise_import")


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sheet(by, count, *, start=0, **cells) -> bytes:
    with override("en"):
        header = EnterpriseResource(by=by).header()
    row = {"kind": "private", "size": "small", "traits": "", "managed_by": "03", "address": ""}
    row |= cells
    rows = (
        [tax_code(n + 900), f"Công ty {n}", "", *row.values()] for n in range(start, start + count)
    )
    out = io.BytesIO()
    write_xlsx(out, Sheet("x", header, rows))
    return out.getvalue()


def hand_in(client, content, name="danh sách.xlsx"):
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def job_at(url) -> Job:
    return Job.objects.get(pk=url.rstrip("/").rsplit("/", 1)[1])


def test_from_upload_to_result(people, enter):
    """Dry run, faults on page and sheet, confirmation, result; written under one's name."""
    by = people["administrator"]
    client = enter(by)
    content = sheet(by, 5)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0]["A3"] = "0100233489"
    book.worksheets[0]["D3"] = "=1+1"
    book.worksheets[0]["G4"] = "99"
    spoilt = io.BytesIO()
    book.save(spoilt)
    page = hand_in(client, spoilt.getvalue())
    assert client.get(page).status_code == 200
    before = Enterprise.objects.count()
    jobs.work()
    check = job_at(page)
    assert (check.state, check.done, check.failed_items) == ("done", 3, 2), check.last_error
    assert Enterprise.objects.count() == before
    shown = client.get(page + "?part=1").content.decode()
    assert shown.count("0100233489") >= 1 and "csrfmiddlewaretoken" in shown
    answer = client.get(page + "faults/")
    told = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    lines = [[cell.value for cell in row] for row in told.worksheets[0].iter_rows(min_row=2)]
    assert [line[0] for line in lines] == [3, 3, 4] and all(all(line[2:]) for line in lines)
    assert {line[2] for line in lines} == {"0100233489", "=1+1", "99"}
    done = client.post(page, {"act": "import"})
    jobs.work()
    brought = job_at(done.url)
    assert (brought.kind, brought.state, brought.done) == (work.IMPORT, "done", 3)
    assert Enterprise.objects.count() == before + 3
    event = Enterprise.objects.get(tax_code=tax_code(900)).events.get()
    assert event.pgh_context["actor"] == by.pk and event.pgh_context["reason"] == "danh sách.xlsx"
    assert client.get(done.url).status_code == 200 and brought.result and brought.errors


def test_the_same_file_is_recognised(people, enter):
    by = people["administrator"]
    client, content = enter(by), sheet(by, 2)
    page = hand_in(client, content)
    jobs.work()
    assert hand_in(client, content, "anderer name.xlsx") == page
    assert len(client.get(page).context["messages"]) == 1
    client.post(page, {"act": "import"})
    jobs.work()
    assert "import" in client.get(page).context["standing"].done_before.kind
    anew = client.post(page, {"act": "check"}).url
    assert anew != page
    jobs.work()
    assert client.get(anew).context["standing"].counted == {"same": 2}
    assert not client.get(anew).context["standing"].may_import


@pytest.mark.parametrize("content", [b"", b"<html>", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0" * 9])
def test_a_bad_file_is_refused_beside_its_field(people, enter, content):
    answer = enter(people["system"]).post(UPLOAD, {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 200 and answer.context["form"].errors["file"]
    assert not Job.objects.exists()


def test_a_heading_without_rows_is_refused(people, enter):
    content = sheet(people["system"], 0)
    answer = enter(people["system"]).post(UPLOAD, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert answer.context["form"].errors["file"]


NAMES = ("asker", "officer", "head", "focal_point", "stranger", "board", "auditor")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", ["", "template/", "export/", "1/", "1/faults/"])
def test_only_administrators_come_in(people, enter, name, page):
    """G1: nobody else reaches a page of the import, nothing is begun."""
    client = enter(people[name])
    assert client.get(UPLOAD + page).status_code in (302, 403)
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("a.xlsx", sheet(people["system"], 1))})
    assert answer.status_code in (302, 403) and not Job.objects.exists()


def test_an_import_is_its_owners_alone(people, enter):
    client = enter(people["system"])
    page = hand_in(client, sheet(people["system"], 1))
    client = enter(people["administrator"])
    for end in ("", "faults/"):
        assert client.get(page + end).status_code == 404
    assert client.post(page, {"act": "import"}).status_code == 404
    assert client.post(page + "cancel/").status_code == 404
    assert client.get(page.replace("enterprise", "officer")).status_code == 404
    assert Job.objects.get().state == "queued"


def test_an_export_holds_the_rows_in_sight_and_comes_in_again(people, enter, department):
    """G2: what is exported is what may be seen; it imports again without a change."""
    EnterpriseFactory(name_vi="Của đơn vị khác")
    client = enter(people["administrator"])
    answer = client.get(UPLOAD + "export/")
    content = b"".join(answer.streaming_content)
    data, foot = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    seen = {row[0].value for row in data.iter_rows(min_row=2)}
    mine = Enterprise.objects.filter(managed_by=department).values_list("tax_code", flat=True)
    assert seen == set(mine) and len(seen) == 2
    page = hand_in(client, content)
    jobs.work()
    assert client.get(page).context["standing"].counted == {"same": 2}


def test_stopping_keeps_what_is_done(people, enter):
    client = enter(people["system"])
    page = hand_in(client, sheet(people["system"], 3))
    client.post(page + "cancel/")
    jobs.work()
    assert job_at(page).state == "cancelled" and job_at(page).done == 0


class Killed(BaseException):
    """Stands for the end of the worker's process."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_without_doubles(people, monkeypatch, enter):
    """G33: killed in the middle of a piece, taken up again, every row stands once."""
    by = people["administrator"]
    monkeypatch.setattr(EnterpriseResource, "size", 10)
    page = hand_in(enter(by), sheet(by, 45))
    jobs.work()
    begun = enter(by).post(page, {"act": "import"}).url
    take, pieces = EnterpriseResource.take, []

    def dies(self, lines, names, *, dry):
        done = take(self, lines, names, dry=dry)
        pieces.append(lines)
        if len(pieces) == 3:
            raise Killed
        return done

    monkeypatch.setattr(EnterpriseResource, "take", dies)
    monkeypatch.setattr(jobs, "STEP_SECONDS", 0)
    with pytest.raises(Killed):
        jobs.work()
    monkeypatch.setattr(EnterpriseResource, "take", take)
    stood = Enterprise.objects.filter(name_vi__regex=r"^Công ty \d+$").count()
    assert stood == 20 and job_at(begun).state == "running"
    later = job_at(begun).due_at + timedelta(hours=1)
    for _turn in range(3):
        jobs.work(later)
    ended = job_at(begun)
    assert (ended.state, ended.done, ended.failed_items) == ("done", 45, 0), ended.last_error
    found = Enterprise.objects.filter(name_vi__regex=r"^Công ty \d+$")
    assert found.count() == 45
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(n) FROM (SELECT count(*) n FROM directory_enterpriseevent"
            " WHERE name_vi ~ '^Công ty [0-9]+$' GROUP BY pgh_obj_id) t"
        )
        assert cursor.fetchone()[0] == 1
