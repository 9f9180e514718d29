"""Who is written to when work comes: assigned, put before a unit, replied to."""

import pytest

from core.history import acting
from core.models import Letter
from inquiries import services
from inquiries.models import Substitute
from tests.factories import RoleFactory, UnitFactory
from tests.inquiries.factories import InquiryFactory


@pytest.fixture
def told():
    """Addresses written to since the last look, with what the letters say."""

    def told() -> dict[str, str]:
        rows = Letter.objects.exclude(recipient="lan@example.com")
        found = {row.recipient: f"{row.subject} {row.body}" for row in rows}
        Letter.objects.all().delete()
        return found

    return told


def test_who_is_given_a_case_is_told_and_who_takes_it_is_not(people, unit, told):
    case, other = InquiryFactory(unit=unit, status="received"), RoleFactory(unit=unit).user
    services.route(case, by=people["head"], handler=other)
    letters = told()
    assert set(letters) == {other.email}
    assert case.reference in letters[other.email] and f"/{case.pk}/change/" in letters[other.email]
    services.route(case, by=people["head"], handler=people["head"])
    services.take(InquiryFactory(unit=unit), by=people["officer"])
    assert told() == {}


def test_a_question_put_upwards_is_told_above_and_the_reply_below(people, unit, told):
    """Who leads the unit above and who stands in for them; then who handles the case."""
    above, officer = UnitFactory(), people["officer"]
    head, deputy = RoleFactory(unit=above, kind="head").user, RoleFactory(unit=above).user
    with acting(None, "given"):
        today = head.today
        Substitute.objects.create(officer=head, by=deputy, valid_from=today, valid_to=today)
    case = InquiryFactory(unit=unit, handler=officer)
    services.escalate(case, by=officer, reason="Hai văn bản khác nhau", to_unit=above)
    letters = told()
    assert set(letters) == {head.email, deputy.email}
    assert "Hai văn bản khác nhau" in letters[head.email]
    services.advise(case, by=None, text="Theo văn bản sau")
    letters = told()
    assert set(letters) == {officer.email} and "Theo văn bản sau" in letters[officer.email]


@pytest.mark.parametrize(
    ("name", "company", "called"),
    [("Trần Thị Lan", "Công ty A", "Trần Thị Lan"), ("", "Công ty A", "Công ty A"),
     ("", "", "lan@vidu.example")],
)  # fmt: skip
def test_a_letter_calls_the_asker_by_name(people, unit, told, name, company, called):
    who = {"asker_name": name, "company": company, "email": "lan@vidu.example"}
    case = InquiryFactory(unit=unit, handler=people["officer"], status="routed", **who)
    services.respond(case, by=people["officer"], text="Đang xem xét")
    assert f"Kính gửi {called},\n" in told()["lan@vidu.example"]


def test_a_contested_answer_is_told_above(people, unit, told):
    case = InquiryFactory(unit=unit, status="answered", handler=people["officer"])
    focal = RoleFactory(unit=unit.parent, kind="focal_point").user
    services.contest(case, by=None, text="Không đúng")
    assert focal.email in told()


def test_who_leads_the_unit_that_receives_a_case_is_told_why(people, unit, told):
    """Each time it has the case, in either direction; whoever did it knows already."""
    there, head = UnitFactory(), people["head"]
    focal = RoleFactory(unit=there, kind="focal_point").user
    case = InquiryFactory(unit=unit)
    services.transfer(case, by=head, unit=there, reason="Tờ khai mở ở đó")
    letters = told()
    assert set(letters) == {focal.email}
    assert case.reference in letters[focal.email] and "Tờ khai mở ở đó" in letters[focal.email]
    assert unit.name in letters[focal.email] and f"/{case.pk}/change/" in letters[focal.email]
    services.give_back(case, by=focal, reason="Không phải việc ở đây")
    letters = told()
    assert head.email in letters and "Không phải việc ở đây" in letters[head.email]
    services.transfer(case, by=head, unit=there, reason="Đúng là ở đó")
    assert set(told()) == {focal.email}
    RoleFactory(user=focal, unit=unit, kind="focal_point")
    services.give_back(case, by=focal, reason="Về đơn vị cũ")
    assert told() == {}
