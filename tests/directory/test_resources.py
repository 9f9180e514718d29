"""Units, officers and enterprises in and out of a sheet; who may bring in what (G2)."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from core.cells import Sheet, write_xlsx
from core.history import acting
from core.importing import read
from core.importing.template import write_template
from directory.models import Enterprise, Officer, Posting, Unit, User
from directory.resources import EnterpriseResource, OfficerResource, UnitResource
from tests.factories import (
    EnterpriseFactory,
    OfficerFactory,
    PostingFactory,
    UnitFactory,
    represent,
    tax_code,
)

pytestmark = pytest.mark.usefixtures("everyone")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def bring(resource, *rows, header=None, dry=False):
    """What comes of the rows: verdicts and reasons by column."""
    names = resource.named(header or resource.header())
    lines = list(enumerate([list(row) for row in rows], 2))
    with acting(resource.by, "import", reason="test.xlsx"):
        return resource.take(lines, names, dry=dry)


def verdicts(outcomes):
    return [outcome.verdict for outcome in outcomes]


def faults(outcomes):
    return {(f.row, f.column): f.reason for o in outcomes for f in o.faults}


def firm(number=1, unit="03", **cells):
    row = {
        "tax_code": tax_code(number + 900), "name_vi": f"Công ty {number}", "name_en": "",
        "kind": "private", "size": "Small", "traits": "", "managed_by": unit, "address": "",
    }  # fmt: skip
    return list((row | cells).values())


def test_enterprises_are_added_changed_and_left_alone(people):
    by = people["administrator"]
    first = bring(EnterpriseResource(by=by), firm(1), firm(2, kind="State enterprise"))
    assert verdicts(first) == ["new", "new"]
    more = firm(2, kind="state", traits="Customs broker; start_up")
    again = bring(EnterpriseResource(by=by), firm(1), more)
    assert verdicts(again) == ["same", "changed"]
    found = Enterprise.objects.get(tax_code=tax_code(902))
    assert found.kind == "state" and found.traits == ["start_up", "broker"]
    assert Enterprise.objects.filter(tax_code=tax_code(901)).count() == 1
    event = found.events.order_by("pgh_id").last()
    assert event.pgh_context["verb"] == "import" and event.pgh_context["reason"] == "test.xlsx"
    assert event.pgh_context["actor"] == by.pk
    assert Enterprise.objects.get(tax_code=tax_code(901)).events.count() == 1


def test_a_dry_run_tells_and_changes_nothing(people):
    before = Enterprise.objects.count()
    assert verdicts(bring(EnterpriseResource(by=people["system"]), firm(1), dry=True)) == ["new"]
    assert Enterprise.objects.count() == before


def test_every_fault_of_a_row_is_told_with_its_remedy(people, department):
    """Row, column, value, reason and remedy; the good rows beside it stand."""
    out = bring(
        EnterpriseResource(by=people["administrator"]),
        firm(1),
        firm(2, tax_code="0100233489", kind="Chợ", managed_by="3", name_vi="x" * 300),
        firm(3, tax_code=100233488), firm(4, tax_code="012345678901"), firm(1),
        firm(5, tax_code=""), firm(6, tax_code="0100233488-1"),
    )  # fmt: skip
    assert verdicts(out) == ["new", "faulty", "faulty", "faulty", "faulty", "faulty", "faulty"]
    found = faults(out)
    assert "not a tax code" in found[3, "Tax code"]
    assert "“Chợ”" in found[3, "Kind of enterprise"]
    assert "No unit has the code 3" in found[3, "Code of the managing department"]
    assert "leading zero" in found[4, "Tax code"]
    assert "12 digits" in found[5, "Kind of enterprise"]
    assert "line 2" in found[6, "Tax code"] and "empty" in found[7, "Tax code"]
    near = next(f for f in out[1].faults if "managing" in f.column)
    assert near.value == "3" and "03" in near.remedy
    assert all(f.remedy for o in out for f in o.faults)
    assert found[3, "Name in Vietnamese"]


def test_codes_of_branches_and_households_come_in(people):
    household = firm(2, tax_code="012345678901", kind="household")
    branch = firm(1, tax_code="0100233488 001")
    out = bring(EnterpriseResource(by=people["system"]), branch, household)
    assert verdicts(out) == ["new", "new"], faults(out)
    assert Enterprise.objects.filter(tax_code__in=["0100233488-001", "012345678901"]).count() == 2


def test_rows_of_others_are_faults_and_stay_as_they_are(people):
    """G2: an administrator touches only enterprises of the own subtree; nothing of others shows."""
    other = EnterpriseFactory(managed_by=Unit.objects.get(code="02"), name_vi="Bí mật của Cục khác")
    by = people["administrator"]
    out = bring(
        EnterpriseResource(by=by),
        firm(1, tax_code=other.tax_code), firm(2, unit="02"),
        firm(3, tax_code=other.tax_code, name_vi=other.name_vi, unit="02"),
    )  # fmt: skip
    assert verdicts(out) == ["faulty"] * 3
    assert not any("Bí mật" in f.reason + f.remedy for o in out for f in o.faults)
    other.refresh_from_db()
    assert other.name_vi == "Bí mật của Cục khác" and other.managed_by.code == "02"
    mine = bring(EnterpriseResource(by=by), firm(4, unit="03CC"))
    assert verdicts(mine) == ["new"]
    away = bring(EnterpriseResource(by=by), firm(4, unit="02"))
    assert "outside the units" in faults(away)[2, "Code of the managing department"]
    assert verdicts(bring(EnterpriseResource(by=people["system"]), firm(4, unit="02"))) == [
        "changed"
    ]


@pytest.mark.parametrize("resource", [EnterpriseResource, OfficerResource, UnitResource])
def test_who_may_import(people, resource):
    may = {name for name, person in people.items() if resource.open_to(person)}
    assert may == ({"system"} if resource is UnitResource else {"system", "administrator"})


def test_look_ups_do_not_grow_with_the_rows(people):
    resource = EnterpriseResource(by=people["system"])
    bring(resource, firm(1))
    counts = []
    for many in (2, 40):
        resource = EnterpriseResource(by=people["system"])
        rows = [firm(number + 100 * many) for number in range(many)]
        names = resource.named(resource.header())
        with acting(resource.by, "import"), CaptureQueriesContext(connection) as seen:
            resource.take(list(enumerate(rows, 2)), names, dry=True)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def person(number="20-1", unit="03CC", **cells):
    row = {
        "number": number, "last_name": "Trần Thị", "first_name": "Bình",
        "email": f"o{number}@customs.example", "title": "Chuyên viên", "phone": "0225 1",
        "unit": unit, "position": "Công chức", "since": "01/03/2024",
    }  # fmt: skip
    return list((row | cells).values())


def test_officers_come_with_account_and_posting(people, unit):
    by = people["administrator"]
    assert verdicts(bring(OfficerResource(by=by), person())) == ["new"]
    officer = Officer.objects.get(number="20-1")
    assert officer.user.is_staff and not officer.user.has_usable_password()
    assert not officer.user.roles.exists()
    place = officer.postings.get()
    assert (place.unit, place.valid_from) == (unit, date(2024, 3, 1))
    assert verdicts(bring(OfficerResource(by=by), person())) == ["same"]
    moved = person(unit="03", since="01/06/2025", title="Trưởng phòng")
    assert verdicts(bring(OfficerResource(by=by), moved)) == ["changed"]
    old, new = officer.postings.order_by("valid_from")
    assert old.valid_to == date(2025, 5, 31) and new.unit.code == "03" and new.valid_to is None
    officer.refresh_from_db()
    assert officer.title == "Trưởng phòng"
    renamed = person(unit="03", since="01/06/2025", title="Trưởng phòng", first_name="Bích")
    assert verdicts(bring(OfficerResource(by=by), renamed)) == ["changed"]
    assert Posting.objects.filter(officer=officer).count() == 2
    assert User.objects.get(pk=officer.user_id).first_name == "Bích"


def test_officers_of_others_and_their_accounts_are_out_of_reach(people, department):
    """G2, G7: no import takes over an account, moves someone away or reaches another unit."""
    by, elsewhere = people["administrator"], Unit.objects.get(code="02")
    other, own = OfficerFactory(number="77"), OfficerFactory(number="78")
    PostingFactory(officer=other, unit=elsewhere)
    PostingFactory(officer=own, unit=department)
    firm_person = represent(people["asker"], EnterpriseFactory(managed_by=department))
    out = bring(
        OfficerResource(by=by),
        person("77"), person("79", unit="02"),
        person("78", unit="03", since="01/01/2015", email="thief@customs.example"),
        person("80", email=firm_person.email.upper()), person("81"),
        person("82", email="o81@customs.example"),
        person("83", since=localdate() + timedelta(days=1)), person("78b", email="no email"),
    )  # fmt: skip
    assert verdicts(out) == ["faulty"] * 4 + ["new"] + ["faulty"] * 3, faults(out)
    found = faults(out)
    assert "not posted" in found[2, "Officer number"] and "outside" in found[3, "Code of the unit"]
    assert "signs in" in found[4, "Email"] and "Another account" in found[5, "Email"]
    assert "Another account" in found[7, "Email"] and "future" in found[8, "In the unit since"]
    own.user.refresh_from_db()
    assert own.user.email != "thief@customs.example"
    firm_person.refresh_from_db()
    assert not firm_person.is_staff


def branch(code, parent="03", **cells):
    row = {
        "code": code, "kind": "branch", "name_vi": f"Chi cục {code}", "name_en": f"Branch {code}",
        "parent": parent, "area": "", "valid_from": "01/03/2025", "valid_to": "",
    }  # fmt: skip
    return list((row | cells).values())


@pytest.mark.parametrize("dry", [True, False])
def test_a_unit_may_stand_under_one_of_the_same_file(people, dry):
    rows = [branch("03X"), branch("03X-1", parent="03X", kind="Team"), branch("03Y", parent="zz")]
    out = bring(UnitResource(by=people["system"]), *rows, dry=dry)
    assert verdicts(out) == ["new", "new", "faulty"], faults(out)
    assert "No unit has the code zz" in faults(out)[4, "Code of the superior unit"]
    assert Unit.objects.filter(code__startswith="03X").count() == (0 if dry else 2)
    if not dry:
        team = Unit.objects.get(code="03X-1")
        assert team.path.startswith(Unit.objects.get(code="03X").path)


def test_a_unit_keeps_its_name_and_may_be_closed(people, department):
    by = people["system"]
    bring(UnitResource(by=by), branch("03X"))
    renamed = bring(UnitResource(by=by), branch("03X", name_vi="Tên khác"))
    assert "keeps its" in faults(renamed)[2, "Name in Vietnamese"]
    overlap = bring(UnitResource(by=by), branch("03X", valid_from="01/04/2025"))
    assert verdicts(overlap) == ["faulty"] and overlap[0].faults[0].remedy
    rows = [
        branch("03X", valid_to="30/06/2025"),
        branch("03X", valid_from="01/07/2025", name_vi="Tên khác"),
    ]
    assert verdicts(bring(UnitResource(by=by), *rows)) == ["changed", "new"]
    wrong = bring(UnitResource(by=by), branch("03Z", valid_to="01/01/2025"))
    assert "before the first" in faults(wrong)[2, "Last day"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("resource", [EnterpriseResource, OfficerResource, UnitResource])
def test_what_is_exported_imports_again_without_a_change(people, department, resource, language):
    closed = UnitFactory(code="09", valid_from=date(2015, 1, 1), valid_to=date(2025, 2, 28))
    UnitFactory(code="09", valid_from=date(2025, 3, 1))
    EnterpriseFactory(managed_by=closed, traits=["broker", "agriculture"], name_vi="=1+1")
    PostingFactory(unit=department, officer=OfficerFactory(user__email="Lan.Anh@Customs.example"))
    PostingFactory(unit=closed)
    by, out = people["system"], io.BytesIO()
    with override(language):
        made = resource(by=by)
        rows = list(made.export_rows(made.exported(made._meta.model.objects.visible_to(by))))
        write_xlsx(out, Sheet("x", made.header(), rows))
    (_n, header), *lines = read(out).rows
    fresh = resource(by=by)
    with acting(by, "import"):
        back = fresh.take(lines, fresh.named(header), dry=False)
    assert len(back) >= 2 and set(verdicts(back)) == {"same"}, faults(back)


@pytest.mark.parametrize("resource", [EnterpriseResource, OfficerResource, UnitResource])
def test_the_template_explains_itself(people, resource):
    out, made = io.BytesIO(), resource(by=people["administrator"])
    write_template(out, made)
    book = openpyxl.load_workbook(out)
    data, columns, lists = book.worksheets
    assert [cell.value for cell in data[1]] == made.header() and data.freeze_panes == "A2"
    assert columns.max_row == len(made.header()) + 1
    rules = [r for r in data.data_validations.dataValidation if r.type == "list"]
    assert len(rules) >= 1 and all(lists.title in r.formula1 for r in rules)
    units = [c.value for column in lists.iter_cols() for c in column[1:] if c.value]
    assert "03CC" in units and "02" not in units
    assert made.named(header for header in made.header())


@pytest.mark.parametrize(
    ("header", "said"),
    [(["Tên"], "missing"), (["tax_code", "name_vi", "kind", "size", "managed_by", "Lạ"], "lạ"),
     (["tax_code", "Tax code *", "name_vi", "kind", "size", "managed_by"], "twice")],
)  # fmt: skip
def test_other_headings_are_refused(people, header, said):
    with pytest.raises(Exception, match=said):
        EnterpriseResource(by=people["system"]).named(header)
