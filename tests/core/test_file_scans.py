"""Files are unreadable until scanned; a scanner that is down costs nobody the question (G14)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import override

from core import file_scans, health, stored_files
from core.models import FileScan, StoredFile
from core.models.files import Unread
from tests.core import scanning
from tests.core.scanning import EICAR, clamd

GONE = "127.0.0.1:1"
MISBEHAVING = ["slow", "garbage", "dying", "cut", "complaining"]


@pytest.fixture(autouse=True)
def scanner_set_up(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT, settings.CLAMD_ADDRESS = tmp_path, GONE
    monkeypatch.setattr(file_scans.scan, "__kwdefaults__", {"patience": 0.5})


@pytest.fixture
def fetched(monkeypatch, people, enter):
    """Fetch a file by its address as somebody who sees the row it belongs to."""
    monkeypatch.setattr("core.models.files.seen_through", lambda user: Q(pk__gt=0))
    client = enter(people["officer"])

    def fetch(file):
        answer = client.get(file.get_absolute_url())
        assert answer.status_code != 200 or answer.getvalue()
        return answer.status_code

    return fetch


def taken(people, content=b"a question"):
    return stored_files.take(SimpleUploadedFile("a.txt", content), by=people["officer"])


def after(file, at=None):
    """The file's state once the scanner was asked."""
    assert file_scans.scan_files(at or now() + timedelta(seconds=1)) == 1
    file.refresh_from_db()
    return file.scan


def test_a_file_is_locked_until_it_is_found_clean(people, fetched):
    """G14: who guesses the address of a pending file gets 404."""
    file = taken(people)
    assert file.scan == "pending" and fetched(file) == 404
    with pytest.raises(Unread):
        file.open()
    with clamd(scanning.honest) as address:
        file_scans.settings.CLAMD_ADDRESS = address
        assert after(file) == "clean"
    assert file.scanned_at and fetched(file) == 200
    with file.open() as content:
        assert content.read() == b"a question"


def test_a_virus_stays_locked_and_named(people, fetched, settings):
    """G14, with the test virus every scanner knows."""
    file = taken(people, EICAR)
    with clamd(scanning.honest) as settings.CLAMD_ADDRESS:
        assert after(file) == "infected"
    assert file.found == "Win.Test.EICAR_HDB-1" and fetched(file) == 404
    assert not FileScan.objects.todo().exists()


@pytest.mark.parametrize("fault", ["refused", *MISBEHAVING])
def test_a_scanner_that_fails_is_asked_again(people, fetched, settings, fault):
    """G14: the file is taken all the same, stays pending, and is clean once the scanner is back."""
    file = taken(people)
    if fault == "refused":
        assert after(file) == "pending"
    else:
        with clamd(getattr(scanning, fault)) as settings.CLAMD_ADDRESS:
            assert after(file) == "pending"
    assert fetched(file) == 404 and file.scanning.last_error.startswith("NoVerdict")
    with clamd(scanning.honest) as settings.CLAMD_ADDRESS:
        assert after(file, now() + timedelta(hours=2)) == "clean"
    assert fetched(file) == 200


def test_what_nobody_could_judge_is_locked_for_good_and_said(people, fetched, caplog):
    file = taken(people)
    FileScan.objects.update(attempts=FileScan.patience)
    assert after(file) == "error" and fetched(file) == 404
    assert "could not be scanned" in caplog.text and "a.txt" not in caplog.text


def test_without_a_scanner_files_are_clean_by_rule_and_said_so(people, settings):
    waiting = taken(people)
    settings.CLAMD_ADDRESS = ""
    file = taken(people)
    assert file.readable and not FileScan.objects.filter(file=file).exists()
    with override("en"):
        assert file.scan_said == "Not checked for viruses: no scanner is set up"
    assert file_scans.scan_files(now() + timedelta(hours=2)) == 0
    waiting.refresh_from_db()
    assert waiting.scan == "pending", "taking the scanner away lets nothing through"


def test_a_scan_holds_no_file_back_from_the_sweep(people):
    file = taken(people)
    stored_files.sweep(now() + timedelta(days=2))
    assert not StoredFile.objects.filter(pk=file.pk).exists() and not FileScan.objects.exists()


def test_readiness_tells_of_files_that_wait(people):
    """G33: the portal is degraded, not down."""
    taken(people)
    assert health.scanner() == ""
    StoredFile.objects.update(uploaded_at=now() - timedelta(hours=1))
    assert health.scanner() == "files wait for 60 min"
    assert health.verdict({"scanner": health.scanner()}) == "degraded"
