"""People, enterprises and contact channels of the trial: invented, apart from the units' names."""

import csv
from datetime import date, time
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils.timezone import localdate
from stdnum.vn import mst

from core.history import acting
from directory import services, tables
from directory.models import (
    Channel,
    Contact,
    Enterprise,
    Officer,
    Posting,
    Reception,
    Representative,
    Unit,
    User,
)

HERE = Path(__file__).parent
SINCE = date(2025, 3, 1)
DOMAIN = "haiquan.example"


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(password: str) -> list[tuple[str, str]]:
    """Load what is missing of the sample world; returns (part played, sign-in address) to print.

    ``password`` is hashed already: once for all accounts, since a hash costs a quarter second.
    """
    rows = table("units.csv")
    for row in rows:
        tables.open_row(row, rows)
    units = {unit.code: unit for unit in Unit.objects.as_of(localdate())}
    with acting(None, "load", reason="dữ liệu mẫu"):
        accounts = [_officer(row, units, password) for row in table("people.csv")]
        _reach(units)
        accounts.append(_enterprises(units, password))
    return [account for account in accounts if account[0]]


def _account(login: str, name: tuple[str, str], password: str, *, staff: bool) -> User:
    """The account of a sample person, made once; its address counts as confirmed."""
    email = f"{login}@{DOMAIN if staff else 'doanhnghiep.example'}"
    known = User.objects.filter(email=email).first()
    if known:
        return known
    user = User.objects.create_user(
        username=email, email=email, last_name=name[0], first_name=name[1], is_staff=staff
    )
    user.password = password
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _officer(row: dict[str, str], units: dict[str, Unit], password: str) -> tuple[str, str]:
    user = _account(row["login"], (row["last_name"], row["first_name"]), password, staff=True)
    unit = units[row["unit"]]
    if not Officer.objects.filter(user=user).exists():
        officer = Officer.objects.create(
            user=user, number=f"MAU-{user.pk:04}", title=row["title"], phone="0900 000 000"
        )
        Posting.objects.create(officer=officer, unit=unit, position=row["title"], valid_from=SINCE)
        services.grant(by=None, user=user, kind=row["role"], unit=unit, since=SINCE)
    return row["account"], user.email


def _reach(units: dict[str, Unit]) -> None:
    """Numbers and addresses that lead nowhere: they show the form of a contact page."""
    for number, unit in enumerate(units.values()):
        if unit.kind == Unit.Kind.TEAM or unit.channels.exists():
            continue
        _channels(unit, f"000 {number:04}")
        if unit.kind != Unit.Kind.BRANCH:
            _receptions(unit)


def _channels(unit: Unit, tail: str) -> None:
    kinds = Channel.Kind
    slug = unit.code.lower().replace("đ", "d")
    values = {
        kinds.PHONE: f"024 {tail}",
        kinds.HOTLINE: f"1900 {tail}",
        kinds.EMAIL: f"{slug}@{DOMAIN}",
        kinds.ZALO: f"0900 {tail}",
        kinds.VIBER: f"0900 {tail}",
    }
    Channel.objects.bulk_create(
        [Channel(unit=unit, kind=kind, value=value) for kind, value in values.items()]
    )


def _receptions(unit: Unit) -> None:
    days = Reception.Weekday
    hours = {days.TUESDAY: (time(8), time(11, 30)), days.THURSDAY: (time(13, 30), time(16, 30))}
    Reception.objects.bulk_create(
        [
            Reception(unit=unit, weekday=day, starts=starts, ends=ends, place="Phòng tiếp công dân")
            for day, (starts, ends) in hours.items()
        ]
    )


def _enterprises(units: dict[str, Unit], password: str) -> tuple[str, str]:
    for row in table("enterprises.csv"):
        code = row["stem"] + mst.calc_check_digit(row["stem"])
        if not Enterprise.objects.filter(tax_code=code).exists():
            _enterprise(code, row, units[row["unit"]])
    user = _account("an.phu", ("Nguyễn Thị", "Mai"), password, staff=False)
    Representative.objects.get_or_create(
        enterprise=Enterprise.objects.get(name_vi__contains="An Phú"),
        user=user,
        defaults={"valid_from": SINCE},
    )
    return "enterprise", user.email


def _enterprise(code: str, row: dict[str, str], unit: Unit) -> None:
    enterprise = Enterprise.objects.create(
        tax_code=code,
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        kind=row["kind"],
        size=row["size"],
        traits=[trait for trait in row["traits"].split(";") if trait],
        managed_by=unit,
        address=unit.area.split(",")[0],
    )
    Contact.objects.create(
        enterprise=enterprise,
        name="Phòng Xuất nhập khẩu",
        position="Đầu mối liên hệ",
        email=f"xnk.{code}@doanhnghiep.example",
        phone="0900 000 001",
    )
