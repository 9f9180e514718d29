"""The little that must stand in the database before anybody can ask."""

import django

django.setup()

from django.db import connection  # noqa: E402 -- models need Django

from core.history import acting  # noqa: E402
from inquiries.models import Topic  # noqa: E402
from tests.factories import UnitFactory  # noqa: E402


def world() -> tuple[dict, ...]:
    """A department and the topics; returns what is typed on the three pages."""
    with acting(None, "given"):
        unit = UnitFactory()
    topic = Topic.objects.get(code="valuation")
    connection.close()  # its server is going to be killed
    return (
        {"kind": "question", "topic": topic.pk},
        {"subject": "Trị giá lô thép cuộn", "unit": unit.pk,
         "question": "Công ty chúng tôi hỏi cách xác định trị giá khi hàng thay đổi nguyên trạng."},
        {"name": "Nguyễn Văn A", "company": "Công ty Bền Bỉ"},
    )  # fmt: skip
