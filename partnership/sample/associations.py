"""Associations and agreements of the trial. Named in Decision 104 are seven; all terms, days and
commitments are invented, and so are the other thirty-five names."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from associations import terms
from associations.models import (
    Agreement,
    Amendment,
    Association,
    AssociationContact,
    AssociationRepresentative,
    Commitment,
    Meeting,
    Membership,
    Party,
)
from core.history import acting
from directory.models import Enterprise, Unit, User

from . import compliance, measured
from .world import DOMAIN, SINCE, table

S, C = Agreement.Status, Commitment.Status
FIRST_MEMORANDA = date(2022, 10, 28)  # nine of the sixteen at Hai Phong
MEMORANDA, HERE = 16, "KVIII"
MAKING = 4  # agreements that are not signed yet
FRAME = 1  # the agreement under which a programme stands
SPEAKER = "hiep.hoi.nhom@doanhnghiep.example"
DEEDS = (
    ("customs", "Điều 4.1", "Tổ chức tập huấn về thủ tục hải quan cho hội viên",
     "Train members in customs procedures", 12),
    ("partner", "Điều 5.2", "Tổng hợp vướng mắc của hội viên gửi cơ quan hải quan",
     "Collect members' difficulties and send them to customs", 6),
    ("customs", "Điều 6", "Họp rà soát kết quả hợp tác",
     "Meet to review the results of cooperation", 3),
)  # fmt: skip


def load() -> list[tuple[str, str]]:
    """Load what is missing; returns (part played, sign-in address) of the one who speaks for an
    association."""
    if not Association.objects.exists():
        with acting(None, "load", reason="dữ liệu mẫu"):
            associations = _associations()
            members = compliance.enterprises()
            _memberships(associations, members)
            partners = _partners(members)
            memoranda = _memoranda(partners)
            agreements = [*_with_associations(associations), *memoranda]
            agreements += _programme(agreements[FRAME], associations[FRAME])
            _commitments(agreements)
            _come_into_force(agreements)
            _afterwards(agreements)
            kept = zip(partners, memoranda, strict=True)
            compliance.load(members, {each.pk: agreement for each, agreement in kept})
            measured.load(partners)
    return [("association", SPEAKER)]


def _associations() -> list[Association]:
    units = {unit.code: unit for unit in Unit.objects.as_of(localdate())}
    rows = table("associations.csv")
    made = Association.objects.bulk_create(
        Association(
            name_vi=row["name_vi"], name_en=row["name_en"], short=row["short"],
            sector=row["sector"], level=row["level"], kept_by=units[row["unit"]],
            website=f"https://hiep-hoi-{n:02}.example",
        )
        for n, row in enumerate(rows, 1)
    )  # fmt: skip
    AssociationContact.objects.bulk_create(
        AssociationContact(
            association=each,
            name="Văn phòng",
            position="Đầu mối liên hệ",
            phone="0900 000 002",
            email=f"van.phong@hiep-hoi-{n:02}.example",
        )
        for n, each in enumerate(made, 1)
    )
    _speaker(made[0])
    return made


def _speaker(association: Association) -> None:
    """One account that speaks for the first association; its password is that of all."""
    known = User.objects.get(email="an.phu@doanhnghiep.example")
    user = User.objects.create(
        username=SPEAKER, email=SPEAKER, last_name="Lâm Gia", first_name="Khôi",
        password=known.password,
    )  # fmt: skip
    known.emailaddress_set.model.objects.create(
        user=user, email=SPEAKER, verified=True, primary=True
    )
    AssociationRepresentative.objects.create(association=association, user=user, valid_from=SINCE)


def _memberships(associations: list[Association], members: list[Enterprise]) -> None:
    Membership.objects.bulk_create(
        Membership(
            association=associations[n % len(associations)], enterprise=enterprise,
            valid_from=date(2021, 1 + n % 12, 1),
        )
        for n, enterprise in enumerate(members)
    )  # fmt: skip


def _unit_on(day: date, unit: Unit) -> Unit:
    """The unit of that day from which today's came; today's where it stood already."""
    if unit.valid_from is None or unit.valid_from <= day:
        return unit
    olden = Unit.objects.as_of(day).filter(path__in=unit.covers)
    return olden.order_by("path").first() or unit


def _with_associations(associations: list[Association]) -> list[Agreement]:
    """One agreement each; those of four associations are still in the making."""
    today, made, last = localdate(), [], len(associations) - MAKING
    topics = {row["name_vi"]: row["field"].split(";") for row in table("associations.csv")}
    for n, association in enumerate(associations):
        signed = today - timedelta(days=40 + 23 * n)
        days = {"signed_by_customs": signed, "signed_by_partner": signed + timedelta(days=n % 9)}
        made.append(
            Agreement(
                unit=_unit_on(signed, association.kept_by),
                kind=Agreement.Kind.COOPERATION if n % 3 else Agreement.Kind.PROGRAMME,
                number=f"{101 + n}/TTHT-{signed.year}" if n < last else "",
                title_vi=f"Hợp tác với {association.name_vi}",
                title_en=f"Cooperation with {association.name_en}",
                about="Nội dung mẫu, không phải văn bản thật.",
                fields=topics[association.name_vi], term_months=(24, 36, 60)[n % 3],
                renewal_months=12 if n % 5 == 0 else None, notice_days=30,
                status=S.DRAFTED, **(days if n < last else {}),
            )
        )  # fmt: skip
    rows = Agreement.objects.bulk_create(made)
    _parties(rows, [{"association": each} for each in associations])
    return rows


def _partners(members: list[Enterprise]) -> list[Enterprise]:
    """The sixteen of Hai Phong, with whom memoranda were signed: members as far as there are, and
    at least one that is none."""
    here = [each for each in members if each.managed_by.code == HERE][: MEMORANDA - 1]
    others = Enterprise.objects.filter(managed_by__code=HERE).exclude(pk__in=[e.pk for e in here])
    return [*here, *others.order_by("pk")[: MEMORANDA - len(here)]]


def _memoranda(partners: list[Enterprise]) -> list[Agreement]:
    """Sixteen memoranda at Hai Phong: nine on one day, seven in the year after."""
    today_unit = Unit.objects.as_of(localdate()).get(code=HERE)
    days = [FIRST_MEMORANDA] * 9 + [date(2023, 3 + n, 10 + n) for n in range(7)]
    rows = Agreement.objects.bulk_create(
        Agreement(
            unit=_unit_on(day, today_unit), kind=Agreement.Kind.MEMORANDUM,
            number=f"{n + 1:02}/BGN-HP", title_vi=f"Ghi nhớ tự nguyện tuân thủ số {n + 1}",
            title_en=f"Memorandum on voluntary compliance no. {n + 1}",
            fields=[Agreement.Field.COMPLIANCE], term_months=60, signed_by_customs=day,
            signed_by_partner=day, status=S.DRAFTED,
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    _parties(rows, [{"enterprise": each} for each in partners])
    return rows


def _programme(frame: Agreement, association: Association) -> list[Agreement]:
    """A programme of a year under the frame agreement with the same association."""
    signed = (frame.signed_by_customs or localdate()) + timedelta(days=15)
    rows = Agreement.objects.bulk_create([
        Agreement(
            unit=frame.unit, under=frame, kind=Agreement.Kind.PROGRAMME,
            number=f"{frame.number}-CT1", title_vi=f"Chương trình năm với {association.name_vi}",
            title_en=f"Programme of the year with {association.name_en}",
            about="Nội dung mẫu, không phải văn bản thật.", fields=frame.fields, term_months=24,
            signed_by_customs=signed, signed_by_partner=signed, status=S.DRAFTED,
        )
    ])  # fmt: skip
    _parties(rows, [{"association": association}])
    return rows


def _parties(agreements: list[Agreement], partners: list[dict]) -> None:
    sides = Party.Side
    for agreement in agreements:
        agreement.refresh_from_db(fields=["in_force_from", "ends_on"])
    Party.objects.bulk_create(
        Party(agreement=each, side=sides.CUSTOMS, unit=each.unit) for each in agreements
    )
    Party.objects.bulk_create(
        Party(agreement=each, side=sides.PARTNER, **partner)
        for each, partner in zip(agreements, partners, strict=True)
    )


def _commitments(agreements: list[Agreement]) -> None:
    """Three of each, with days around today, so that some are due, some past."""
    found = Party.objects.filter(agreement__in=agreements, side=Party.Side.PARTNER)
    partners, rows = {party.agreement_id: party for party in found}, []
    for n, agreement in enumerate(agreements):
        for at, (side, clause, text_vi, text_en, months) in enumerate(DEEDS):
            due = localdate() + timedelta(days=(n * 17 + at * 131) % 300 - 60)
            begun, end = agreement.in_force_from, agreement.ends_on
            if not begun or not end or not begun <= due <= end:
                continue
            mine = side == Party.Side.CUSTOMS
            rows.append(
                Commitment(
                    agreement=agreement, side=side, clause=clause, text_vi=text_vi,
                    text_en=text_en, unit=agreement.unit if mine else None,
                    party=None if mine else partners[agreement.pk], due_on=due, first_due_on=due,
                    every_months=months,
                    kind=Commitment.Kind.MEETING if at == 2 else Commitment.Kind.DEED,
                )
            )  # fmt: skip
    Commitment.objects.bulk_create(rows)


def _come_into_force(agreements: list[Agreement]) -> None:
    """Step by step as the table has it, in bulk; four stay where they are in the making."""
    keys = [each.pk for each in agreements]
    rows, last = Agreement.objects.filter(pk__in=keys), keys[42 - MAKING : 42]
    rows.filter(pk__in=last[:2]).update(status=S.CONSULTED)
    signed = rows.exclude(pk__in=last)
    signed.update(status=S.SIGNED)
    signed.update(status=S.IN_FORCE)
    signed.filter(ends_on__lt=localdate(), renewal_months=None).update(status=S.EXPIRED)
    signed.filter(pk=keys[9]).update(status=S.SUSPENDED)


def _afterwards(agreements: list[Agreement]) -> None:
    """What was kept and confirmed, what lapsed; an amendment; a meeting that was held."""
    today = localdate()
    officer = User.objects.get(email=f"dau.moi@{DOMAIN}")
    head = User.objects.get(email=f"lanh.dao@{DOMAIN}")
    past = Commitment.objects.filter(due_on__lt=today, agreement__in=agreements)
    kept = past.filter(~Q(clause="Điều 6"))
    told = {"reported_by": officer, "reported_on": today, "evidence": "Đã thực hiện (mẫu)"}
    kept.update(status=C.REPORTED, **told)
    kept.filter(clause="Điều 4.1").update(status=C.CONFIRMED, confirmed_by=head, confirmed_on=today)
    past.filter(clause="Điều 6", due_on__lt=today - timedelta(days=20)).update(status=C.LAPSED)
    first = agreements[0]
    Amendment.objects.create(
        agreement=first, number=1, text="Bổ sung đầu mối liên hệ của hai bên.",
        signed_by_customs=today - timedelta(days=20), signed_by_partner=today - terms.DAY * 18,
    )  # fmt: skip
    held = Meeting.objects.create(
        agreement=first, planned_on=today - timedelta(days=10), place="Hội trường tầng 2",
        agenda="Rà soát vướng mắc quý này.", held_on=today - timedelta(days=10),
        minutes="Hai bên thống nhất ba việc cần làm trước quý sau.",
    )  # fmt: skip
    Commitment.objects.create(
        agreement=first, meeting=held, kind=Commitment.Kind.ACTION, side=Party.Side.CUSTOMS,
        unit=first.unit, text_vi="Gửi hiệp hội bản giải đáp các vướng mắc đã nêu tại cuộc họp",
        text_en="Send the association answers to the difficulties raised at the meeting",
        due_on=today + timedelta(days=20), first_due_on=today + timedelta(days=20),
    )  # fmt: skip
    Meeting.objects.create(
        agreement=first, planned_on=today + timedelta(days=80), agenda="Chuẩn bị kế hoạch năm sau."
    )
