"""What tells who asked is found in real sentences, and what does not is left alone (G20)."""

import pytest
from django.utils.translation import override

from inquiries.answers.stripping import marks, shown, stripped

FOUND = [
    ("Gửi về hoa.nguyen@gao-sach.com.vn nhé", "email", "hoa.nguyen@gao-sach.com.vn"),
    ("gọi 0912345678", "phone", "0912345678"),
    ("gọi 0912 345 678.", "phone", "0912 345 678"),
    ("ĐT: 0225.3859.842", "phone", "0225.3859.842"),
    ("call +84 912-345-678", "phone", "+84 912-345-678"),
    ("MST 0100233488", "tax_code", "0100233488"),
    ("mã số thuế 2300233480-001", "tax_code", "2300233480-001"),
    ("tờ khai số 104567890123", "declaration", "104567890123"),
    ("MST: 0312345678", "tax_code", "0312345678"),
    ("tài khoản 1903456789012345", "account", "1903456789012345"),
    ("container TGHU 123456 7 ở cảng", "container", "TGHU 123456 7"),
    ("Công ty TNHH Một Con Đường hỏi", "company", "Công ty TNHH Một Con Đường"),
    ("chúng tôi là Công ty cổ phần Thép Việt,", "company", "Công ty cổ phần Thép Việt"),
    ("We are Blue River Co., Ltd. from", "company", "Blue River Co., Ltd."),
    ("Tôi tên là Trần Văn Bình, kế toán", "person", "Tôi tên là Trần Văn Bình"),
    ("gặp anh Lê Hùng ở quầy", "person", "anh Lê Hùng"),
    ("My name is John Smith and", "person", "My name is John Smith"),
    ("ở số 12 đường Lê Lợi, phường 5; hàng", "address", "số 12 đường Lê Lợi, phường 5"),
    ("at 25 Nguyen Trai Street, District 1", "address", "25 Nguyen Trai Street, District 1"),
]
LEFT_ALONE = [
    "Điều 7 Thông tư 39/2018/TT-BTC ngày 20/04/2018",
    "Nghị định 08/2015/NĐ-CP, mã HS 8471.30.20, thuế suất 10%",
    "Công văn 4172/TCHQ-GSQL ngày 15/08/2023",
    "nộp trước ngày 15/06/2026, trong 30 ngày, trị giá 1.250.000.000 đồng",
    "hotline là gì, giờ làm việc 7h30 đến 17h00",
    "Công ty hỏi về hồ sơ hải quan của doanh nghiệp chế xuất",
    "the 2023 plan has 5 tasks and 28 contents",
]


@pytest.mark.parametrize(("text", "kind", "passage"), FOUND, ids=[row[0] for row in FOUND])
def test_what_tells_who_asked_is_found(text, kind, passage):
    found = [(m.kind, text[m.start : m.end]) for m in marks(text)]
    assert found == [(kind, passage)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_numbers_of_the_law_stay(text):
    assert marks(text) == []


def test_known_names_are_taken_out_whatever_their_case():
    with override("en"):
        assert stripped("CTY gạo sạch và Gạo Sạch", ["Gạo Sạch", "An"]) == (
            "CTY [name of who asked] và [name of who asked]"
        )


def test_marks_are_shown_and_the_rest_escaped():
    """G8: the words of the public are text."""
    html = shown("<script>alert(1)</script> a@b.vn & <b>")
    assert "<script>" not in html and "&lt;b&gt;" in html
    assert html.count("<mark>") == 1 and "a@b.vn" in html


@pytest.mark.parametrize("text", ["", "a" * 100_000, "0 " * 50_000, "Công ty " * 10_000])
def test_long_and_empty_texts_are_read_in_a_moment(text):
    assert marks(text) == [] or text
