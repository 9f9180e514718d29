"""What a file may cost: caps on size and number, readers in a cage, bombs left packed (G13)."""

import io
import socket
import subprocess
import sys

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from core import stored_files
from core.files import archives, cage, uploads
from core.files.refusal import Refused
from core.files.unfit import Unfit
from core.models import StoredFile
from tests.core.hostile import PDF, altered, upload, word

pytestmark = pytest.mark.usefixtures("folder")


def test_the_cap_holds_whatever_size_is_claimed(people):
    """G13: a lying length; the content is counted while it is written."""
    lying = upload("a.txt", b"a" * 2000)
    lying.size = 10
    with pytest.raises(Refused, match="1"):
        stored_files.take(lying, by=people["officer"], limit=1000)
    assert not StoredFile.objects.exists()


def form(files, monkeypatch=None):
    return RequestFactory().post("/", {"file": files}).FILES


def test_a_form_s_file_beyond_the_cap_is_read_past_and_said_so(people, monkeypatch, folder):
    monkeypatch.setattr(uploads, "LARGEST", 3 * 2**20)
    big, small = form([upload("big.txt", b"a" * 4 * 2**20), upload("small.txt", b"a")]).getlist(
        "file"
    )
    assert isinstance(big, uploads.Overlong) and big.size > uploads.LARGEST
    with pytest.raises(Refused) as told:
        stored_files.take(big, by=people["officer"])
    assert told.value.code == "size"
    assert stored_files.take(small, by=people["officer"]).size == 1
    small.close()


def test_many_files_are_capped_together_and_a_flood_is_cut_off(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    three = form([upload(f"{n}.txt", b"a") for n in range(3)]).getlist("file")
    assert [isinstance(file, uploads.Overlong) for file in three] == [False, False, True]
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    handler = uploads.CappedUploadHandler()
    with pytest.raises(StopUpload):
        for _ in range(4):
            handler.receive_data_chunk(b"a" * 100, 0)


def test_readers_are_caged(monkeypatch):
    """G13: a reader that needs too much memory, time or dies of the file takes nobody with it."""
    for seconds, code in ((0.01, "heavy"), (30, "broken")):
        monkeypatch.setattr(cage, "SECONDS", seconds)
        if code == "broken":
            monkeypatch.setattr(cage.sys, "executable", "/bin/false")
        with pytest.raises(Unfit) as told:
            cage.read_caged("pdf", io.BytesIO(PDF))
        assert told.value.code == code


def test_a_cage_holds():
    """The limits hold inside: a reader cannot take two gigabytes, nor reckon for ever."""
    greedy = "from core.files.readers import shut_in; shut_in(); "
    for act, sign in (("bytearray(2 * 2**30)", "MemoryError"), ("while True: pass", "")):
        command = greedy + "import resource as r\nr.setrlimit(r.RLIMIT_CPU, (1, 1))\n" + act
        done = subprocess.run(
            [sys.executable, "-c", command],
            cwd=cage.ROOT,
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert done.returncode and sign in done.stderr


def test_a_long_body_that_never_comes_costs_nothing(client, people, live_server):
    """G13: a form that promises more than it sends, or sends more than it promised."""
    host, port = live_server.thread.host, live_server.thread.port
    body = b"--x\r\nContent-Disposition: form-data; name=a; filename=a.txt\r\n\r\nabc\r\n--x--\r\n"
    for claimed_length in (10, len(body)):
        with socket.create_connection((host, port), timeout=10) as line:
            line.sendall(
                b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n"
                b"Content-Length: %d\r\n\r\n" % claimed_length + body
            )
            status = int(line.recv(100).split()[1])
        assert status in (400, 403)
    assert not StoredFile.objects.exists()


def test_bombs_are_not_even_unpacked(monkeypatch):
    """The sizes are checked before a part is opened."""
    monkeypatch.setattr(archives, "check_parts", lambda archive: pytest.fail("opened"))
    with pytest.raises(Unfit):
        archives.office_kind(io.BytesIO(altered(word(), "b.xml", b"\0" * 150 * 2**20)))
