"""Figures of years before the portal, as they were published: nothing here is counted or invented.

What the survey of April 2024 found stands in a round of its own (``survey_2024``).
"""

from django.db import transaction

from core.history import acting
from directory.models import Unit
from plans.models import PublishedFigure

INTERVIEW = "Tạp chí Hải quan, phỏng vấn lãnh đạo Ban Cải cách hiện đại hóa hải quan, năm 2024"
HAI_PHONG = "Cục Hải quan TP. Hải Phòng, kết quả phát triển quan hệ đối tác năm 2022"
# Measure, year, code of the unit ("" for the country), value, source, what it counts otherwise.
ROWS = (
    ("inquiries.received", 2023, "", 17_179, INTERVIEW, ""),
    ("inquiries.received_departments", 2023, "", 15_784, INTERVIEW, ""),
    ("inquiries.received_headquarters", 2023, "", 1_395, INTERVIEW, ""),
    ("associations.agreements_in_force", 2024, "", 42, INTERVIEW,
     "Tính theo số hiệp hội đã ký văn bản hợp tác, con số nêu là khoảng."),
    ("associations.programme_members", 2022, "03", 16, HAI_PHONG,
     "Tính theo số biên bản ghi nhớ đã ký với doanh nghiệp."),
)  # fmt: skip


@transaction.atomic
def load() -> None:
    """Write each down once; one that an administrator changed is left as it is."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={row[2] for row in ROWS})}
    with acting(None, "sample"):
        for measure, year, code, value, source, note in ROWS:
            PublishedFigure.objects.get_or_create(
                measure=measure, year=year, unit=units.get(code),
                defaults={"value": value, "source": source, "note": note},
            )  # fmt: skip
