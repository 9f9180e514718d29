"""A Decision is uploaded: read, refused with a remedy, recognised when it comes twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from directory import tables
from directory.models import Unit
from plans import services
from plans.models import Item, Plan
from plans.uploads import document, paired
from tests.factories import RoleFactory, top

from .documents.files import docx_of
from .readings import sample

ADD = "/admin/plans/plan/add/"


def upload(language="vi", name=None, content=None) -> SimpleUploadedFile:
    text = sample(language).encode() if content is None else content
    return SimpleUploadedFile(name or f"plan.{language}.txt", text)


@pytest.fixture
def structure(db):
    tables.load()


@pytest.fixture
def board(structure, enter):
    return enter(RoleFactory(kind="board", unit=Unit.objects.filter(parent=None).last()).user)


def test_both_languages_become_one_reading_to_be_checked(board):
    answer = board.post(ADD, {"file": upload("en"), "other": upload("vi")})
    plan = Plan.objects.get()
    assert answer.url == f"/admin/plans/plan/{plan.pk}/check/"
    assert (plan.status, plan.year) == ("read", 2023)
    assert plan.issuer == Unit.objects.as_of(plan.signed_on).get(parent=None), "of that day"
    assert sorted(plan.sources.values_list("language", flat=True)) == ["en", "vi"]
    assert not Item.objects.filter(text_vi="").exists()
    assert plan.items.obligations().count() == 65
    assert board.get(answer.url).status_code == 200


def test_a_word_file_is_read_as_well(board):
    answer = board.post(
        ADD, {"file": upload(name="plan.docx", content=docx_of(sample("vi").splitlines()))}
    )
    assert answer.status_code == 302 and Plan.objects.get().items.obligations().count() == 65


HOSTILE = {
    "no Decision": ("a.txt", "Kính gửi quý vị, đây là thư mời.".encode()),
    "empty": ("a.txt", b""),
    "blank": ("a.txt", b"   \n"),
    "a page": ("a.html", b"<html><script>alert(1)</script>"),
    "a program": ("a.txt", b"MZ\x90\x00\x03" + bytes(200)),
    "a lie": ("a.pdf", b"PK\x03\x04 not a pdf"),
    "half a book": ("a.docx", b"PK\x03\x04broken"),
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
    "two ends": ("plan.txt.exe", b"MZ"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_wrong_file_is_refused_beside_its_field_and_nothing_is_kept(board, case):
    """G13: nothing is written for a file that is no Decision; the sentence names the remedy."""
    page = board.post(ADD, {"file": upload(name=HOSTILE[case][0], content=HOSTILE[case][1])})
    assert page.status_code == 200 and list(page.context["form"].errors) == ["file"]
    assert len(page.context["form"].errors["file"][0]) > 20
    assert not Plan.objects.exists()


@pytest.mark.parametrize("other", ["vi", "2024"])
def test_two_texts_must_be_one_decision_in_two_languages(board, other):
    text = upload("vi") if other == "vi" else upload(
        "en", content=sample("en").replace("2023", "2024").encode()
    )  # fmt: skip
    page = board.post(ADD, {"file": upload("vi"), "other": text})
    assert page.context["form"].non_field_errors() and not Plan.objects.exists()


def test_the_same_file_twice_is_recognised_with_the_way_to_its_plan(board):
    board.post(ADD, {"file": upload()})
    plan = Plan.objects.get()
    page = board.post(ADD, {"file": upload(name="another name.txt")})
    said = page.context["form"].non_field_errors()[0]
    assert f'href="/admin/plans/plan/{plan.pk}/change/"' in said and Plan.objects.count() == 1
    board.post(f"/admin/plans/plan/{plan.pk}/discard/", {"reason": "wrong file"})
    assert board.post(ADD, {"file": upload()}).status_code == 302
    assert Plan.objects.count() == 2, "what was discarded may be read again"


def test_markup_in_a_decision_is_text_on_the_check_page(board):
    """G8: the file's own lines, and the doubts that quote them."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    text = sample("vi").replace("doanh nghiệp", f"doanh nghiệp {evil}", 6)
    url = board.post(ADD, {"file": upload(content=text.encode())}).url
    shown = board.get(url).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown and "<img src=x" not in shown


@pytest.mark.parametrize("number", ["9" * 61, "104/QĐ-TCHQ"])
def test_a_heading_too_long_to_be_one_is_left_for_a_person(structure, number):
    read = document(upload())
    read.decision.number = number
    plan = services.read(by=None, issuer=top(), main=read, translation=None)
    assert plan.number == ("" if len(number) > 60 else number)


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_outside_the_century_is_refused(structure, year):
    read = document(upload())
    read.decision.year = year
    with pytest.raises(ValidationError, match="2000"):
        services.read(by=None, issuer=top(), main=read, translation=None)
    assert not Plan.objects.exists()


def test_doubts_of_the_pairing_stand_in_the_text_whose_lines_they_count(structure):
    """The Vietnamese text leads: its lines are meant unless only the English one says the words."""
    shorter = sample("en").splitlines()
    at = next(n for n, line in enumerate(shorter) if line.strip().startswith("+"))
    english = "\n".join(shorter[:at] + shorter[at + 1 :])
    main, translation = paired(document(upload()), document(upload("en", content=english.encode())))
    plan = services.read(by=None, issuer=top(), main=main, translation=translation)
    for doubt in plan.doubts.exclude(line=1):
        lines = (main if doubt.language == "vi" else translation).lines
        assert doubt.text[:30] in lines[doubt.line - 1]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_reads_once():
    """Two posts of one file at the same moment: the second waits and is told."""
    tables.load()
    issuer = top()

    def send(_n):
        try:
            return services.read(by=None, issuer=issuer, main=document(upload()), translation=None)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        made = [plan for plan in pool.map(send, range(3)) if plan]
    assert len(made) == 1 == Plan.objects.count()
