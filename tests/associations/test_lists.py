"""Lists, overviews and exports of cooperation: what they show and count, how much each asks."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from icalendar import Calendar

from associations.models import Agreement
from associations.pages.overview import FIRST
from associations.pages.register import SHOWN
from associations.terms import plus_months
from core.history import acting
from directory.models import Succession
from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    AssociationFactory,
    CommitmentFactory,
    MeetingFactory,
    MembershipFactory,
    PartyFactory,
    speaker,
)
from tests.associations.programme_factories import (
    ApplicationFactory,
    AssessmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    MemberFactory,
    ScoreFactory,
    SupportRequestFactory,
)
from tests.factories import EnterpriseFactory, UnitFactory

QUERIES = {
    "agreement/": 9, "commitment/": 7, "application/": 6, "member/": 8, "supportrequest/": 6,
    "assessment/": 8, "association/": 6, "agreement/portfolio/": 15, "agreement/coverage/": 15,
    "agreement/expiries/": 15, "meeting/": 6,
}  # fmt: skip


@pytest.mark.parametrize("path", QUERIES)
def test_pages_of_the_desk_ask_the_same_however_long(enter, people, department, path):
    counts = []
    client = enter(people["board"])
    for number in (1, 4):
        for _n in range(number):
            row = AgreementFactory(
                unit=department,
                term_months=12,
                signed_by_customs=localdate(),
                signed_by_partner=localdate(),
            )
            PartyFactory(agreement=row)
            CommitmentFactory(agreement=row, due_on=plus_months(localdate(), 2))
            enterprise = EnterpriseFactory(managed_by=department)
            MemberFactory(enterprise=enterprise), ApplicationFactory(enterprise=enterprise)
            SupportRequestFactory(), ScoreFactory()
        client.get(f"{DESK}{path}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{DESK}{path}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= QUERIES[path], counts


@pytest.mark.parametrize(
    "path",
    [
        "agreement/portfolio_export/",
        "agreement/coverage_export/",
        "agreement/export/",
        "commitment/export/",
        "meeting/export/",
    ],
)
def test_exports_hold_no_formula(enter, people, department, path):
    """G12: whatever a title begins with stays a text."""
    row = AgreementFactory(unit=department, title_vi="=1+1", number="@x", fields=["digital"])
    CommitmentFactory(agreement=row, text_vi="+cmd|' /C calc'!A0", clause="")
    MeetingFactory(agreement=row, place="-2+3", agenda="=HYPERLINK(1)")
    answer = enter(people["board"]).get(f"{DESK}{path}")
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert len(cells) > 8 and all(cell.data_type != "f" for cell in cells)


HARMFUL = '=HYPERLINK("https://a.example")'


@pytest.mark.parametrize(
    "model", ["association", "membership", "application", "member", "supportrequest", "assessment"]
)
def test_exports_of_names_and_words_of_others_hold_no_formula(enter, people, department, model):
    """G12: names of enterprises and associations and what members write are not ours."""
    enterprise = EnterpriseFactory(managed_by=department, name_vi=HARMFUL, name_en=HARMFUL)
    association = AssociationFactory(kept_by=department, name_vi=HARMFUL, name_en=HARMFUL)
    MembershipFactory(association=association, enterprise=enterprise)
    ApplicationFactory(enterprise=enterprise)
    SupportRequestFactory(member=MemberFactory(enterprise=enterprise), subject=HARMFUL)
    criterion = CriterionFactory(criteria=CriteriaSetFactory(name=HARMFUL))
    AssessmentFactory(enterprise=enterprise, unit=department, criteria=criterion.criteria)
    answer = enter(people["board"]).get(f"{DESK}{model}/export/")
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    held = [cell for cell in cells if HARMFUL in str(cell.value)]
    assert held and all(cell.data_type != "f" for cell in cells)


def test_coverage_counts_predecessors_and_names_what_is_missing(enter, people, department):
    branch = UnitFactory(kind="branch", parent=department)
    AgreementFactory(unit=branch, fields=["transit", "digital"])
    AgreementFactory(unit=department, fields=["digital"], status="expired")
    AgreementFactory(unit=department.parent, fields=["brokers"])
    empty = UnitFactory()
    context = enter(people["officer"]).get(f"{DESK}agreement/coverage/").context
    found = {line.unit.pk: (line.total, sum(line.counts)) for line in context["lines"]}
    assert found[department.pk] == (1, 2) and found[empty.pk] == (0, 0)
    assert found[department.parent_id] == (1, 1)  # its own, no department's
    assert empty in context["without"] and department not in context["without"]
    assert len(context["uncovered"]) == 7


def test_the_portfolio_of_a_department_counts_no_other(enter, people, department):
    for unit in (department, UnitFactory()):
        row = AgreementFactory(unit=unit)
        CommitmentFactory(agreement=row, status="lapsed")
    context = enter(people["head"]).get(f"{DESK}agreement/portfolio/").context
    assert [(k.unit, k.in_force, k.lapsed) for k in context["lines"]] == [(department, 1, 1)]
    assert [k["figure"] for k in context["kpis"]][:2] == [1, 0]
    page = enter(people["board"]).get(f"{DESK}agreement/portfolio/").context
    assert sum(line.lapsed for line in page["lines"]) == 2


def test_the_portfolio_of_a_branch_names_the_branch(enter, people, department, unit):
    """An officer of it reads no nought beside the department, which has more than the branch."""
    AgreementFactory(unit=department)
    AgreementFactory(unit=unit)
    page = enter(people["officer"]).get(f"{DESK}agreement/portfolio/").context
    assert [(line.unit, line.in_force) for line in page["lines"]] == [(unit, 1)]


@pytest.mark.parametrize("who", ["head", "board"])
def test_figures_of_the_portfolio_lead_to_the_rows_they_count(enter, people, department, who):
    """By equality: with agreements and commitments of others, of drafts and of what has ended."""
    day = localdate()
    for unit in (department, UnitFactory()):
        for status in Agreement.Status.values:
            row = AgreementFactory(
                unit=unit, status=status, term_months=2, signed_by_customs=day,
                signed_by_partner=None if status == "signed" else day,
            )  # fmt: skip
            for state in ("open", "reported", "lapsed", "released"):
                CommitmentFactory(agreement=row, status=state)
    CommitmentFactory(agreement=AgreementFactory(), unit=department)  # carried out for another
    client = enter(people[who])
    shown = client.get(f"{DESK}agreement/portfolio/").context
    for line in shown["lines"]:
        for name, url in line.urls.items():
            rows = client.get(url).context["cl"].queryset
            assert rows.count() == getattr(line, name), (line.unit, name)
    covered = client.get(f"{DESK}agreement/coverage/").context["lines"]
    for line in (line for line in covered if line.url):
        assert client.get(line.url).context["cl"].queryset.count() == line.total
    kpis = shown["kpis"]
    counts = [client.get(kpi["url"]).context["cl"].queryset.count() for kpi in kpis]
    assert [kpi["figure"] for kpi in kpis] == counts
    assert counts == ([1, 2, 4, 2] if who == "head" else [3, 4, 9, 4])


def test_what_a_divided_unit_signed_is_shown_by_both_and_counted_once(enter, people):
    old = UnitFactory()
    CommitmentFactory(agreement=AgreementFactory(unit=old), status="lapsed")
    heirs = [UnitFactory(), UnitFactory()]
    with acting(None, "given"):
        for heir in heirs:
            Succession.objects.create(predecessor=old, successor=heir, kind="split", on=localdate())
    page = enter(people["board"]).get(f"{DESK}agreement/portfolio/").context
    shown = {line.unit.pk: (line.in_force, line.lapsed) for line in page["lines"]}
    assert [shown[heir.pk] for heir in heirs] == [(1, 1), (1, 1)]
    assert [k["figure"] for k in page["kpis"]] == [1, 0, 0, 1]


def test_anyone_reads_all_agreements_in_force_page_by_page(client, department):
    """G6: drafts and ended ones stand on no page; marks may be left out."""
    rows = AgreementFactory.create_batch(SHOWN + 1, unit=department)
    other = AgreementFactory(unit=department, title_vi="Chống gian lận", fields=["transit"])
    for status in Agreement.Status.values:
        if status != "in_force":
            AgreementFactory(unit=department, status=status, title_vi="Chống gian lận")
    url = "/associations/agreements/"
    late = AgreementFactory(unit=department, signed_by_partner=date(2026, 1, 1))
    AgreementFactory.create_batch(2, unit=department)
    rows = [*rows, late, *range(2)]
    first = client.get(url).context
    assert len(first["lines"]) == SHOWN and first["older"]
    assert late.get_absolute_url() in first["lines"][0][0]
    last = client.get(url, {"before": first["older"]}).context
    shown = [line[0] for line in [*first["lines"], *last["lines"]]]
    assert len(shown) == len(set(shown)) == len(rows) + 1 and not last["older"]
    for asked in ({"q": "gian lan"}, {"field": "transit"}):
        (line,) = client.get(url, asked).context["lines"]
        assert other.get_absolute_url() in line[0]
    assert client.get(url, {"before": "9" * 30}).status_code == 200


def test_a_month_shows_the_first_that_end_and_leads_to_all_of_them(enter, people, department):
    """Of agreements out of reach none is counted; the link leads to exactly those of the month."""
    with time_machine.travel(datetime(2026, 2, 3, 2, tzinfo=UTC), tick=False):
        more = {"term_months": 24, "signed_by_customs": date(2024, 5, 1)}
        for n in range(FIRST + 2):
            AgreementFactory(unit=department, signed_by_partner=date(2024, 5, 2 + n), **more)
        AgreementFactory(unit=department, signed_by_partner=date(2024, 6, 2), **more)
        AgreementFactory(signed_by_partner=date(2024, 5, 2), **more)
        client = enter(people["head"])
        may, june = client.get(f"{DESK}agreement/expiries/").context["months"]
        assert (may.name, may.count, may.more) == ("05/2026", FIRST + 2, 2)
        assert [row.ends_on for row in may.agreements[:2]] == [date(2026, 5, 1), date(2026, 5, 2)]
        assert (june.count, june.more) == (1, 0)
        AgreementFactory(
            unit=department, status="expired", signed_by_partner=date(2024, 5, 3), **more
        )
        listed = client.get(f"{may.url}&unit={department.pk}").context["cl"].queryset
        assert {row.ends_on.month for row in listed} == {5} and listed.count() == FIRST + 2
        assert client.get(f"{DESK}agreement/?ends=soon").status_code != 500


def test_commitments_are_found_by_their_words_without_marks(enter, people, department):
    agreement = AgreementFactory(unit=department)
    found = CommitmentFactory(agreement=agreement, text_vi="Tập huấn nghiệp vụ")
    CommitmentFactory(agreement=agreement, text_vi="Họp hằng quý")
    CommitmentFactory(text_vi="Tập huấn nơi khác")
    answer = enter(people["head"]).get(f"{DESK}commitment/?q=tap+huan")
    assert list(answer.context["cl"].queryset) == [found]


def test_the_calendar_file_holds_ones_own_days_only(client, people, department):
    day = localdate()
    row = AgreementFactory(unit=department, term_months=6, signed_by_customs=day,
                           signed_by_partner=day)  # fmt: skip
    CommitmentFactory(agreement=row, due_on=plus_months(day, 1))
    other = AgreementFactory(term_months=6, signed_by_customs=day, signed_by_partner=day)
    partner = speaker(row)
    speaker(other)
    client.force_login(partner)
    answer = client.get("/associations/own/calendar.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert sorted(event["dtstart"].dt for event in events) == [plus_months(day, 1), row.ends_on]
    assert answer["Content-Type"].startswith("text/calendar")


def test_members_are_told_in_numbers_to_who_speaks_for_them(client, department):
    row = AgreementFactory(unit=department)
    association = AssociationFactory()
    partner = speaker(row, association)
    for _n in range(2):
        MembershipFactory(
            association=association, enterprise=EnterpriseFactory(managed_by=department)
        )
    MembershipFactory()
    client.force_login(partner)
    page = client.get("/associations/own/").context
    assert page["members"] == [(department.name, 2)]
