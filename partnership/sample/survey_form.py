"""The questionnaire of the trial, in our own words, about the criteria of the charter."""

from decimal import Decimal

from surveys.paper import Asked, Option, Page, Paper, Rule, Test, Text
from surveys.standard import CHARTER

CODE = "chat-luong-phuc-vu"


def scale(code: str, vi: str, en: str, criterion: str, **more) -> Asked:
    measured = f"{CHARTER}/{criterion}"
    return Asked(code, "scale", Text(vi, en), criterion=measured, has_na=True, **more)


ACTIVITIES = (
    Option("xuat_khau", Text("Xuất khẩu", "Export")),
    Option("nhap_khau", Text("Nhập khẩu", "Import")),
    Option("gia_cong", Text("Gia công, sản xuất xuất khẩu", "Processing for export")),
    Option("dai_ly", Text("Đại lý làm thủ tục hải quan", "Customs broker")),
    Option("other", Text("Khác", "Other"), is_other=True),
)
CHANNELS = (
    Option("dien_thoai", Text("Điện thoại", "Telephone")),
    Option("truc_tiep", Text("Gặp trực tiếp", "In person")),
    Option("zalo", Text("Zalo, Viber", "Zalo, Viber")),
    Option("email", Text("Thư điện tử", "Email")),
    Option("website", Text("Trang thông tin điện tử", "Website")),
)
WISHES = (
    Option("thoi_gian", Text("Rút ngắn thời gian", "Shorter times")),
    Option("giay_to", Text("Bớt giấy tờ", "Fewer papers")),
    Option("huong_dan", Text("Hướng dẫn rõ hơn", "Clearer guidance")),
)
UNHAPPY = Rule(
    "or", tuple(Test(code, "<=", "2") for code in ("pv_tac_phong", "pv_thai_do", "tg_ho_so"))
)

FORM = Paper(
    CODE,
    Text(
        "Khảo sát chất lượng phục vụ của cơ quan hải quan",
        "Survey of the quality of customs service",
    ),
    intro=Text(
        "Ý kiến của doanh nghiệp giúp cơ quan hải quan biết việc nào cần sửa trước."
        " Trả lời mất khoảng 5 phút.",
        "Your opinion tells customs what to mend first. It takes about five minutes.",
    ),
    pages=(
        Page(
            "don_vi",
            Text("Doanh nghiệp của anh chị", "Your enterprise"),
            (
                Asked(
                    "hoat_dong",
                    "multiple",
                    Text(
                        "Doanh nghiệp hoạt động trong lĩnh vực nào?",
                        "What does your enterprise do?",
                    ),
                    required=True,
                    options=ACTIVITIES,
                    help=Text("Có thể chọn nhiều mục.", "Several may be chosen."),
                ),
                Asked(
                    "so_to_khai",
                    "number",
                    Text("Số tờ khai trong 12 tháng qua", "Declarations in the last twelve months"),
                    is_whole=True,
                    least=Decimal(0),
                    help=Text("Ước lượng cũng được.", "An estimate will do."),
                ),
            ),
        ),
        Page(
            "phuc_vu",
            Text("Phục vụ và thông tin", "Service and information"),
            (
                Asked(
                    "phuc_vu_bang",
                    "matrix",
                    Text(
                        "Anh chị hài lòng đến mức nào về công chức hải quan?",
                        "How satisfied are you with customs officers?",
                    ),
                    rows=(
                        scale(
                            "pv_tac_phong",
                            "Tác phong làm việc",
                            "Their way of working",
                            "chuyen-nghiep/tac-phong",
                            required=True,
                        ),
                        scale(
                            "pv_trinh_do",
                            "Trình độ nghiệp vụ",
                            "Their professional knowledge",
                            "chuyen-nghiep/trinh-do",
                        ),
                        scale(
                            "pv_thai_do",
                            "Thái độ",
                            "Their attitude",
                            "chuyen-nghiep/thai-do",
                            required=True,
                        ),
                    ),
                ),
                scale(
                    "tt_thu_tuc",
                    "Thông tin về thủ tục, chính sách",
                    "Information on procedures and policy",
                    "minh-bach/thong-tin",
                ),
                scale(
                    "tt_duong_day",
                    "Đường dây nóng và kênh hỗ trợ",
                    "Hotline and support channels",
                    "minh-bach/duong-day-nong",
                ),
            ),
        ),
        Page(
            "thoi_gian",
            Text("Thời gian và chi phí", "Time and cost"),
            (
                scale(
                    "tg_ho_so",
                    "Thời gian kiểm tra hồ sơ",
                    "Time to check documents",
                    "thoi-gian/ho-so",
                    required=True,
                ),
                scale(
                    "tg_hang_hoa",
                    "Thời gian kiểm tra thực tế hàng hóa",
                    "Time to inspect goods",
                    "thoi-gian/hang-hoa",
                ),
                scale(
                    "tg_vuong_mac",
                    "Thời gian trả lời vướng mắc",
                    "Time to answer problems",
                    "thoi-gian/vuong-mac",
                ),
                scale(
                    "cp_tuan_thu", "Chi phí làm thủ tục", "Cost of procedures", "hieu-qua/chi-phi"
                ),
            ),
        ),
        Page(
            "gop_y",
            Text("Góp ý", "Suggestions"),
            (
                Asked(
                    "kenh",
                    "single",
                    Text(
                        "Kênh anh chị dùng nhiều nhất khi gặp vướng mắc",
                        "The channel you use most when there is a problem",
                    ),
                    options=CHANNELS,
                ),
                Asked(
                    "mong_muon",
                    "ranking",
                    Text("Việc nào cần làm trước?", "What should come first?"),
                    options=WISHES,
                    help=Text("1 là cần nhất.", "1 is the most needed."),
                ),
                Asked(
                    "chua_hai_long",
                    "long",
                    Text("Điều gì làm anh chị chưa hài lòng?", "What are you not satisfied with?"),
                    show_if=UNHAPPY,
                ),
            ),
        ),
    ),
)
