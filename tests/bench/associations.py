"""Cooperation at size: 5,000 agreements and 50,000 commitments beside the benchmark's world."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from associations.models import Agreement, Association, Commitment, Party
from core.history import acting
from directory.models import Unit

AGREEMENTS, COMMITMENTS = 5_000, 50_000
DESK = "/admin/associations/"
PAGES = [
    ("register of associations", "/associations/", None),
    ("agreements in force, public", "/associations/agreements/", None),
    ("search of them", "/associations/agreements/?q=hop+tac+so+77&field=digital", None),
    ("portfolio (5,000 agreements)", f"{DESK}agreement/portfolio/", "board"),
    ("coverage (5,000 agreements)", f"{DESK}agreement/coverage/", "board"),
    ("calendar of expiries", f"{DESK}agreement/expiries/", "board"),
    ("admin list: agreements", f"{DESK}agreement/", "board"),
    ("admin list: commitments (25 of 50,000)", f"{DESK}commitment/", "board"),
    ("admin search: commitments", f"{DESK}commitment/?q=tap+huan", "officer"),
]
S, C = Agreement.Status, Commitment.Status


def build(people) -> None:
    """Fill the tables once, in bulk; every state is reached by the moves of its table."""
    if Agreement.objects.filter(number__startswith="B-").exists():
        return
    units = list(Unit.objects.filter(code__startswith="B-").order_by("pk"))
    associations = list(Association.objects.order_by("pk"))
    with acting(None, "bench"):
        made = Agreement.objects.bulk_create(
            (agreement(n, units[n % len(units)]) for n in range(AGREEMENTS)), batch_size=1_000
        )
        Party.objects.bulk_create(
            (Party(agreement=each, association=associations[n % len(associations)])
             for n, each in enumerate(made)), batch_size=1_000,
        )  # fmt: skip
        Commitment.objects.bulk_create(
            (commitment(n, made[n % len(made)]) for n in range(COMMITMENTS)), batch_size=2_000
        )
        rows = Agreement.objects.filter(number__startswith="B-")
        rows.update(status=S.SIGNED)
        rows.update(status=S.IN_FORCE)
        rows.filter(ends_on__lt=localdate()).update(status=S.EXPIRED)
        owed = Commitment.objects.filter(agreement__number__startswith="B-")
        owed.filter(clause="7").update(status=C.LAPSED)
        told = {"reported_by": people["officer"], "reported_on": localdate()}
        owed.filter(clause__in=["1", "2", "3"]).update(status=C.REPORTED, **told)
        ended = {"confirmed_by": people["board"], "confirmed_on": localdate()}
        owed.filter(clause__in=["1", "2"]).update(status=C.CONFIRMED, **ended)


def agreement(n: int, unit: Unit) -> Agreement:
    signed = localdate() - timedelta(days=n % 1_500)
    fields = Agreement.Field.values
    return Agreement(
        unit=unit, kind=Agreement.Kind.values[n % 4], number=f"B-{n}", status=S.DRAFTED,
        title_vi=f"Hợp tác số {n} với hiệp hội", title_en=f"Cooperation {n}",
        fields=[fields[n % len(fields)], fields[(n + 3) % len(fields)]],
        term_months=12 * (1 + n % 5), signed_by_customs=signed, signed_by_partner=signed,
    )  # fmt: skip


def commitment(n: int, owner: Agreement) -> Commitment:
    return Commitment(
        agreement=owner, side=Party.Side.CUSTOMS, unit=owner.unit, clause=str(n // AGREEMENTS),
        text_vi=f"Tập huấn nghiệp vụ đợt {n}", due_on=date(2026, 1, 1) + timedelta(days=n % 365),
    )  # fmt: skip
