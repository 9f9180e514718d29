"""Files once taken: whole on the disk, shown to whom their rows are shown, swept when unowned."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import now, timedelta

from core import stored_files
from core.files.shelf import Shelf
from core.models import Job, StoredFile
from tests.core.hostile import pdf

PDF = pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_nothing_is_committed_before_it_is_on_the_disk(people, monkeypatch):
    """The row comes after fsync of the content and of its folder."""
    told = []
    monkeypatch.setattr(os, "fsync", lambda handle: told.append(StoredFile.objects.count()))
    stored_files.take(SimpleUploadedFile("a.txt", b"a"), by=people["officer"])
    assert told == [0, 0, 0]


def test_a_full_disk_leaves_nothing(people, folder, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        stored_files.take(SimpleUploadedFile("a.txt", b"a"), by=people["officer"])
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


@pytest.fixture
def owned(people):
    """A file of the officer's job, and one nobody owns."""
    files = [
        stored_files.take(SimpleUploadedFile(f"{n}.pdf", PDF), by=people["officer"]) for n in "ab"
    ]
    Job.objects.create(kind="x", title="x", owner=people["officer"], file=files[0], due_at=now())
    return files


def test_a_file_is_handed_to_whom_its_row_is_shown_as_an_attachment_and_to_nobody_else(
    people, owned, enter
):
    """G6, G13: 404 for others, for guessed keys and for files that belong to nothing."""
    mine, stray = (file.get_absolute_url() for file in owned)
    for name, user in people.items():
        if name != "officer":
            browser = enter(user)
            answers = [browser.get(url).status_code for url in (mine, stray, f"/files/{'0' * 32}/")]
            assert answers == [404] * 3, name
    browser = enter(people["officer"])
    assert browser.get(stray).status_code == 404
    answer = browser.get(mine)
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in answer["Cache-Control"] and answer.getvalue() == PDF


def test_a_stranger_at_the_door_is_asked_to_sign_in(owned, client):
    answer = client.get(owned[0].get_absolute_url())
    assert answer.status_code == 302 and "/accounts/" in answer["Location"]


def test_a_file_lost_from_the_disk_is_404_and_told_in_the_log(people, owned, enter, caplog):
    Shelf().drop(owned[0].key)
    assert enter(people["officer"]).get(owned[0].get_absolute_url()).status_code == 404
    assert f"file {owned[0].pk} is not on the disk" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_night_takes_away_what_belongs_to_nothing_and_nothing_else(people, owned):
    with pytest.raises(ValueError), transaction.atomic():
        undone = stored_files.take(SimpleUploadedFile("c.pdf", PDF), by=people["officer"])
        raise ValueError
    path = Shelf().path(undone.key)
    assert stored_files.sweep() == (0, 0) and path.exists()  # a form may be under way
    assert stored_files.sweep(now() + timedelta(days=2)) == (1, 1)
    assert [f.pk for f in StoredFile.objects.all()] == [owned[0].pk]
    assert not path.exists() and not Shelf().path(owned[1].key).exists()
    assert Shelf().path(owned[0].key).exists()


def test_a_key_that_is_none_leads_nowhere():
    for key in ("../../etc/passwd", "", "A" * 32, "0" * 33):
        with pytest.raises(ValueError):
            Shelf().path(key)


def test_two_hands_of_the_same_content_are_recognised(people, owned):
    assert set(StoredFile.objects.same_as(owned[0])) == set(owned)
