"""200,000 cases with 600,000 messages: desk, lists, search, card, public submit, export."""

# ruff: noqa: T201 (a command says what it found)
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils.timezone import localdate

from core import search
from directory.models import Unit
from inquiries.admin.inquiries import InquiryAdmin
from inquiries.admin.lists import searched
from inquiries.counted import moments
from inquiries.models import Inquiry, Topic
from tests.bench import asking, client, pages

CASES, A_YEAR, SENDINGS = 200_000, 17_179, 240
MARKED = (
    "vải", "thép cuộn", "trị giá hải quan", "hoàn thuế tôm", "phân loại mã HS", "đề nghị",
    "“xuất xứ hàng hóa”", "hồ sơ cần nộp", "cảng 17", "tờ khai 104455667", "máy ép số 19",
    "Công ty số 44", "hạt nhựa hoàn thuế", "không có gì như thế", "Người hỏi 7", "thời hạn",
)  # fmt: skip
PAGES = [
    ("asking: first page", "/inquiries/ask/", None),
    ("desk: queues of cases", "/admin/?tab=inquiries_mine", "officer"),
    ("cases: list (25 of 200,000)", "/admin/inquiries/inquiry/", "board"),
    ("cases: late", "/admin/inquiries/inquiry/?tab=late", "board"),
    ("cases: search without marks", "/admin/inquiries/inquiry/?q=ma+hs+thep", "board"),
    ("cases: search with marks", "/admin/inquiries/inquiry/?q=thép+cuộn", "board"),
    ("cases: one number", "/admin/inquiries/inquiry/?q=104455667", "board"),
    ("cases: card", "/admin/inquiries/inquiry/{}/change/", "board"),
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


def measure(servers: client.Servers, people: dict) -> None:
    """What is no page that one asks for again: sending, searching, exporting."""
    sending(servers.port)
    searching(people["board"])
    exporting(servers.port, servers.workers, people["board"])


def sending(port: int) -> None:
    """The button that makes the case; the pages before it were filled in already."""
    messages = [visitor.message(port) for visitor in asking.ready(SENDINGS)]
    before = Inquiry.objects.count()
    found = client.once(port, messages)
    made = Inquiry.objects.count() - before
    print(f"public submit: {found.rate:.0f}/s, median {found.percentile(0.5):.1f} ms, "
          f"p95 {found.percentile(0.95):.1f} ms; {made} cases of {SENDINGS} sent")  # fmt: skip


def searching(board) -> None:
    """The newest 25 of each question, as the list asks the database for them."""
    for label, texts in (("with", MARKED), ("without", list(map(search.bare, MARKED)))):
        times = []
        for text in texts * 5:
            rows = Inquiry.objects.visible_to(board).for_list().order_by("-received_at", "-pk")
            rows = search.search_queryset(rows, text).only(*InquiryAdmin.list_only)
            times.append(seconds(rows, text))
        times.sort()
        print(f"search {label} marks, {len(texts)} questions: median {ms(times, 0.5)} ms, "
              f"p95 {ms(times, 0.95)} ms, database and rows (to reach: 60)")  # fmt: skip


def seconds(rows, text: str) -> float:
    """How long a page of 25 takes, rows brought over, as the list of the desk asks for it."""
    rare = search.RARE.search(text)
    began = time.perf_counter()
    list(rows[:26]) if rare else searched(rows, 0, 26)
    return time.perf_counter() - began


def ms(times: list[float], part: float) -> str:
    return f"{times[int(len(times) * part)] * 1000:.1f}"


def exporting(port: int, workers: list[str], board) -> None:
    """The desk's own export over HTTP: of a year's cases, and of ten times as many."""
    today, visitor = localdate(), pages.enter(board)
    cookie = "; ".join(f"{c.key}={c.value}" for c in visitor.cookies.values())
    for rows in (A_YEAR, A_YEAR * 10):
        first = today - timedelta(minutes=9 * rows)
        path = f"/admin/inquiries/inquiry/export/?received={first}..{today}"
        since, until = moments(first, today)
        there = Inquiry.objects.filter(received_at__gte=since, received_at__lt=until).count()
        for pid in workers:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # forget the largest size so far
        began = time.perf_counter()
        size = len(client.get(port, client.request(port, path, cookie)))
        took = time.perf_counter() - began
        most = max(status(pid, "VmHWM") for pid in workers)
        print(f"export: {there} rows in {took:.1f} s, {there / took:.0f} rows/s (to reach: 5000), "
              f"{size / 2**20:.1f} MB; largest worker {most} MB")  # fmt: skip


def status(pid: str, name: str) -> int:
    """Megabytes: VmRSS of now, VmHWM at most."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(said.split(f"{name}:")[1].split()[0]) // 1024
