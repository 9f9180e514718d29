"""Files handed in for cooperation, through every door: taken by content, handed out to be saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import StoredFile
from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    CommitmentFactory,
    MeetingFactory,
    speaker,
)

HOSTILE = [
    ("bad.exe", b"MZ\x90\x00"), ("x.pdf", b"<html><script>1</script>"), ("x.docx", b"%PDF-1.7"),
    ("x.svg", b"<svg onload=1>"), ("empty.pdf", b""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"), HOSTILE, ids=lambda v: v if isinstance(v, str) else ""
)
def test_files_are_taken_by_content_and_handed_out_to_be_saved(people, department, name, content):
    """G13: the allow-list goes by content; what is taken is an attachment, never a page."""
    row = AgreementFactory(unit=department)
    client = Client()
    partner = speaker(row)
    owed = CommitmentFactory(agreement=row, side="partner", party=row.parties.get())
    client.force_login(partner)
    url = f"/associations/commitments/{owed.pk}/report/"
    upload = SimpleUploadedFile(name, content)
    answer = client.post(url, {"evidence": "x", "upload": upload})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not StoredFile.objects.exists()
    good = SimpleUploadedFile("bien-ban.txt", "Đã làm".encode())
    assert client.post(url, {"evidence": "x", "upload": good}).status_code == 302
    file = StoredFile.objects.get()
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == "Đã làm".encode()
    client.force_login(people["asker"])
    assert client.get(file.get_absolute_url()).status_code == 404


SIGNED = {"signed_by_customs": "2025-02-02", "signed_by_partner": "2025-02-02"}
DOORS = {
    "attach": {"title": "x"}, "amend": {"text": "x", **SIGNED},
    "hold": {"held_on": "2025-02-02", "minutes": "x"},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_the_desk_takes_files_by_content_too(enter, people, department, door):
    """G13: agreement, amendment and minutes: what is refused leaves neither file nor row."""
    row = AgreementFactory(unit=department)
    meeting = MeetingFactory(agreement=row)
    card = f"meeting/{meeting.pk}" if door == "hold" else f"agreement/{row.pk}"
    client, url = enter(people["head"]), f"{DESK}{card}/{door}/"
    for name, content in HOSTILE:
        upload = SimpleUploadedFile(name, content)
        answer = client.post(url, DOORS[door] | {"upload": upload})
        assert answer.status_code == 200 and answer.context["form"].errors, name
    assert not StoredFile.objects.exists() and not row.files.exists()
    assert not row.amendments.exists() and not row.meetings.exclude(held_on=None).exists()
    good = SimpleUploadedFile("ban-ky.txt", "Đã ký".encode())
    assert client.post(url, DOORS[door] | {"upload": good}).status_code == 302
    file = StoredFile.objects.get()
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == "Đã ký".encode()
    client.force_login(people["asker"])
    assert client.get(file.get_absolute_url()).status_code == 404
