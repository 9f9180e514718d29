"""How often an answer is read and helps: numbers a day, nothing about persons (G20)."""

from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from core.limits import Limit

from ..models import PublishedAnswer

COUNT = """
INSERT INTO inquiries_answerday AS d (answer_id, day, reads, helped, unhelped)
VALUES (%(answer)s, %(day)s, %(reads)s, %(helped)s, %(unhelped)s)
ON CONFLICT (answer_id, day) DO UPDATE SET
    reads = d.reads + excluded.reads, helped = d.helped + excluded.helped,
    unhelped = d.unhelped + excluded.unhelped
"""


def count_read(answer: PublishedAnswer) -> None:
    """One more opening of this answer today."""
    _count(answer, reads=1)


def count_opinion(answer: PublishedAnswer, helped: bool, request) -> bool:
    """One more opinion, the first of this caller today; False for any further one."""
    if Limit(f"answer.opinion.{answer.pk}", per_ip="1/d").wait(request):
        return False
    _count(answer, helped=int(helped), unhelped=int(not helped))
    return True


def _count(answer: PublishedAnswer, *, reads: int = 0, helped: int = 0, unhelped: int = 0) -> None:
    row: dict[str, Any] = {"answer": answer.pk, "day": localdate(), "reads": reads}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, row | {"helped": helped, "unhelped": unhelped})
