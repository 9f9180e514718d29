"""Hostile texts in every field of every row: pages show them as the texts they are."""

from datetime import date, time
from io import BytesIO
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.http import parse_header_parameters
from django.utils.timezone import now
from openpyxl import load_workbook

from core import letters, stored_files
from core.history import acting
from core.importing.work import CHECK
from core.models import Deadline, FileScan, Job, JobLine, Letter, StoredFile
from directory.models import (
    CalendarDay,
    Channel,
    Contact,
    Reception,
    Unit,
    UnitAlias,
)
from plans.models import Item, Plan, Source
from tests import apps as apps_of_tests
from tests import factories as made
from tests.entering import show_second_factor
from tests.thorough import some

from .conftest import WIDE
from .crawling import same_person
from .payloads import FOUND, PARSED, ROWS, SOURCE, WHOLE, several

pytestmark = pytest.mark.django_db(transaction=True)
OURS = ("core", "directory", "associations", "inquiries", "surveys", "plans")
# Fields whose form the database or the code keeps: no text of a person gets in.
SHAPED = {
    "core.StoredFile.key", "core.StoredFile.sha256", "core.StoredFile.kind", "core.Job.kind",
    "core.Job.digest", "core.Letter.language", "core.Seal.label", "core.RateCount.key",
    "directory.Enterprise.tax_code", "directory.Unit.path", "directory.User.password",
    "directory.Letterhead.symbol",
    "plans.Doubt.language",
} | apps_of_tests.gathered("shaped")  # fmt: skip
UNSHOWN = {"core.Seal"} | apps_of_tests.gathered("unshown")  # no page shows them


def text_fields(model) -> list[models.Field]:
    """Fields a text can stand in, by the model registry."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.generated or field.primary_key)
        and f"{model._meta.label}.{field.name}" not in SHAPED
    ]


def texts(model, number: int) -> dict[str, str]:
    """Payloads for each text field; e-mail addresses get their second half."""
    found = {}
    for field in text_fields(model):
        tail = f"{number}@example.com" if isinstance(field, models.EmailField) else ""
        room = field.max_length and field.max_length - len(tail)
        found[field.name] = several(number, room) + tail
    return found


def given(model, **fields):
    with acting(None, "given"):
        return model.objects.create(**fields)


class World:
    """One row of each kind for each payload, all in the sight of the board and the system's."""

    def __init__(self, system, board):
        self.system, self.board = system, board
        self.filled: set[type] = set()
        self.plan = self.fill(made.PlanFactory, 999, year=2029)
        self.reading = self.fill(made.PlanFactory, 998, year=2028, status=Plan.Status.READ)
        file = self.taken(0)
        lines = {"lines": WHOLE, "language": "vi", "file": file}
        self.fill(Source, 0, plan=self.reading, **lines)

    def fill(self, how, number: int, /, **fields):
        """A row whose text fields hold the ``number``-th payload."""
        model = how if isinstance(how, type) and issubclass(how, models.Model) else how._meta.model
        self.filled.add(model)
        said = texts(model, number) | fields
        return given(model, **said) if how is model else how(**said)

    def taken(self, number: int) -> StoredFile:
        """A table somebody handed in under a hostile name, with hostile cells."""
        cell = several(number, None)
        name = f"{several(number, 200)}.csv".replace("/", "⁄")
        content = f"Mã số thuế,{cell}\n{cell},{cell}\n".encode()
        upload = SimpleUploadedFile("x.csv", content)
        file = stored_files.take(upload, by=self.system, accept=stored_files.TABLES)
        StoredFile.objects.filter(pk=file.pk).update(name=name)
        self.filled.add(StoredFile)
        return StoredFile.objects.get(pk=file.pk)

    def row_of_each(self, number: int) -> None:
        fill = self.fill
        unit = fill(made.UnitFactory, number, code=f"X9{number}")
        fill(UnitAlias, number, unit=unit)
        fill(made.LetterheadFactory, number, unit=unit)
        fill(Channel, number, unit=unit, kind=Channel.Kind.PHONE)
        hours = {"weekday": 1, "starts": time(8), "ends": time(9)}
        fill(Reception, number, unit=unit, **hours)
        fill(CalendarDay, number, unit=unit, date=date(2026, 1, 5))
        user = fill(made.UserFactory, number, is_staff=True)
        made.RoleFactory(user=user, unit=unit)
        officer = fill(made.OfficerFactory, number, user=user)
        fill(made.PostingFactory, number, officer=officer, unit=unit)
        enterprise = fill(
            made.EnterpriseFactory, number, managed_by=unit, tax_code=made.tax_code(7000 + number)
        )
        fill(Contact, number, enterprise=enterprise)
        fill(made.PlanFactory, number, year=2030 + number, issuer=unit)
        fill(made.ItemFactory, number, plan=self.plan)
        fill(made.ItemFactory, number, plan=self.reading)
        fill(made.DoubtFactory, number, plan=self.reading, line=number + 1)
        for part in apps_of_tests.PARTS:
            part.fill(self, number)
        self.chores(number)

    def chores(self, number: int) -> None:
        ended = {"due_at": now(), "given_up_at": now()}
        self.fill(Letter, number, **ended)
        self.fill(Deadline, number, fell_due_at=now(), **ended)
        params = {"model": "directory.Enterprise", "by": self.system.pk}
        work = {"owner": self.system, "kind": CHECK, "params": params}
        work |= {"total": 1, "failed_items": 1}
        file = self.taken(number)
        self.fill(FileScan, number, file=self.taken(number), **ended)
        job = self.fill(Job, number, file=file, due_at=now(), given_up_at=now(), **work)
        self.fill(JobLine, number, job=job, number=1, cells=[several(number, None)] * 5)


@pytest.fixture
def world(sample):
    """Sixty and more texts in everything; whatever model of ours is new fails here."""
    found = World(sample("quan.tri"), sample("ban.cai.cach"))
    for number in range(ROWS):
        found.row_of_each(number)
    ours = [m for app in OURS for m in apps.get_app_config(app).get_models()]
    texted = {m for m in ours if text_fields(m) and not hasattr(m, "pgh_tracked_model")}
    assert {m for m in texted if m._meta.label not in UNSHOWN} - found.filled == set()
    return found


def lists() -> list[str]:
    """Every list of the desk, all its pages, all its days."""
    paths = []
    for model, desk in admin.site._registry.items():
        pages = range(1, min(5, model._base_manager.count() // desk.list_per_page + 2))
        paths += [f"{desk.list_url}?p={page}" for page in pages]
        paths.append(f"{desk.list_url}?as_of=all" if model is Unit else desk.list_url)
    return paths


def cards() -> list[str]:
    """Cards of the desk with a payload on it: a third of them, of each list another third."""
    newest = [
        (desk, list(model._base_manager.order_by("-pk").values_list("pk", flat=True)[:ROWS]))
        for model, desk in admin.site._registry.items()
    ]
    return [
        f"{desk.list_url}{pk}/change/"
        for turn, (desk, keys) in enumerate(newest)
        for pk in some(keys, turn)
    ]


def test_no_text_becomes_a_part_of_a_page_a_header_or_a_formula(
    enter_as, world, client, no_complaints
):
    """G8: 60 payloads in every text field and file name, in one world made once: seen on pages,
    then in what is downloaded."""
    assert len(WHOLE) >= 60
    texts_in_pages(enter_as, world)
    client.force_login(world.system)
    show_second_factor(client, world.system)
    texts_in_files(client, world)


def texts_in_pages(enter_as, world) -> None:
    """No dialog, no element, no CSP report."""
    system = enter_as(world.system, "vi", viewport=WIDE)
    board = enter_as(world.board, "en", viewport=WIDE)
    faults = []
    for page in (system, board):
        page.on("dialog", lambda said: (faults.append(said.message), said.dismiss()))
    check = f"/admin/plans/plan/{world.reading.pk}/check/"
    for page, paths in (
        (system, [*lists(), "/jobs/", "/contact/", "/contact/reception/", "/admin/?tab=letters"]),
        (board, ["/plans/", "/plans/2029/", "/plans/2029/print/", check, "/", "/admin/"]),
    ):
        for path in paths:
            answer = page.goto(path)
            assert answer.status < 500, path
            faults += [(path, drawn) for drawn in page.evaluate(f"({FOUND})(document)")]
    items = Item.objects.filter(plan=world.reading).values_list("pk", flat=True)
    more = [path for part in apps_of_tests.PARTS for path in part.fixed()]
    more += [f"/admin/plans/item/{pk}/correct/" for pk in items]
    faults += drawn(board, more) + drawn(system, [*cards(), *of_jobs(world), *of_units()])
    assert faults == []


def drawn(page, paths: list[str]) -> list[tuple]:
    """(path, what stood there) of each page that broke or in which a text became an element.

    Asked for as the person of ``page`` without a browser, read by the browser's own parser.
    """
    client, faults = same_person(page), []
    for at in range(0, len(paths), 50):
        answers = {path: client.get(path) for path in paths[at : at + 50]}
        faults += [(path, a.status_code) for path, a in answers.items() if a.status_code >= 500]
        found = page.evaluate(PARSED, [a.getvalue().decode() for a in answers.values()])
        faults += [told for told in zip(answers, found, strict=True) if told[1]]
    return faults


def of_jobs(world) -> list[str]:
    keys = Job.objects.filter(owner=world.system).values_list("pk", flat=True)
    pages = ["/jobs/{}/", "/admin/directory/enterprise/import/{}/"]
    return ["/admin/directory/enterprise/import/", *(p.format(key) for key in keys for p in pages)]


def of_units() -> list[str]:
    return [f"/contact/X9{number}/" for number in range(ROWS)]


def test_what_is_asked_for_comes_back_as_text(enter_as, sample, no_complaints):
    """G8: searches, filters, days and addresses repeated by pages that found nothing."""
    page = enter_as(sample("quan.tri"), "vi", viewport=WIDE)
    page.goto("/contact/")
    one_by_one = ("/contact/?q={}",)
    by_fours = ("/admin/directory/enterprise/?q={}", "/contact/reception/?q={}",
                "/contact/KVIII/?on={}", "/{}/", "/plans/{}/",
                "/admin/directory/unit/?as_of={}", "/admin/?tab={}")  # fmt: skip
    fours = [" ".join(WHOLE[at : at + 4]) for at in range(0, len(WHOLE), 4)]
    asked = [(way, each) for way in one_by_one for each in WHOLE]
    asked += [(way, each) for way in by_fours for each in fours]
    paths = [way.format(quote(each, safe="")) for way, each in asked]
    assert drawn(page, paths) == []


def test_the_look_out_sees_what_stands_unescaped(new_page, transactional_db):
    """Else the tests here would prove nothing: nearly all texts are found where a page is naive."""
    page = new_page("en")
    page.goto("/")
    naive = ["<p>{}</p>", '<input value="{}">', "<input value='{}'>", '<a href="{}">9</a>']
    seen = {each for each in WHOLE for way in naive if page.evaluate(SOURCE, way.format(each))}
    assert len(set(WHOLE) - seen) <= 8, set(WHOLE) - seen


def test_no_text_becomes_a_part_of_a_letter(new_page, transactional_db, no_complaints):
    """G8: the HTML of letters holds texts only."""
    page = new_page("en")
    page.goto("/")
    for number, each in enumerate(WHOLE):
        Letter.objects.create(
            cause=f"x {number}", recipient="a@example.com", subject=each, body=each, due_at=now()
        )
    assert letters.deliver() == len(mail.outbox) == len(WHOLE)
    for letter in mail.outbox:
        [(html, kind)] = letter.alternatives
        assert kind == "text/html"
        assert page.evaluate(SOURCE, html) == []


def texts_in_files(client, world) -> None:
    """A file leaves under its own name, in one line; a workbook holds texts."""
    for job in Job.objects.filter(owner=world.system).select_related("file"):
        answer = client.get(job.file.get_absolute_url())
        assert name_in(answer) == job.file.name
        answer.close()
    for desk in admin.site._registry.values():
        answer = client.get(f"{desk.list_url}export/", {"q": WHOLE[0]})
        assert answer.status_code == 200 and name_in(answer).endswith(".xlsx")
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        answer.close()
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert WHOLE[0] in " ".join(str(cell.value) for cell in cells) or not desk.search_fields


def name_in(answer) -> str:
    """The file's name as a browser reads it from the one header."""
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment;") and not set(said) & set("\r\n")
    return parse_header_parameters(said)[1]["filename"]
