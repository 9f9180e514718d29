"""What seldom happens to a case: joined, split in two, given more time, added to by the asker."""

from datetime import timedelta

from django.utils.timezone import localdate

from directory.calendars import calendar_for
from inquiries import services
from inquiries.models import Extension, Holding, Inquiry, Link, Message
from inquiries.services.work import let_go, say, update

S, Side = Inquiry.Status, Message.Side
ASKER = ("asker_name", "company", "tax_code", "email", "phone", "enterprise_id", "language")


def load(moment) -> None:
    """Of the open sample cases in hand: two are joined, one was split, one has more time."""
    found = Inquiry.objects.filter(submission__isnull=False, kind=Inquiry.Kind.QUESTION)
    rows = found.filter(status=S.ROUTED).select_related("unit").order_by("pk")
    fresh = found.filter(status=S.RECEIVED).order_by("pk").first()
    in_time = rows.filter(due_at__gt=moment).first()
    others = list(rows.exclude(pk=in_time.pk if in_time else 0)[:3])
    if len(others) == 3 and in_time and fresh:
        _join(others[0], others[1], moment)
        _split(others[2], fresh, moment)
        _extend(in_time, moment)
        _add(others[2], moment)


def _same_asker(case: Inquiry, as_of: Inquiry) -> dict:
    return {name: getattr(as_of, name) for name in ASKER}


def _join(case: Inquiry, into: Inquiry, at) -> None:
    update(case, unit=into.unit, **_same_asker(case, into))
    case.holdings.update(unit=into.unit)
    Link.objects.create(source=case, target=into, kind=Link.Kind.MERGED)
    text = f"Đã gộp: {case.reference}. {case.question}"
    say(into, Side.NOTE, text, at=at, by=into.handler)
    let_go(case, Holding.End.MERGED, at=at)
    update(case, status=S.MERGED)


def _split(case: Inquiry, part: Inquiry, at) -> None:
    """``part`` was the second question of ``case``: same asker, unit and day of receipt."""
    part.messages.all().delete()
    part.holdings.update(unit=case.unit, since=case.received_at)
    update(part, unit=case.unit, received_at=case.received_at, **_same_asker(part, case))
    update(part, **services.recount(part))
    Link.objects.create(source=case, target=part, kind=Link.Kind.SPLIT)
    text = f"Một phần câu hỏi được trả lời tại {part.reference}: {part.subject}"
    say(case, Side.SYSTEM, text, at=at, by=None)


def _add(case: Inquiry, at) -> None:
    """The asker wrote once more, and nobody has looked yet."""
    text = "Chúng tôi gửi thêm số vận đơn và hóa đơn thương mại của lô hàng này."
    at = max(case.received_at, at - timedelta(minutes=40))
    say(case, Side.ASKER, text, at=at, by=None)
    update(case, asker_wrote_at=at)


def _extend(case: Inquiry, at) -> None:
    """With the reason that the asker reads."""
    day = calendar_for(case.unit).add_working_days(localdate(case.due_at), 5)
    at = max(case.received_at, at - timedelta(hours=3))
    reason = "Cần xác minh với cơ quan cấp giấy chứng nhận xuất xứ."
    Extension.objects.create(inquiry=case, new_due=day, reason=reason, at=at, by=case.handler)
    update(case, **services.recount(case))
