"""Matters, goods, answers and askers of the sample questions: invented, two languages."""

# (topic, language, subject, question); {goods}, {number}, {place}, {share}, {days} are filled in.
MATTERS = (
    ("procedures-type", "vi", "Mã loại hình khi tạm nhập {goods} để sửa chữa", "Công ty chúng tôi tạm nhập {goods} của khách hàng về {place} để sửa chữa rồi tái xuất trong {days} ngày. Xin hỏi mở tờ khai theo mã loại hình nào và có phải nộp tiền bảo đảm thuế không?"),
    ("procedures-type", "vi", "Xuất trả {goods} không đạt chất lượng", "Lô {goods} theo tờ khai {number} có {share}% không đạt chất lượng. Công ty muốn xuất trả người bán trong {days} ngày tới, đề nghị hướng dẫn hồ sơ và mã loại hình."),
    ("procedures-amend", "vi", "Khai bổ sung số lượng trên tờ khai {number}", "Sau khi thông quan lô {goods}, chúng tôi kiểm đếm thấy thừa {share} kiện so với tờ khai {number}. Có được khai bổ sung sau {days} ngày không, có bị xử phạt không?"),
    ("procedures-amend", "vi", "Hủy tờ khai {number} do trùng thông tin", "Nhân viên khai hai lần cho cùng một lô {goods} tại {place}. Tờ khai {number} chưa nộp thuế. Xin hỏi thủ tục hủy và thời gian giải quyết."),
    ("procedures-supervision", "vi", "Gia hạn lưu kho ngoại quan với {goods}", "Lô {goods} gửi kho ngoại quan tại {place} sắp hết hạn, đối tác xin lưu thêm {days} ngày. Công ty cần nộp văn bản gì và cho đơn vị nào?"),
    ("procedures-supervision", "vi", "Niêm phong đứt khi vận chuyển {goods}", "Xe chở {goods} từ {place} về kho bị đứt niêm phong do va chạm, đã lập biên bản với cảnh sát giao thông. Xin hỏi phải báo cho ai và giấy tờ cần giữ."),
    ("classification", "vi", "Mã HS của {goods} có {share}% thép không gỉ", "Chúng tôi nhập {goods} có {share}% khối lượng là thép không gỉ, phần còn lại bằng nhựa. Kết quả phân tích lô trước ghi khác mã đã khai ở tờ khai {number}. Xin hỏi áp mã theo quy tắc nào?"),
    ("classification", "vi", "Xác định trước mã số cho {goods}", "Công ty dự kiến nhập thường xuyên {goods} qua {place}. Nếu xin xác định trước mã số thì kết quả có hiệu lực bao lâu và có áp dụng cho hợp đồng đã ký trước đó {days} ngày không?"),
    ("classification", "en", "HS code of {goods} imported unassembled", "We import {goods} in three consignments through {place}. Should they be declared under the code of the finished article, and may the first declaration {number} be amended?"),
    ("valuation", "vi", "Khoản phí bản quyền trong trị giá {goods}", "Hợp đồng mua {goods} có phí bản quyền {share}% doanh thu trả sau {days} ngày. Khoản này cộng vào trị giá hải quan thế nào khi chưa biết số tiền lúc mở tờ khai {number}?"),
    ("valuation", "vi", "Tham vấn giá lô {goods} có chiết khấu {share}%", "Người bán chiết khấu {share}% vì mua số lượng lớn {goods}. Hải quan tại {place} đề nghị tham vấn, xin hỏi chứng từ nào chứng minh chiết khấu được chấp nhận?"),
    ("valuation", "en", "Freight paid by the buyer's parent company for {goods}", "The freight for {goods} under declaration {number} was paid by our parent company. Must it be added to the customs value and which evidence do you accept at {place}?"),
    ("origin", "vi", "C/O mẫu E ghi mã HS khác tờ khai với {goods}", "C/O mẫu E của lô {goods} ghi mã HS 6 số khác với mã khai trên tờ khai {number}. Lô hàng có được hưởng thuế suất ưu đãi đặc biệt không, cần giải trình gì?"),
    ("origin", "vi", "Nộp bổ sung chứng từ xuất xứ cho {goods}", "Khi mở tờ khai {number} tại {place} công ty chưa có C/O. Nay C/O cấp sau {days} ngày, xin hỏi thời hạn nộp bổ sung và cách khai."),
    ("origin", "en", "Self-certification of origin for {goods}", "Our supplier is an approved exporter. Which wording must the invoice of {goods} carry, and can declaration {number} be corrected within {days} days after clearance?"),
    ("processing", "vi", "Xử lý phế liệu từ sản xuất {goods}", "Quá trình sản xuất {goods} tạo ra khoảng {share}% phế liệu. Công ty bán phế liệu cho doanh nghiệp nội địa tại {place} thì khai báo và nộp thuế thế nào?"),
    ("processing-epe", "vi", "Doanh nghiệp chế xuất thuê kho ngoài khu để chứa {goods}", "Công ty là doanh nghiệp chế xuất, muốn thuê kho ngoài hàng rào ở {place} để chứa {goods} trong {days} ngày. Điều kiện giám sát và văn bản thông báo ra sao?"),
    ("processing-settlement", "vi", "Chênh lệch báo cáo quyết toán nguyên liệu {goods}", "Báo cáo quyết toán năm nay lệch {share}% so với sổ kho ở nguyên liệu {goods}. Công ty được sửa báo cáo đến khi nào, có phải nộp thuế phần chênh lệch?"),
    ("duties-refund", "vi", "Hoàn thuế lô {goods} đã tái xuất", "Lô {goods} theo tờ khai {number} đã tái xuất toàn bộ qua {place}. Hồ sơ hoàn thuế thuộc diện kiểm tra trước hay hoàn trước, bao nhiêu ngày có kết quả?"),
    ("duties-refund", "vi", "Bù trừ thuế nộp thừa của tờ khai {number}", "Chúng tôi nộp thừa thuế nhập khẩu {goods} do khai nhầm thuế suất. Có thể bù trừ cho tờ khai mở sau {days} ngày không hay phải hoàn về ngân sách?"),
    ("duties-exemption", "vi", "Miễn thuế {goods} tạo tài sản cố định", "Dự án ưu đãi đầu tư của công ty nhập {goods} theo từng chuyến qua {place}. Danh mục miễn thuế thông báo một lần hay từng chuyến?"),
    ("duties", "en", "VAT on {goods} for an export processing enterprise", "We deliver {goods} to an enterprise in an export processing zone near {place}. Which tax code applies on declaration {number}?"),
    ("commodity", "vi", "Giấy phép và kiểm tra chất lượng với {goods}", "Công ty lần đầu nhập {goods} qua {place}. Mặt hàng này có phải kiểm tra chất lượng trước thông quan không, được đưa hàng về bảo quản trong {days} ngày không?"),
    ("commodity", "vi", "Kiểm dịch lô {goods} quá cảnh", "Lô {goods} quá cảnh qua {place} chỉ lưu bãi {days} ngày. Có phải kiểm dịch không và nộp kết quả ở đâu?"),
    ("ecommerce", "vi", "Đơn hàng {goods} giá trị nhỏ mua qua sàn", "Khách hàng mua {goods} qua sàn nước ngoài, trị giá dưới mức miễn thuế nhưng gộp {share} đơn trong một chuyến. Cách tính thuế và khai báo qua doanh nghiệp chuyển phát thế nào?"),
    ("single-window", "vi", "Hồ sơ {goods} trên một cửa quốc gia không trả kết quả", "Hồ sơ xin phép {goods} trên Cổng một cửa báo thành công đã {days} ngày nhưng tờ khai {number} chưa nhận được kết quả. Đề nghị kiểm tra giúp."),
    ("it", "vi", "Lỗi khi gửi tờ khai {number} bằng chữ ký số mới", "Từ khi đổi chữ ký số, phần mềm báo lỗi khi gửi tờ khai {number} tại {place}. Đã đăng ký lại {days} ngày chưa được, hàng {goods} đang chờ ở cảng."),
    ("it", "en", "Message not received for declaration {number}", "The system accepted our declaration {number} for {goods} but no channel result has come for {days} days at {place}. Please tell us what to do."),
    ("post-clearance", "vi", "Giải trình khi kiểm tra sau thông quan về {goods}", "Đoàn kiểm tra tại trụ sở yêu cầu giải trình mã số {goods} của các tờ khai trong {days} ngày. Công ty được xin lùi thời hạn không, thủ tục ra sao?"),
    ("voluntary-compliance", "vi", "Hồ sơ tham gia chương trình tự nguyện tuân thủ", "Công ty xuất khẩu {goods} qua {place} muốn tham gia chương trình tự nguyện tuân thủ. Tỷ lệ tờ khai luồng đỏ {share}% có ảnh hưởng không, nộp hồ sơ ở đâu?"),
    ("other", "vi", "Thời gian làm thủ tục ngoài giờ tại {place}", "Hàng {goods} thường về {place} sau 17 giờ. Xin hỏi đăng ký làm thủ tục ngoài giờ trước bao nhiêu lâu?"),
)  # fmt: skip
PROPOSALS = (
    ("it", "vi", "Kiến nghị báo trước lịch bảo trì hệ thống", "Hệ thống dừng bảo trì vào giờ làm việc khiến lô {goods} ở {place} chậm {days} ngày. Kiến nghị thông báo lịch trước ba ngày làm việc."),
    ("commodity", "vi", "Kiến nghị gộp kiểm tra chất lượng {goods}", "Cùng một loại {goods} nhập nhiều chuyến qua {place} phải lấy mẫu từng chuyến. Kiến nghị kiểm tra theo năm với doanh nghiệp chấp hành tốt."),
)  # fmt: skip
FEEDBACK = (
    ("other", "vi", "Cảm ơn tổ thủ tục tại {place}", "Công chức trực tại {place} đã hướng dẫn tận tình khi lô {goods} vướng hồ sơ, xong trong ngày. Xin gửi lời cảm ơn."),
    ("other", "vi", "Chờ lâu ở quầy tiếp nhận {place}", "Chúng tôi chờ gần {days} giờ tại quầy {place} để nộp hồ sơ giấy cho lô {goods}. Đề nghị bố trí thêm người vào đầu giờ chiều."),
)  # fmt: skip
BY_LAW = (
    ("duties", "vi", "Khiếu nại quyết định ấn định thuế lô {goods}", "Công ty khiếu nại quyết định ấn định thuế đối với lô {goods}, tờ khai {number}, vì cách xác định trị giá chưa phù hợp với hợp đồng."),
    ("other", "vi", "Tố cáo việc gây khó khi kiểm tra {goods}", "Tôi tố cáo việc bị yêu cầu giấy tờ ngoài quy định khi kiểm tra {goods} tại {place}. Đề nghị bảo vệ thông tin người tố cáo."),
)  # fmt: skip
GOODS = (
    "máy ép nhựa", "vải dệt kim", "tấm pin mặt trời", "hạt điều thô", "linh kiện ô tô", "sợi polyester",
    "tôm đông lạnh", "giấy kraft", "động cơ điện", "thép cuộn mạ kẽm", "gỗ ván ép", "mực in",
    "thiết bị y tế", "bo mạch điện tử", "hạt nhựa PP", "nhôm thỏi", "phụ tùng xe nâng", "dây cáp quang",
    "hóa chất xử lý nước", "cà phê nhân", "đồ chơi trẻ em", "máy nén khí", "bao bì nhôm", "dầu bôi trơn",
)  # fmt: skip
GOODS_EN = (
    "solar modules", "knitted fabric", "injection moulding machines", "electric motors",
    "circuit boards", "coated steel coils", "optical cable", "air compressors",
)  # fmt: skip
PLACES = (
    "cảng Hải Phòng", "cảng Cát Lái", "cửa khẩu Hữu Nghị", "cửa khẩu Móng Cái", "sân bay Nội Bài",
    "cảng Đà Nẵng", "cửa khẩu Mộc Bài", "ICD Tân Cảng Long Bình", "cảng Cái Mép", "cửa khẩu Lao Bảo",
)  # fmt: skip
PLACES_EN = ("Hai Phong port", "Cat Lai port", "Noi Bai airport", "Cai Mep port")
ANSWERS = {
    "vi": (
        "Về {subject}: căn cứ hồ sơ anh chị nêu, đề nghị khai theo đúng thực tế hàng hóa và nộp kèm chứng từ chứng minh. Nếu hàng đã thông quan, anh chị khai bổ sung trên hệ thống trước khi cơ quan hải quan thông báo kiểm tra.",
        "Trả lời câu hỏi về {subject}: trường hợp này thực hiện theo quy định đang có hiệu lực nêu ở phần căn cứ. Anh chị nộp văn bản qua hệ thống, đơn vị xử lý trong hai ngày làm việc kể từ khi đủ hồ sơ.",
        "Đơn vị đã kiểm tra thông tin liên quan đến {subject}. Anh chị chuẩn bị hợp đồng, hóa đơn và chứng từ thanh toán; khi cần, liên hệ công chức thụ lý để được hướng dẫn trực tiếp.",
    ),
    "en": (
        "On “{subject}”: please declare the goods as they are and attach the contract, the invoice and proof of payment. A declaration that is cleared may be amended on the system before an audit is announced.",
        "The rule that answers “{subject}” is named below. Hand your letter in through the system; the unit settles it within two working days once the file is complete.",
    ),
}  # fmt: skip
HEARD = {
    "vi": "Đã nhận được câu hỏi, đang đối chiếu văn bản và sẽ trả lời trong thời hạn ghi trên giấy hẹn.",
    "en": "We have your question and are comparing the documents; you will hear within the time stated.",
}
MORE = {
    "vi": "Đề nghị anh chị bổ sung hợp đồng và catalogue của hàng hóa để chúng tôi trả lời chính xác.",
    "en": "Please send the contract and the catalogue of the goods so that we can answer precisely.",
}
REPLIES = {
    "vi": "Công ty gửi bổ sung hợp đồng và catalogue như đề nghị. Mong sớm nhận được trả lời.",
    "en": "Contract and catalogue are sent herewith. We look forward to your answer.",
}
NOTES = (
    "Đã trao đổi với bộ phận nghiệp vụ, chờ ý kiến trước khi trả lời.",
    "Doanh nghiệp gọi lại hỏi tiến độ, đã hẹn trong tuần.",
    "Nội dung giống một câu đã trả lời tháng trước, xem lại để thống nhất.",
)
LAWS = (
    ("54/2014/QH13", "Điều 29"), ("08/2015/NĐ-CP", "Điều 27"), ("38/2015/TT-BTC", "Điều 20"),
    ("39/2018/TT-BTC", "Điều 1, khoản 9"), ("31/2018/NĐ-CP", "Điều 15"), ("134/2016/NĐ-CP", "Điều 34"),
)  # fmt: skip
ASKERS = (
    "Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Thanh Tâm", "Phạm Quang Minh", "Vũ Thị Ngân",
    "Hoàng Đức Anh", "Đặng Thu Trang", "Bùi Xuân Sơn", "Đỗ Mai Chi", "Ngô Gia Hân",
)  # fmt: skip
FIRMS = (
    "Công ty TNHH Dệt Sông Cầu", "Công ty CP Nhựa Tân Phát", "Công ty TNHH Cơ khí Vạn Lộc",
    "Công ty CP Thủy sản Hải Âu", "Công ty TNHH Điện tử Minh Quang", "Công ty CP Gỗ Trường Xuân",
    "Công ty TNHH Bao bì Đại Dương", "Công ty TNHH Giao nhận Biển Xanh",
)  # fmt: skip
REASONS = ("Trả lời chưa nêu rõ biểu mẫu cần dùng.", "Tôi phải hỏi lại qua điện thoại mới rõ.")
TEMPLATES = (
    ("Tiếp nhận, đang xử lý", "vi", "Chào anh chị, chúng tôi đã nhận câu hỏi và đang xem xét. Anh chị sẽ nhận được trả lời trong thời hạn ghi trên trang theo dõi."),
    ("Đề nghị bổ sung hồ sơ", "vi", "Để trả lời chính xác, đề nghị anh chị bổ sung: (1) …; (2) … . Thời hạn trả lời tạm dừng cho tới khi nhận được bổ sung."),
    ("Không thuộc thẩm quyền", "vi", "Nội dung này do cơ quan khác giải quyết. Anh chị liên hệ: … . Chúng tôi đã chuyển thông tin để anh chị không phải trình bày lại."),
    ("Received, being looked at", "en", "Thank you for your question. It is being looked at; the answer comes within the time limit shown on the tracking page."),
)  # fmt: skip
