"""The kinds of file, hostile ones among them, and that nothing but a refusal comes out (G14)."""

import io
import time
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from plans.reading import NotADecision, refusal, text_of

from .documents.files import EMPTY_ZIP, docx_of, listed_docx, pdf_of, zip_of
from .readings import figures, reading, sample


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_in_every_unicode_form(language, encoding):
    found = reading(sample(language).encode(encoding))
    assert figures(found) == figures(reading(sample(language)))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", [False, True])
def test_word_gives_the_same_plan(language, table):
    found = reading(docx_of(sample(language).split("\n"), table=table))
    assert figures(found) == figures(reading(sample(language)))


def test_word_lists_keep_their_markers():
    lines = sample("en").split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("+ The General"))
    bare = [line.removeprefix("+ ") for line in lines[first : first + 5]]
    found = reading(listed_docx(lines[:first], bare, lines[first + 5 :]))
    assert figures(found) == figures(reading(sample("en")))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pdf_gives_the_same_plan(language):
    lines = sample(language).split("\n")
    pages = [[*lines[at : at + 40], str(at // 40 + 1)] for at in range(0, len(lines), 40)]
    assert figures(reading(pdf_of(pages))) == figures(reading(sample(language)))


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of([["Decision"]]))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word_bomb() -> bytes:
    return zip_of(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b" " * 60_000_000})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "empty": (b"", refusal.EMPTY),
    "only blanks": (b" \n\n\t", refusal.EMPTY),
    "too large": (b"a" * (10 * 1024 * 1024 + 1), refusal.TOO_LARGE),
    "too many lines": (b"a\n" * 20_001, refusal.TOO_LONG),
    "too many lines merged": (b"a; - B" + b"; - B" * 21_000, refusal.NO_PLAN),
    "old Word": (OLE, refusal.LEGACY_WORD),
    "locked Word": (OLE + "EncryptedPackage".encode("utf-16-le"), refusal.LOCKED),
    "locked PDF": (locked_pdf(), refusal.LOCKED),
    "scanned PDF": (pdf_of([[""]]), refusal.SCANNED),
    "broken PDF": (b"%PDF-1.7\n" + b"x" * 300, refusal.DAMAGED),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), refusal.WRONG_TYPE),
    "program": (b"\x7fELF" + bytes(100), refusal.WRONG_TYPE),
    "empty archive": (EMPTY_ZIP, refusal.WRONG_TYPE),
    "broken archive": (b"PK\x03\x04" + bytes(50), refusal.DAMAGED),
    "spreadsheet": (zip_of(**{"xl/workbook.xml": b"<x/>"}), refusal.WRONG_TYPE),
    "archive that unpacks too far": (word_bomb(), refusal.BOMB),
    "Word without its parts": (
        zip_of(**{"[Content_Types].xml": b"<x", "word/document.xml": b"<"}),
        refusal.DAMAGED,
    ),
    "not Unicode": ("Quyết định số 104".encode("cp1258", "replace") + b"\xe9\xff", None),
    "a letter": (b"Dear customs, our enterprise asks for partnership.", refusal.NO_PLAN),
    "another Decision": (
        b"DECISION\nI. PURPOSES\n1. A.\nII. REQUIREMENTS\n1. B.\nIII. TASKS\n"
        b"1. Task 1: Discipline\n- C.\nIV. IMPLEMENTATION\n1. D.",
        refusal.NO_PLAN,
    ),
    "another plan with such tasks": (
        b"PLAN FOR TOURISM\nIII. TASKS\n1. Task 1: Information\n- C.\n2. Task 2: Support\n- D.",
        refusal.NO_PLAN,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_such_decision_is_refused_in_one_line(name):
    data, why = REFUSED[name]
    with pytest.raises(NotADecision) as refused:
        reading(data)
    assert "\n" not in str(refused.value)
    assert why in (None, str(refused.value))


def test_a_word_file_without_text_is_no_decision():
    out = io.BytesIO()
    Document().save(out)
    with pytest.raises(NotADecision):
        reading(out.getvalue())


@pytest.mark.parametrize(
    "piece",
    [" ", "a", "(", "(i", "(i) A; ", "; - A", "1. A. 2. B. ", "Content: ", ". ", "A b. ", "các ",
     "departments of ", "coordinate with ", "before June 15, 2023 report ", "I. A ", "1/1/",
     "Customs Journal, ", "\u0301", "and "],
)  # fmt: skip
def test_a_line_of_half_a_million_signs_takes_seconds(piece):
    hostile(piece, 500_000, seconds=8)


@pytest.mark.parametrize("piece", ["(i", "; - A", "\u0301"])
def test_a_line_of_two_million_signs_takes_seconds(piece):
    hostile(piece, 2_000_000, seconds=25)


def hostile(piece: str, size: int, *, seconds: int):
    long = piece * (size // len(piece))
    text = sample("en").replace("+ Give priority", f"+ Give priority {long}", 1)
    start = time.monotonic()
    with suppress(NotADecision):
        reading(text)
    assert time.monotonic() - start < seconds


WORDS = st.sampled_from(
    ["I. PURPOSES", "1. Task 1: Information", "2. Task 2: Support", "1.1. Content:", "customs",
     "1.2. Detailed tasks:", "- At the General Department:", "+ A: (i) b; (ii) c. And d", "(ii) x",
     "partnership", "IV. TỔ CHỨC THỰC HIỆN", "4. Reporting", "report before 31/2/2023", "+", "(",
     "- Tại các Cục Hải quan tỉnh, thành phố:", "a)", "\u00a0", "Nhiệm vụ 3: Tham vấn", "./."]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=40))
def test_any_text_is_read_or_refused(lines):
    try:
        reading("\n".join(lines).encode("utf-8", "surrogatepass"))
    except NotADecision as refused:
        assert str(refused)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", OLE[:8]]),
    st.binary(max_size=400),
)
def test_any_bytes_are_read_or_refused(start, data):
    try:
        text_of("x", start + data)
    except NotADecision as refused:
        assert "\n" not in str(refused)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
def test_a_damaged_pdf_is_read_or_refused(at, noise):
    data = bytearray(pdf_of([sample("en").split("\n")[:30]]))
    data[at : at + len(noise)] = noise
    try:
        text_of("x", bytes(data))
    except NotADecision as refused:
        assert "\n" not in str(refused)
