"""Vietnamese is found as people type it."""

import random
import string
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import search
from directory.models import Enterprise, Posting, Unit
from tests.factories import EnterpriseFactory, PostingFactory, UnitFactory

LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
TEXTS = st.text(
    LETTERS + LETTERS.upper() + string.ascii_letters + "0123456789 -.,'\u2013", max_size=40
)


@pytest.fixture
def names(department):
    found = [
        "Công ty TNHH Thủy sản Hoà Bình",
        "Công ty Cổ phần Hoàng Đạo",
        "Công ty Quản lý Hải Phòng",
        "Xí nghiệp Đo Lường Hạ Long",
        "Công ty Hải quan Xanh",
    ]
    for name in found:
        EnterpriseFactory(name_vi=name, managed_by=department)
    return found


def found(text):
    rows = search.matching(Enterprise.objects.all(), text)
    return {name.split(" ", 2)[2] for name in rows.values_list("name_vi", flat=True)}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thuy san", {"TNHH Thủy sản Hoà Bình"}),
        ("thuỷ sản", {"TNHH Thủy sản Hoà Bình"}),
        ("THỦY SẢN", {"TNHH Thủy sản Hoà Bình"}),
        ("hòa bình", {"TNHH Thủy sản Hoà Bình"}),
        ("hoà bình", {"TNHH Thủy sản Hoà Bình"}),
        (unicodedata.normalize("NFD", "Hoà Bình"), {"TNHH Thủy sản Hoà Bình"}),
        ("hoà", {"TNHH Thủy sản Hoà Bình", "Cổ phần Hoàng Đạo"}),
        ("hoa binh", {"TNHH Thủy sản Hoà Bình"}),
        ("hoá", set()),
        ("dao", {"Cổ phần Hoàng Đạo"}),
        ("đạo", {"Cổ phần Hoàng Đạo"}),
        ("đo", {"Đo Lường Hạ Long"}),
        ("luong", {"Đo Lường Hạ Long"}),
        ("lường", {"Đo Lường Hạ Long"}),
        ("lưởng", set()),
        ("hải quan", {"Quản lý Hải Phòng", "Hải quan Xanh"}),
        ('"hải quan"', {"Hải quan Xanh"}),
        ('"hai phong"', {"Quản lý Hải Phòng"}),
        ('"phong hai"', set()),
        ("phong hai", {"Quản lý Hải Phòng"}),
        ("hải phong", {"Quản lý Hải Phòng"}),
        ("quan ly h", set()),
        ("quan ly ha", {"Quản lý Hải Phòng"}),
        ("quan hai xa", {"Hải quan Xanh"}),
    ],
)
def test_with_and_without_marks_and_typed_marks_count(names, typed, expected):
    assert found(typed) == expected


def test_codes_and_numbers_are_found_by_their_beginning(department):
    UnitFactory(code="03CC01", kind="branch", parent=department, name_vi="Chi cục Một")
    kept = EnterpriseFactory(tax_code="0100109106-001", managed_by=department)
    EnterpriseFactory(tax_code="0200109106", managed_by=department)
    assert [u.code for u in search.matching(Unit.objects.all(), "03cc chi")] == ["03CC01"]
    for typed in ("01001", "0100109106", "0100109106-001", "0100109106 001"):
        assert list(search.matching(Enterprise.objects.all(), typed)) == [kept], typed


HOSTILE = [
    "\0", "a\0b", "&", "| !", ":*", "a:*", "!!a", "a & | b", "<->", "'", "''", "'a", "a'b", "\\",
    "a\\'b", "(", ")", "((a", "a <-> ", '"', '""', '"a', '"""', "'; DROP TABLE x; --", "%", "_",
    "{}", "$$", "\ud800", "🙂", "\u0301", "đ" * 10_000, "a" * 2**20, '"' * 2**20, "1e400",
    "10" * 300, "\u202e", "\ufffe", "ﷺ", "-1", "a@b.vn", "http://x.vn/?a=1", "1.5e3", "0x1F", "αβγ",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_makes_the_database_complain(department, text):
    """G11: operators of the query language, NUL, surrogates, a megabyte."""
    EnterpriseFactory(managed_by=department)
    for asked in (text, f"công {text} ty", f'"{text} ty"'):
        list(search.matching(Enterprise.objects.all(), asked))
        list(
            search.search_queryset(Posting.objects.all(), asked, ["position", "unit__search", "pk"])
        )


def test_blank_is_everything_and_signs_alone_are_nothing(names):
    everything = Enterprise.objects.all()
    assert search.matching(everything, "  ").count() == 5
    assert search.matching(everything, "&|!").count() == 0


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXTS)
def test_python_and_the_database_fold_alike(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_bare(%s), portal_marked(%s), portal_plain(%s)", [text] * 3)
        assert cursor.fetchone() == (
            search.bare(text),
            search.marked(text),
            search.SIGNS.sub(" ", text),
        )


def test_whatever_is_stored_is_found_by_its_own_words(department):
    """Property: every word of a name, as it stands or without marks, finds the name."""
    dice = random.Random(7)  # noqa: S311
    for _ in range(40):
        words = [
            "".join(dice.choices(LETTERS + "0123456789", k=dice.randint(2, 7))) for _ in range(4)
        ]
        made = EnterpriseFactory(name_vi=" ".join(words).upper(), managed_by=department)
        for asked in (
            *words,
            *map(search.bare, words),
            " ".join(words),
            f'"{words[1]} {words[2]}"',
        ):
            assert search.matching(Enterprise.objects.filter(pk=made.pk), asked).exists(), (
                words,
                asked,
            )


def test_a_model_without_a_vector_is_searched_in_its_fields_and_through_relations(department):
    here = UnitFactory(code="77", name_vi="Chi cục Đình Vũ", kind="branch", parent=department)
    kept = PostingFactory(unit=here, position="Phó Chi cục trưởng")
    PostingFactory(unit=department, position="Công chức")
    fields = ["position", "unit__search", "=officer__number"]
    for typed in ("pho chi", "dinh vu", "đình phó", kept.officer.number):
        assert list(search.search_queryset(Posting.objects.all(), typed, fields)) == [kept], typed
    assert not search.search_queryset(Posting.objects.all(), "đính", fields).exists()


def test_the_vector_is_not_carried_along_and_the_index_serves(names):
    """A SELECT leaves the vector behind; PostgreSQL can use the index for each question."""
    assert Enterprise.objects.first().search is None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for typed in ("hoà", '"hải quan"', "0100"):
        assert "enterprise_search" in search.matching(Enterprise.objects.all(), typed).explain()


def test_the_desk_asks_a_models_own_vector_once():
    """As an admin says it: all words in one question, a number behind the fence."""
    asked = search.search_queryset(Enterprise.objects.all(), "cong ty thep", ["search"])
    assert str(asked.query).count("@@") == 1
    numbered = search.search_queryset(Enterprise.objects.all(), "0100109106", ["search"])
    assert f"LIMIT {search.FENCE}" in str(numbered.query)
    short = search.search_queryset(Enterprise.objects.all(), "cong 7", ["search"])
    assert "LIMIT" not in str(short.query)
