"""Published answers in our own words, so that the answer base can be searched in a trial."""

from datetime import timedelta

from django.utils.timezone import now

from core.history import acting
from directory.models import Role, Unit, User
from inquiries.answers import services
from inquiries.answers.rules import answer_flow
from inquiries.models import AnswerDay, PublishedAnswer, Topic

# (topic, language, question in one line, question, answer, citations)
ANSWERS = (
    ("procedures-type", "vi", "Tạm nhập máy để sửa chữa rồi tái xuất dùng loại hình nào?",
     "Khách hàng nước ngoài gửi máy về Việt Nam sửa chữa, sau đó xuất trả. Khai loại hình nào, có nộp tiền bảo đảm không?",
     "Khai tạm nhập theo loại hình tạm nhập tái xuất, ghi rõ thời hạn sửa chữa. Hàng tạm nhập được miễn thuế trong thời hạn đăng ký khi có bảo đảm theo quy định; quá hạn phải gia hạn hoặc thay đổi mục đích sử dụng.",
     (("08/2015/NĐ-CP", "Điều 50"),)),
    ("procedures-amend", "vi", "Khai bổ sung sau thông quan được thực hiện trong bao lâu?",
     "Phát hiện khai thiếu số lượng sau khi hàng đã thông quan thì còn được khai bổ sung không?",
     "Người khai được khai bổ sung trên hệ thống trước khi cơ quan hải quan thông báo kiểm tra sau thông quan và trong thời hạn quy định kể từ ngày thông quan. Nộp kèm chứng từ chứng minh nội dung bổ sung.",
     (("39/2018/TT-BTC", "Điều 20"),)),
    ("procedures-amend", "vi", "Khai trùng tờ khai thì hủy thế nào?",
     "Nhân viên khai hai tờ khai cho cùng một lô hàng. Thủ tục hủy một tờ khai ra sao?",
     "Gửi đề nghị hủy tờ khai trên hệ thống, nêu lý do khai trùng và số tờ khai được giữ lại. Tờ khai chưa thông quan và chưa nộp thuế được xử lý ngay khi đối chiếu thấy khớp thông tin lô hàng.",
     (("39/2018/TT-BTC", "Điều 22"),)),
    ("classification", "vi", "Xin xác định trước mã số hàng hóa cần những gì?",
     "Doanh nghiệp dự kiến nhập thường xuyên một mặt hàng mới, muốn biết trước mã số.",
     "Nộp đơn đề nghị xác định trước mã số kèm tài liệu kỹ thuật, hình ảnh hoặc mẫu hàng trước khi làm thủ tục. Văn bản xác định trước có hiệu lực trong thời hạn ghi trên văn bản và áp dụng thống nhất tại mọi cửa khẩu.",
     (("14/2015/TT-BTC", "Điều 7"),)),
    ("valuation", "vi", "Phí bản quyền trả sau có cộng vào trị giá hải quan không?",
     "Hợp đồng có phí bản quyền tính theo doanh thu, chưa biết số tiền khi mở tờ khai.",
     "Phí bản quyền liên quan đến hàng nhập khẩu và là điều kiện của việc mua bán thì phải cộng vào trị giá. Khi chưa xác định được, khai trị giá chưa có khoản này và khai bổ sung khi có số liệu thực tế.",
     (("39/2015/TT-BTC", "Điều 14"),)),
    ("valuation", "vi", "Chiết khấu theo số lượng có được chấp nhận không?",
     "Người bán giảm giá vì mua số lượng lớn. Cần chứng từ nào để được chấp nhận?",
     "Khoản giảm giá theo số lượng được trừ khi thực hiện trước khi xếp hàng, ghi trong hợp đồng hoặc phụ lục và có bảng công bố giảm giá của người bán. Nộp chứng từ thanh toán khớp với số tiền sau giảm.",
     (("39/2015/TT-BTC", "Điều 15"),)),
    ("origin", "vi", "C/O ghi mã HS khác tờ khai có được hưởng ưu đãi không?",
     "Chứng nhận xuất xứ ghi mã sáu số khác mã trên tờ khai nhập khẩu.",
     "Khác biệt về mã số không mặc nhiên làm mất hiệu lực của chứng nhận khi mô tả hàng hóa khớp và tiêu chí xuất xứ vẫn đáp ứng. Cơ quan hải quan xem xét giải trình và có thể xác minh với nước cấp.",
     (("33/2023/TT-BTC", "Điều 15"),)),
    ("origin", "vi", "Chưa có chứng từ xuất xứ khi mở tờ khai thì làm thế nào?",
     "Lô hàng về trước khi chứng nhận xuất xứ được cấp. Có được nộp sau không?",
     "Khai chậm nộp chứng từ xuất xứ trên tờ khai, tạm áp dụng thuế suất không ưu đãi hoặc nộp bảo đảm. Khi có chứng từ, khai bổ sung và nộp trong thời hạn quy định để được áp dụng thuế suất ưu đãi đặc biệt.",
     (("33/2023/TT-BTC", "Điều 12"),)),
    ("processing-settlement", "vi", "Sửa báo cáo quyết toán khi phát hiện chênh lệch",
     "Báo cáo quyết toán đã nộp lệch so với sổ kho. Có được sửa không?",
     "Tổ chức, cá nhân được sửa đổi, bổ sung báo cáo quyết toán trong thời hạn 60 ngày kể từ ngày nộp và trước khi cơ quan hải quan quyết định kiểm tra. Sau thời hạn này thì giải trình chênh lệch khi được yêu cầu.",
     (("39/2018/TT-BTC", "Điều 60"),)),
    ("processing-epe", "vi", "Doanh nghiệp chế xuất thuê kho ngoài hàng rào",
     "Kho trong khu không đủ, doanh nghiệp chế xuất muốn thuê kho ngoài để chứa nguyên liệu.",
     "Thông báo địa điểm kho với chi cục hải quan quản lý trước khi đưa hàng ra, kho phải đáp ứng điều kiện giám sát. Hàng ra, vào kho được theo dõi riêng trên hệ thống quản lý kho của doanh nghiệp.",
     (("18/2021/NĐ-CP", "Điều 28a"),)),
    ("duties-refund", "vi", "Hồ sơ hoàn thuế nhập khẩu hàng đã tái xuất",
     "Hàng nhập khẩu đã nộp thuế nay xuất trả người bán. Hồ sơ hoàn thuế gồm những gì, bao lâu có kết quả?",
     "Hồ sơ gồm công văn yêu cầu hoàn thuế, tờ khai nhập khẩu, tờ khai xuất khẩu và chứng từ thanh toán. Hồ sơ hoàn trước được giải quyết trong 6 ngày làm việc, hồ sơ kiểm tra trước trong 40 ngày.",
     (("134/2016/NĐ-CP", "Điều 34"),)),
    ("duties-refund", "vi", "Bù trừ tiền thuế nộp thừa cho tờ khai khác",
     "Nộp thừa thuế do khai nhầm thuế suất. Có thể bù trừ cho tờ khai mở sau không?",
     "Sau khi có quyết định xử lý tiền thuế nộp thừa, số tiền được bù trừ với số phải nộp của tờ khai tiếp theo nếu người nộp thuế đề nghị trên văn bản; phần còn lại được hoàn trả.",
     (("06/2021/TT-BTC", "Điều 10"),)),
    ("duties-exemption", "vi", "Danh mục miễn thuế thông báo một lần hay từng chuyến?",
     "Dự án ưu đãi đầu tư nhập thiết bị làm nhiều chuyến để tạo tài sản cố định.",
     "Chủ dự án thông báo danh mục miễn thuế dự kiến một lần trên hệ thống trước khi nhập chuyến đầu. Từng chuyến được trừ lùi tự động; thay đổi thì sửa danh mục trước khi nhập.",
     (("134/2016/NĐ-CP", "Điều 30"),)),
    ("commodity", "vi", "Đưa hàng về bảo quản khi chờ kết quả kiểm tra chất lượng",
     "Mặt hàng phải kiểm tra chất lượng, có được đưa về kho của doanh nghiệp trong lúc chờ không?",
     "Được, khi doanh nghiệp có đơn đề nghị, kho đáp ứng điều kiện và đã đăng ký kiểm tra. Hàng giữ nguyên trạng cho đến khi có kết quả và thông quan; nộp kết quả đúng hạn đã đăng ký.",
     (("08/2015/NĐ-CP", "Điều 33"),)),
    ("ecommerce", "vi", "Thuế với đơn hàng giá trị nhỏ mua qua sàn nước ngoài",
     "Nhiều đơn hàng nhỏ gộp trong một chuyến chuyển phát nhanh, tính thuế thế nào?",
     "Thuế được tính theo từng đơn hàng của từng người nhận, không theo tổng chuyến. Doanh nghiệp chuyển phát khai theo bảng kê và nộp thuế thay khi được ủy quyền.",
     (("191/2015/TT-BTC", "Điều 8"),)),
    ("single-window", "vi", "Hồ sơ một cửa báo thành công nhưng tờ khai chưa có kết quả",
     "Giấy phép trên Cổng một cửa quốc gia đã được cấp nhưng tờ khai chưa nhận được.",
     "Kiểm tra số giấy phép và loại giấy phép khai trên tờ khai có trùng với hồ sơ được cấp không. Nếu trùng mà sau một giờ chưa có kết quả, gửi mã hồ sơ tới bộ phận hỗ trợ để đồng bộ lại.",
     (("85/2019/NĐ-CP", "Điều 9"),)),
    ("it", "vi", "Phần mềm báo lỗi khi khai bằng chữ ký số mới",
     "Doanh nghiệp vừa đổi chữ ký số, gửi tờ khai bị từ chối.",
     "Đăng ký chữ ký số mới với hải quan trước khi dùng, chờ thông báo chấp nhận rồi khởi động lại phần mềm. Thông tin chủ thể trên chữ ký số phải trùng tên và mã của doanh nghiệp.",
     ()),
    ("post-clearance", "vi", "Xin lùi thời hạn giải trình khi kiểm tra sau thông quan",
     "Đoàn kiểm tra yêu cầu giải trình trong thời gian ngắn, hồ sơ nhiều. Có xin lùi được không?",
     "Doanh nghiệp gửi văn bản nêu lý do và thời điểm có thể hoàn thành trước khi hết hạn. Trưởng đoàn xem xét gia hạn trong phạm vi thời gian kiểm tra tại trụ sở.",
     (("39/2018/TT-BTC", "Điều 142"),)),
    ("voluntary-compliance", "vi", "Điều kiện tham gia chương trình tự nguyện tuân thủ",
     "Doanh nghiệp có tỷ lệ kiểm tra thực tế cao có được tham gia không, nộp hồ sơ ở đâu?",
     "Doanh nghiệp đăng ký với chi cục hải quan nơi làm thủ tục thường xuyên. Tỷ lệ kiểm tra không loại trừ việc tham gia; sau khi là thành viên, doanh nghiệp được hỗ trợ để nâng mức tuân thủ.",
     ()),
    ("other", "vi", "Đăng ký làm thủ tục ngoài giờ hành chính",
     "Hàng thường về sau giờ làm việc. Đăng ký làm thủ tục ngoài giờ trước bao lâu?",
     "Gửi thông báo đề nghị làm thủ tục ngoài giờ tới chi cục nơi mở tờ khai trong giờ làm việc của ngày đó. Chi cục trả lời trong hai giờ làm việc.",
     (("08/2015/NĐ-CP", "Điều 4"),)),
    ("classification", "en", "How is an article imported unassembled classified?",
     "We import a machine in three consignments because of its size. Under which code?",
     "An unassembled article that has the essential character of the finished one is classified as the finished article. Notify the customs branch of the list of consignments before the first of them arrives.",
     (("14/2015/TT-BTC", "Điều 5"),)),
    ("valuation", "en", "Freight paid by a parent company",
     "The freight was paid by our parent company abroad. Is it part of the customs value?",
     "Yes: the cost of transport to the first port of import is added, whoever pays it. Keep the contract of carriage and the proof of payment.",
     (("39/2015/TT-BTC", "Điều 13"),)),
    ("duties", "en", "VAT on goods delivered to an export processing enterprise",
     "We sell to an enterprise in an export processing zone. Do we declare VAT?",
     "Delivery to an export processing enterprise is an export: the rate is zero when the contract, the customs declaration and payment through a bank are on file.",
     ()),
    ("origin", "vi", "C/O khác mã HS với tờ khai thì áp dụng thuế suất nào?",
     "Mã số trên chứng nhận xuất xứ khác mã số khai báo, chi cục đề nghị chưa áp dụng ưu đãi.",
     "Khi mã số trên chứng nhận xuất xứ khác mã số trên tờ khai thì chưa được áp dụng thuế suất ưu đãi đặc biệt cho đến khi có kết quả xác minh với nước cấp.",
     (("33/2023/TT-BTC", "Điều 15"),)),
)  # fmt: skip
OPPOSED = "C/O ghi mã HS khác tờ khai có được hưởng ưu đãi không?"
"""The answer that the last one contradicts."""


def load() -> int:
    """Load what is missing; returns how many answers were added."""
    if PublishedAnswer.objects.exists():
        return 0
    topics = {topic.code: topic for topic in Topic.objects.all()}
    current = Unit.objects.filter(valid_to=None)
    units = list(current.filter(kind=Unit.Kind.DEPARTMENT).order_by("path")[:8])
    checker = Role.objects.filter(kind=Role.Kind.FOCAL_POINT).select_related("user").first()
    made = [
        _publish(number, row, topics, units)
        for number, row in enumerate(ANSWERS)
        if row[0] in topics and units and checker
    ]
    _readings(made)
    if made and checker:
        _contradict(made, checker.user)
    return len(made)


def _publish(number: int, row: tuple, topics: dict, units: list[Unit]) -> PublishedAnswer:
    """One answer through its flow; the last few stand at earlier steps."""
    code, language, title, question, text, cited = row
    answer = services.write(
        by=None, topic=topics[code], unit=units[number % len(units)], citations=cited,
        language=language, title=title, question=question, answer=text,
    )  # fmt: skip
    checker = Role.objects.filter(kind=Role.Kind.FOCAL_POINT).first()
    if number % 11 == 9:
        return answer
    answer_flow.make("check", answer, by=None, checked_by=checker and checker.user)
    if number % 11 == 10:
        return answer
    services.publish(answer, by=None)
    with acting(None, "sample"):
        answer.published_at = now() - timedelta(days=3 * number + 1, hours=number)
        answer.save(update_fields=["published_at"])
    if number % 11 == 8:
        services.flag(answer, by=None, reason="Văn bản viện dẫn sắp được thay thế.")
    return answer


def _contradict(made: list[PublishedAnswer], by: User) -> None:
    """Two units answered differently, and headquarters has not decided yet."""
    opposed = next((answer for answer in made if answer.title == OPPOSED), None)
    if opposed and made[-1].is_public:
        reason = "Một câu trả lời cho hưởng ưu đãi, câu kia yêu cầu chờ kết quả xác minh."
        services.contradict(made[-1], by=by, other=opposed, reason=reason)


def _readings(made: list[PublishedAnswer]) -> None:
    """How often each was read of late."""
    today = now().date()
    AnswerDay.objects.bulk_create(
        AnswerDay(answer=answer, day=today - timedelta(days=back), reads=(7 * number + back) % 23,
                  helped=(number + back) % 5, unhelped=(number + back) % 2)
        for number, answer in enumerate(made) if answer.is_public for back in range(5)
    )  # fmt: skip
