"""The sets of criteria the portal starts with, in both languages.

Groups after the charter's survey (professionalism, transparency, efficiency, time) and the five
factors of SIPAS (Decision 1001/QD-BNV of 2023); weights are equal until somebody decides otherwise.
Loaded once by ``manage.py load_criteria``; afterwards the sets are the board's.
"""

from core.history import acting

from .models import CriteriaSet, Criterion, Dimension
from .paper import Text

CHARTER, SIPAS = "tuyen-ngon", "sipas"
SETS = {
    CHARTER: (
        Text("Tuyên ngôn phục vụ khách hàng", "Client charter"),
        "Quyết định 225/QĐ-TCHQ (2011), sửa đổi bởi 952/QĐ-TCHQ (2015)",
        {
            "chuyen-nghiep": (Text("Chuyên nghiệp", "Professionalism"), {
                "tac-phong": Text("Tác phong làm việc", "Working style"),
                "trinh-do": Text("Trình độ", "Qualification"),
                "thai-do": Text("Thái độ", "Attitude"),
            }),
            "minh-bach": (Text("Minh bạch", "Transparency"), {
                "thong-tin": Text("Thông tin thủ tục", "Procedure information"),
                "duong-day-nong": Text("Đường dây nóng", "Public hotline"),
                "doi-thoai": Text("Đối thoại", "Dialogue"),
            }),
            "hieu-qua": (Text("Hiệu quả", "Efficiency"), {
                "chi-phi": Text("Chi phí", "Cost"),
                "kiem-tra": Text("Tỷ lệ kiểm tra", "Inspection rate"),
            }),
            "thoi-gian": (Text("Thời gian", "Time"), {
                "ho-so": Text("Kiểm tra hồ sơ", "Checking of documents"),
                "hang-hoa": Text("Kiểm tra thực tế hàng hóa", "Inspection of goods"),
                "vuong-mac": Text("Trả lời vướng mắc", "Answering problems"),
            }),
        },
    ),
    SIPAS: (
        Text("Chỉ số hài lòng SIPAS", "SIPAS satisfaction index"),
        "Quyết định 1001/QĐ-BNV (2023)",
        {
            code: (name, {code: name})
            for code, name in {
                "tiep-can": Text("Tiếp cận dịch vụ", "Access to services"),
                "thu-tuc": Text("Thủ tục hành chính", "Procedures"),
                "cong-chuc": Text("Công chức", "Civil servants"),
                "ket-qua": Text("Kết quả", "Results"),
                "phan-anh": Text("Tiếp nhận, xử lý góp ý", "Receipt and handling of feedback"),
            }.items()
        },
    ),
}  # fmt: skip


def load_criteria() -> int:
    """Add the sets that are missing, by code in any version; returns how many."""
    there = set(CriteriaSet.objects.values_list("code", flat=True))
    missing = {code: told for code, told in SETS.items() if code not in there}
    with acting(None, "load", reason="bộ tiêu chí chuẩn"):
        for code, told in missing.items():
            _load(code, *told)
    return len(missing)


def _load(code: str, name: Text, basis: str, groups) -> None:
    made = CriteriaSet.objects.create(code=code, name_vi=name.vi, name_en=name.en, basis=basis)
    for place, (key, (said, criteria)) in enumerate(groups.items(), 1):
        dimension = Dimension.objects.create(
            criteria_set=made, code=key, name_vi=said.vi, name_en=said.en, position=place
        )
        Criterion.objects.bulk_create(
            Criterion(dimension=dimension, code=c, name_vi=t.vi, name_en=t.en, position=n)
            for n, (c, t) in enumerate(criteria.items(), 1)
        )
