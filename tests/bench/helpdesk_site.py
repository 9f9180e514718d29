"""A django-helpdesk as its documentation sets one up, filled with 100,000 tickets.

Runs in the virtual environment of ``compare_helpdesk``; ``python -m tests.bench.helpdesk_site``
fills the database once and prints, as JSON, a signed-in officer's cookie, a visitor's token for
the public form, and how many queries each page asks. Letters go nowhere, which spares it time.
"""

import json
import os

import django
from django.conf import settings

TICKETS, QUEUES = 100_000, 36
APPS = ("admin", "auth", "contenttypes", "humanize", "messages", "sessions", "sites", "staticfiles")
LAYERS = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
CONTEXT = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)
settings.configure(
    SECRET_KEY="measured on this machine alone",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": "helpdesk", "USER": "partnership",
            "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"host": os.environ["HELPDESK_HOST"], "port": "5432"},
        }
    },
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "helpdesk"],
    MIDDLEWARE=LAYERS,
    ROOT_URLCONF=__name__,
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    }],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    STATIC_URL="static/", SITE_ID=1, USE_TZ=True, TIME_ZONE="Asia/Ho_Chi_Minh",
    LOGIN_URL="/login/", HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_KB_ENABLED=True,
)  # fmt: skip
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 -- they need the settings above
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import include, path  # noqa: E402
from helpdesk.models import Queue, Ticket, UserSettings  # noqa: E402
from helpdesk.query import query_to_base64  # noqa: E402

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
application = get_wsgi_application()

FILL = """
INSERT INTO helpdesk_ticket (id, title, queue_id, created, modified, submitter_email,
    assigned_to_id, status, on_hold, description, priority, secret_key)
SELECT 500000 + n,
       (ARRAY['Phân loại mã HS', 'Trị giá hải quan', 'Xuất xứ hàng hóa', 'Hoàn thuế'])[1 + n %% 4]
         || ' lô ' || (ARRAY['thép cuộn', 'vải dệt', 'hạt nhựa', 'máy ép', 'tôm'])[1 + n %% 5]
         || ' số ' || n,
       (%(queues)s::int[])[1 + n %% array_length(%(queues)s::int[], 1)], t, t,
       'x' || n || '@b.example', CASE WHEN n %% 3 = 0 THEN %(owner)s END,
       CASE WHEN n %% 50 > 0 THEN 4 ELSE 1 END, false,
       'Công ty chúng tôi nhập khẩu theo tờ khai ' || 104000000 + n * 7 || ' qua cảng ' || n %% 90
         || ', xin hỏi hồ sơ cần nộp và thời hạn giải quyết ra sao. '
         || repeat('Hàng hóa đã về kho, đề nghị hướng dẫn chi tiết. ', 3),
       3, md5(n::text)
FROM (SELECT n, now() - n * interval '9 minutes' AS t FROM generate_series(1, %(tickets)s) n) AS s
"""
FOLLOW = """
INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public, email_recipients)
SELECT 500000 + n, now() - n * interval '9 minutes' + k * interval '1 hour', 'Trao đổi',
       'Lần trao đổi thứ ' || k || ' về hồ sơ số ' || n, true, '[]'
FROM generate_series(1, %(tickets)s) n, generate_series(1, 3) k
"""
ALL = {"filtering": {}, "sorting": "created", "sortreverse": True, "search_string": ""}
ROWS = "/datatables_ticket_list/"
PAGES = {
    "list": ROWS + query_to_base64(ALL),
    "search": ROWS + query_to_base64(ALL | {"search_string": "thép cuộn"}),
    "card": "/tickets/{}/",
    "desk": "/dashboard/",
}


def fill(officer) -> None:
    """Queues, tickets and three messages each, once."""
    for n in range(1, QUEUES + 1):
        Queue.objects.create(title=f"Đơn vị {n}", slug=f"q{n}", allow_public_submission=True)
    values = {
        "queues": list(Queue.objects.values_list("pk", flat=True)), "owner": officer.pk,
        "tickets": TICKETS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for sql in (FILL, FOLLOW):
            cursor.execute(sql, values)


def entered(officer) -> Client:
    visitor = Client(headers={"host": "127.0.0.1"})
    visitor.force_login(officer)
    return visitor


def queries(visitor: Client, path: str) -> int:
    visitor.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"django-helpdesk {path}: {answer.status_code}")
    return len(asked)


def main() -> None:
    """Make tables and rows; say what the measuring side has to know."""
    call_command("migrate", verbosity=0)
    officer, new = get_user_model().objects.get_or_create(
        username="officer", email="officer@b.example", is_staff=True, is_superuser=True
    )
    UserSettings.objects.get_or_create(user=officer)
    if new:
        call_command("loaddata", "emailtemplate", verbosity=0)
    if not Ticket.objects.filter(pk__gt=500_000).exists():
        fill(officer)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    visitor, guest = entered(officer), Client(headers={"host": "127.0.0.1"})
    guest.get("/tickets/submit/")
    told = {
        "cookie": f"sessionid={visitor.cookies['sessionid'].value}",
        "token": guest.cookies["csrftoken"].value,
        "queue": Queue.objects.earliest("pk").pk,
        "pages": {
            name: [path, queries(visitor, path.format(500_001))] for name, path in PAGES.items()
        },
    }
    print(json.dumps(told))  # noqa: T201 -- the answer of this command


if __name__ == "__main__":
    main()
