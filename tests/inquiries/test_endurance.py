"""The audit of `make endure` (G27) finds what it looks for: each way to lose something is told."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files.shelf import Shelf
from core.guard import worked
from core.history import acting
from core.models import Letter
from core.stored_files import take
from inquiries import services
from inquiries.models import Attachment, Holding, Inquiry
from tests.endure import audit
from tests.endure.visitors import Shown, solve
from tests.factories import top
from tests.inquiries.factories import TopicFactory

CONTENT = b"Ho so so 1\n" * 9


@pytest.fixture
def shown(db, settings, tmp_path) -> Shown:
    """A receipt of a question with a file, whose letter has gone out."""
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = tmp_path / "files", tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    file = take(SimpleUploadedFile("ho-so.txt", CONTENT), by=None)
    topic, unit = TopicFactory(), top()
    matter = services.Matter("question", topic, "Thép cuộn", "Hỏi trị giá", unit, (file,))
    origin = services.Origin("portal", "A", email="a@b.example", submission=uuid4())
    receipt = services.submit(matter, origin)
    audit.drain()  # it waits ten seconds for a recall
    told = (receipt.inquiry.reference, receipt.code, receipt.pin, "a@b.example", file.sha256)
    return Shown(*told)


def lose_file():
    Shelf().drop(Attachment.objects.get().file.key)


def lose_attachment():
    Attachment.objects.all().delete()


def lose_letter():
    Letter.objects.all().delete()


def lose_mail():
    next(audit.Path(audit.settings.EMAIL_FILE_PATH).glob("*")).unlink()


def test_a_whole_case_has_no_fault(shown):
    assert audit.faults([shown]) == []


@pytest.mark.parametrize(
    ("lose", "told"),
    [
        (lose_file, "its file is not there once and whole"),
        (lose_attachment, "its file is not there once and whole"),
        (lose_letter, "there is not one letter"),
        (lose_mail, "0 letters went out"),
    ],
)
def test_what_is_lost_is_told(shown, lose, told):
    with acting(None, "lose"):
        lose()
    assert any(told in fault for fault in audit.faults([shown]))


def test_a_lost_case_a_wrong_pin_and_a_receipt_shown_twice_are_told(shown):
    other = Shown("VM-2026-999999-0", shown.code, "000000", shown.email, shown.digest)
    assert audit.faults([shown, other]) == ["VM-2026-999999-0: the case is lost"]
    wrong = Shown(shown.reference, shown.code, "x", shown.email, shown.digest)
    found = audit.faults([shown, wrong])
    assert f"{shown.reference} was shown to two visitors" in found
    assert f"{shown.reference}: code and PIN do not lead to the case" in found


def test_a_torn_case_is_told_though_nobody_saw_its_receipt(shown):
    assert audit.faults([]) == []
    with acting(None, "lose"):
        Holding.objects.all().delete()
    reference = Inquiry.objects.get().reference
    assert audit.faults([]) == [f"{reference} (receipt not shown) is torn"]


def test_a_visitor_does_the_work_that_the_portal_asks_for():
    assert worked("a pass", solve("a pass"))
