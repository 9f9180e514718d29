"""200,000 cases with 600,000 messages: desk, lists, search, card, public submit, export."""

# ruff: noqa: T201 (a command says what it found)
import time
from uuid import uuid4

from django.db import connection

from directory.models import Unit
from inquiries import services
from inquiries.models import Inquiry, Topic

CASES, A_YEAR = 200_000, 17_179
PAGES = [
    ("asking: first page", "/inquiries/ask/", None),
    ("desk: queues of cases", "/admin/?tab=inquiries_mine", "officer"),
    ("cases: list (25 of 200,000)", "/admin/inquiries/inquiry/", "board"),
    ("cases: late", "/admin/inquiries/inquiry/?tab=late", "board"),
    ("cases: search without marks", "/admin/inquiries/inquiry/?q=ma+hs+thep", "board"),
    ("cases: search with marks", "/admin/inquiries/inquiry/?q=thép+cuộn", "board"),
    ("cases: one number", "/admin/inquiries/inquiry/?q=104455667", "board"),
    ("cases: card", "/admin/inquiries/inquiry/500000/change/", "board"),
    ("cases: figures of a year", "/admin/inquiries/inquiry/dashboard/", "board"),
]
TABLES = ("inquiries_inquiry", "inquiries_message", "inquiries_holding")
FILL = """
INSERT INTO inquiries_inquiry (
    id, reference, code_hash, pin_hash, kind, channel, topic_id, subject, question, language,
    asker_name, company, tax_code, email, phone, mail_id, unit_id, handler_id, handed_to,
    received_at, first_hours, answer_days, first_due_at, due_at, responded_at, answered_at, status)
SELECT 500000 + n, 'VM-B-' || n, encode(sha256(('c' || n)::bytea), 'hex'),
       encode(sha256(('p' || n)::bytea), 'hex'), 'question',
       (ARRAY['portal', 'email', 'hotline', 'counter', 'zalo'])[1 + n %% 5],
       (%(topics)s::bigint[])[1 + n %% array_length(%(topics)s::bigint[], 1)],
       (ARRAY['Phân loại mã HS', 'Trị giá hải quan', 'Xuất xứ hàng hóa', 'Hoàn thuế'])[1 + n %% 4]
         || ' lô ' || (ARRAY['thép cuộn', 'vải dệt', 'hạt nhựa', 'máy ép', 'tôm'])[1 + n %% 5]
         || ' số ' || n,
       'Công ty chúng tôi nhập khẩu theo tờ khai ' || 104000000 + n * 7 || ' qua cảng ' || n %% 90
         || ', xin hỏi hồ sơ cần nộp và thời hạn giải quyết ra sao. '
         || repeat('Hàng hóa đã về kho, đề nghị hướng dẫn chi tiết. ', 3),
       'vi', 'Người hỏi ' || n %% 900, 'Công ty số ' || n %% 9000, '', 'x' || n || '@b.example',
       '', '', (%(units)s::bigint[])[1 + n %% array_length(%(units)s::bigint[], 1)],
       CASE WHEN n %% 3 = 0 THEN %(handler)s END, '', t, 8, 5, t + interval '1 day',
       t + interval '7 days', t + interval '1 day',
       CASE WHEN n %% 50 > 0 THEN t + (1 + n %% 9) * interval '1 day' END,
       CASE WHEN n %% 50 > 0 THEN 'closed' ELSE 'routed' END
FROM (SELECT n, now() - n * interval '9 minutes' AS t FROM generate_series(1, %(cases)s) n) AS s
"""
MESSAGES = """
INSERT INTO inquiries_message (
    inquiry_id, side, answers, text, quoted, at, mail_id, mail_headers)
SELECT 500000 + n, (ARRAY['officer', 'asker', 'officer'])[k], k = 3 AND n %% 50 > 0,
       'Lần trao đổi thứ ' || k || ' về hồ sơ số ' || n, '', now() - n * interval '9 minutes'
         + k * interval '1 hour', '', '{}'
FROM generate_series(1, %(cases)s) n, generate_series(1, 3) k
"""
HOLDINGS = """
INSERT INTO inquiries_holding (inquiry_id, unit_id, since, until, ended, due_at, minutes)
SELECT id, unit_id, received_at, answered_at, CASE WHEN answered_at IS NULL THEN '' ELSE 'answered'
       END, CASE WHEN answered_at IS NOT NULL THEN due_at END,
       CASE WHEN answered_at IS NOT NULL THEN 240 + id %% 2400 END
FROM inquiries_inquiry WHERE id > 500000 AND id <= 500000 + %(cases)s
"""


def build(people: dict) -> None:
    """Fill the tables once, by SQL, without a history of their own."""
    if Inquiry.objects.filter(pk__gt=500_000).exists():
        return
    values = {
        "cases": CASES, "handler": people["officer"].pk,
        "topics": list(Topic.objects.values_list("pk", flat=True)),
        "units": list(Unit.objects.filter(code__startswith="B-").values_list("pk", flat=True)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sql in (FILL, MESSAGES, HOLDINGS):
            cursor.execute(sql, values)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def measure(port: int, bare: int, people: dict) -> None:
    """Receiving a question, and a year's cases written to a workbook."""
    topic = Topic.objects.filter(parent=None).first()
    matter = services.Matter("question", topic, "Đo tốc độ tiếp nhận", "Nội dung câu hỏi", None)
    times = []
    for _ in range(100):
        began = time.perf_counter()
        origin = services.Origin("portal", "A", email="a@b.example", submission=uuid4())
        services.submit(matter, origin)
        times.append(time.perf_counter() - began)
    print(f"receiving a question: median {sorted(times)[50] * 1000:.1f} ms in the service")
    began = time.perf_counter()
    rows = Inquiry.objects.for_list().order_by("-pk")[:A_YEAR]
    count = sum(1 for row in rows.iterator(2_000) if str(row.unit) and str(row.topic))
    took = time.perf_counter() - began
    print(f"reading a year's cases: {count} rows in {took:.1f} s, {count / took:.0f} rows/s")
