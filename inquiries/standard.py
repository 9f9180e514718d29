"""What the portal starts with: topics of two levels (Decision 104, task 2, and what enterprises
ask), and time limits.

Loaded once by ``manage.py load_topics``; afterwards the tables are the administrators'.
"""

from core.history import acting

from .models import Kind, Limit, Topic

TREE = (
    ("procedures", "Thủ tục hải quan", "Customs procedures", "thủ tục, tờ khai, khai báo, thông quan, declaration, clearance", (
        ("procedures-type", "Mã loại hình, quy trình", "Type codes and procedures by type", "loại hình, mã loại hình, tạm nhập, tái xuất, type code"),
        ("procedures-amend", "Sửa, hủy tờ khai", "Amending and cancelling declarations", "khai bổ sung, sửa tờ khai, hủy tờ khai, amend, cancel"),
        ("procedures-supervision", "Giám sát, kho bãi, quá cảnh", "Supervision, warehouses, transit", "giám sát, kho ngoại quan, quá cảnh, cfs, bonded, transit, seal"),
    )),
    ("classification", "Phân loại, mã HS", "Classification, HS codes", "phân loại, mã hs, biểu thuế, phân tích, classification, hs code, nomenclature", ()),
    ("valuation", "Trị giá hải quan", "Customs value", "trị giá, tham vấn giá, giá tính thuế, royalty, bản quyền, valuation, customs value", ()),
    ("origin", "Xuất xứ hàng hóa", "Origin of goods", "xuất xứ, c o, giấy chứng nhận xuất xứ, tự chứng nhận, origin, form e, form d", ()),
    ("processing", "Gia công, sản xuất xuất khẩu", "Processing and export production", "gia công, sản xuất xuất khẩu, chế xuất, định mức, quyết toán, phế liệu, processing, norm", (
        ("processing-epe", "Doanh nghiệp chế xuất", "Export processing enterprises", "chế xuất, epe, export processing"),
        ("processing-settlement", "Báo cáo quyết toán", "Settlement reports", "báo cáo quyết toán, quyết toán, settlement"),
    )),
    ("duties", "Thuế, hoàn thuế, miễn giảm", "Duties, refunds, exemptions", "thuế, hoàn thuế, miễn thuế, nợ thuế, thuế suất, gtgt, duty, refund, exemption, vat", (
        ("duties-refund", "Hoàn thuế, không thu thuế", "Refunds", "hoàn thuế, không thu thuế, refund"),
        ("duties-exemption", "Miễn, giảm thuế", "Exemptions and reductions", "miễn thuế, giảm thuế, exemption"),
    )),
    ("commodity", "Chính sách mặt hàng, kiểm tra chuyên ngành", "Policy by commodity, specialised inspection", "giấy phép, kiểm tra chuyên ngành, kiểm dịch, an toàn thực phẩm, licence, quarantine, quality inspection", ()),
    ("ecommerce", "Thương mại điện tử, chuyển phát nhanh", "E-commerce and express goods", "thương mại điện tử, chuyển phát nhanh, bưu chính, e commerce, express", ()),
    ("single-window", "Cơ chế một cửa quốc gia", "National Single Window", "một cửa quốc gia, single window, nsw", ()),
    ("it", "Hệ thống công nghệ thông tin, chữ ký số", "IT systems, digital signatures", "hệ thống, vnaccs, phần mềm, chữ ký số, lỗi khai báo, nghẽn, system, digital signature, error", ()),
    ("post-clearance", "Kiểm tra sau thông quan", "Post-clearance audit", "kiểm tra sau thông quan, ấn định thuế, audit, post clearance", ()),
    ("voluntary-compliance", "Chương trình tự nguyện tuân thủ", "Voluntary-compliance programme", "tự nguyện tuân thủ, thành viên chương trình, voluntary compliance", ()),
    ("other", "Việc khác", "Something else", "", ()),
)  # fmt: skip

# (kind, members only, working hours to the first response, working days to the answer, basis).
# What names a document was read in it; the rest is a beginning, to be set as the charter says.
CHANGE = "Mặc định của phần mềm, điều chỉnh theo quy định của cơ quan"
MEMBERS = "Quyết định 2790/QĐ-TCHQ ngày 04/12/2024: chuyển yêu cầu của thành viên trong 24 giờ"
CHARTER = "Tuyên ngôn phục vụ khách hàng, Quyết định 225/QĐ-TCHQ ngày 09/02/2011: trong 5 ngày"
COMPLAINTS = "Quyết định 4195/QĐ-TCHQ: hướng dẫn hoặc chuyển khiếu nại trong 3 ngày"
FORWARD = {MEMBERS: 24}
"""Hours by the clock in which a request reaches who answers, by the basis that says so."""
LIMITS = (
    ("", False, 8, 5, CHARTER),
    ("", True, 8, 5, MEMBERS),
    *((Kind.COMPLAINT, members, 8, 3, COMPLAINTS) for members in (False, True)),
    *((Kind.DENUNCIATION, members, 8, 3, CHANGE) for members in (False, True)),
)


def load_limits() -> int:
    """Add the first time limits where there are none at all; returns how many.

    What administrators changed or took away stays so.
    """
    if Limit.objects.exists():
        return 0
    with acting(None, "load", reason="thời hạn ban đầu"):
        made = [
            Limit(kind=kind, members=members, first_hours=hours, answer_days=days,
                  forward_hours=FORWARD.get(basis), basis=basis if basis == CHANGE else f"{basis}. {CHANGE}")
            for kind, members, hours, days, basis in LIMITS
        ]  # fmt: skip
        return len(Limit.objects.bulk_create(made))


def load_topics() -> int:
    """Add the topics that are missing, by code; returns how many."""
    added = 0
    with acting(None, "load", reason="danh mục lĩnh vực chuẩn"):
        for place, (code, vi, en, keywords, below) in enumerate(TREE, 1):
            topic, new = _topic(code, vi, en, keywords, 10 * place, None)
            added += new
            for step, child in enumerate(below, 1):
                added += _topic(*child, 10 * place + step, topic)[1]
    return added


def _topic(code, vi, en, keywords, position, parent):  # noqa: PLR0913 -- the columns of a topic
    return Topic.objects.get_or_create(
        code=code,
        defaults={
            "name_vi": vi, "name_en": en, "keywords": keywords, "position": position,
            "parent": parent,
        },
    )  # fmt: skip
