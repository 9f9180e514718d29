"""XLSForm in and out: a subset, all else refused by sheet and row, nothing half imported."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pyxform.xls2xform import convert

from surveys import services
from surveys.models import BankQuestion, Question, Questionnaire
from surveys.paper import Asked, Option, Page, Paper, Rule, Test, Text
from surveys.papers import paper_of
from surveys.xlsform import Refused, read, write
from tests.factories import top

from . import workbooks
from .factories import CriterionFactory
from .workbooks import BAD, GOOD, SCALE, q, workbook

CRITERION = "tuyen-ngon/thai_do/tac_phong"


@pytest.mark.parametrize("name", GOOD)
def test_a_good_workbook_is_read_and_comes_back_alike(name):
    """What we write, we and pyxform read; reading it again gives the same questionnaire."""
    data = workbooks.good(name)
    assert convert(data, file_type=".xlsx").xform
    paper = read(data, criteria={CRITERION}, second=False)
    out = io.BytesIO()
    write(paper, out)
    assert read(out.getvalue(), second=False) == paper
    assert convert(out.getvalue(), file_type=".xlsx").xform


@pytest.mark.parametrize("name", BAD)
def test_a_bad_workbook_is_refused_with_sheet_row_and_reason(name):
    _survey, _choices, sheet, row, word = BAD[name]
    with pytest.raises(Refused) as refused, override("en"):
        read(workbooks.bad(name), criteria=set(), second=False)
    assert [
        f for f in refused.value.faults if (f.sheet, f.row) == (sheet, row) and word in f.reason
    ]


def test_what_a_row_says_is_what_is_asked():
    """The reading itself, not only that it comes back: kinds, bounds, conditions, languages."""
    paper = read(
        workbook(
            [
                q("integer", "nhan_vien", "Số nhân viên", constraint=". >= 1", required="yes"),
                q("select_one scale5", "thoi_gian", "Thời gian",
                  **{workbooks.EN: "Time", "relevant": "${nhan_vien} > 10"}),
            ],
            SCALE,
        ),
        second=False,
    )  # fmt: skip
    first = Asked("nhan_vien", "number", Text("Số nhân viên"), required=True, is_whole=True,
                  least=Decimal(1))  # fmt: skip
    rule = Rule("and", (Test("nhan_vien", ">", "10"),))
    second = Asked("thoi_gian", "scale", Text("Thời gian", "Time"), show_if=rule)
    page = Page("main", Text("Khảo sát"), (first, second))
    assert paper == Paper("khao-sat", Text("Khảo sát"), (page,))


def test_english_by_default_needs_its_labels_named():
    """Else English words would be kept as Vietnamese ones."""
    english = workbooks.SETTINGS | {"default_language": "English (en)"}
    bare = [{"type": "text", "name": "q1", "label": "Question", workbooks.EN: "Question"}]
    with pytest.raises(Refused) as refused:
        read(workbook(bare, settings=english), second=False)
    assert [(f.sheet, f.row) for f in refused.value.faults] == [("survey", 1)]
    assert read(workbook([q(**{workbooks.EN: "Question"})], settings=english), second=False)


def test_all_faults_are_told_at_once():
    rows = [q("geopoint"), q("integer", "x", constraint="zz"), q("text", "x")]
    with pytest.raises(Refused) as refused:
        read(workbook(rows, more=["entities"]), second=False)
    assert [(f.sheet, f.row) for f in refused.value.faults] == [
        ("entities", 0), ("survey", 2), ("survey", 3), ("survey", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"type,name\ntext,q1", b"PK\x03\x04 broken", b"\x00" * 99])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(Refused):
        read(data)


def test_pyxform_has_its_say():
    """A second opinion in a process of its own: what only it objects to is refused too."""
    odd = workbook([q("select_one ab or_other", "q1"), q(name="q1_other")], workbooks.AB)
    assert read(odd, second=False)
    with pytest.raises(Refused, match="pyxform"):
        read(odd)
    assert read(workbooks.good("two sections"))


def test_a_code_of_the_bank_keeps_its_kind():
    with pytest.raises(Refused, match="q1"):
        read(workbook([q("integer")]), bank={"q1": "scale"}, second=False)
    assert read(workbook([q("integer")]), bank={"q1": "number"}, second=False)


FULL = Paper(
    "phieu",
    Text("Phiếu", "Form"),
    (
        Page(
            "chung",
            Text("Phần chung"),
            (
                Asked("loai", "single", Text("Loại"), options=(
                    Option("a", Text("A", "A")), Option("other", Text("Khác"), is_other=True))),
                Asked("bang", "matrix", Text("Bảng"), rows=(
                    Asked("r1", "scale", Text("Một"), has_na=True, criterion=CRITERION),
                    Asked("r2", "scale", Text("Hai"), has_na=True))),
            ),
        ),
        Page("rieng", Text("Phần riêng"), (Asked("xep", "ranking", Text("Xếp"), options=(
            Option("x", Text("X")), Option("y", Text("Y")))),),
            Rule("or", (Test("loai", "=", "a"), Test("r1", "<=", "2")))),
    ),
)  # fmt: skip


def criterion():
    CriterionFactory(
        code="tac_phong", dimension__code="thai_do", dimension__criteria_set__code="tuyen-ngon"
    )


def test_a_questionnaire_in_the_database_round_trips(db, tmp_path):
    """In by one command, out by the other: the workbook read again is the same questionnaire."""
    criterion(), top()
    paths = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with paths[0].open("wb") as out:
        write(FULL, out)
    call_command("import_xlsform", str(paths[0]), stdout=io.StringIO())
    questionnaire = Questionnaire.objects.get()
    assert paper_of(questionnaire) == FULL
    call_command("export_xlsform", "phieu", output=str(paths[1]), stdout=io.StringIO())
    assert read(paths[1].read_bytes(), second=False) == FULL


def test_a_dry_run_and_a_refusal_write_nothing(db, tmp_path):
    top()
    path, out = tmp_path / "in.xlsx", io.StringIO()
    path.write_bytes(workbooks.good("two sections"))
    call_command("import_xlsform", str(path), dry_run=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["questions"] == 2
    path.write_bytes(workbook([q(), q("geopoint", "q2")]))
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_xlsform", str(path), json=True, stdout=out)
    assert refused.value.returncode == 2
    assert [(f["sheet"], f["row"]) for f in json.loads(out.getvalue())["faults"]] == [("survey", 3)]
    assert not Questionnaire.objects.exists() and not BankQuestion.objects.exists()


def test_the_next_version_keeps_the_codes_of_its_questions(db):
    """Comparable from year to year: a new version asks the same questions of the bank."""
    criterion()
    first = services.load_questionnaire(by=None, unit=top(), paper=FULL)
    services.approve_questionnaire(first, by=None)
    second = services.revise_questionnaire(first, by=None)
    assert (second.version, paper_of(second)) == (2, FULL)
    banked = Question.objects.values_list("bank", flat=True)
    assert set(banked.filter(questionnaire=first)) == set(banked.filter(questionnaire=second))
