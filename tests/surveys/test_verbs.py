"""Verbs and beginnings by person: who may, in which state, through the desk's own pages (G23).

In states where a verb is open everybody tries it, in the others whoever holds the right.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from core.history import history
from core.models import Job
from surveys.models import FollowUp, Invitation, Question, Questionnaire, Round
from tests.factories import EnterpriseFactory, UnitFactory, top

from . import workbooks
from .factories import QuestionnaireFactory, RoundFactory, invited, questionnaire

PEOPLE = ["officer", "head", "focal_point", "administrator", "stranger", "board", "system",
          "auditor", "asker"]  # fmt: skip
DRAFT, DECIDE = {"focal_point", "head", "board"}, {"head", "board"}
EVERY = set(Round.Status.values)


def listed():
    return {"rows": SimpleUploadedFile("list.csv", "tên,email\nCty,a@b.vn".encode(), "text/csv")}


def corrected(row):
    days = {"opens_on": row.opens_on, "closes_on": row.closes_on}
    return {"questionnaire": row.questionnaire_id, "title_vi": "Tên khác", "languages": ["vi"],
            "double_share": 5, "paper_days": 1, **days}  # fmt: skip


def book(row):
    settings = {"form_title": "Khảo sát", "form_id": row.code}
    data = workbooks.workbook([workbooks.q(name="cau_moi")], settings=settings)
    return {"paper": SimpleUploadedFile("a.xlsx", data)}


ROUND_VERBS = {
    "correct_round": ({"drafted"}, DRAFT, corrected),
    "draw_sample": ({"approved"}, DRAFT, lambda row: {"total": 2, "seed": 1, "parts": ["kind"]}),
    "load_list": ({"approved", "open"}, DRAFT, lambda row: listed()),
    "send_invitations": ({"open"}, DRAFT, lambda row: {}),
    "remind": ({"open"}, DRAFT, lambda row: {}),
    "extend_round": ({"approved", "open"}, DECIDE,
                     lambda row: {"closes_on": "2100-01-01", "reason": "Bão"}),
}  # fmt: skip
FORM_VERBS = {
    "replace_questions": ({"drafted"}, DRAFT, book),
    "revise_questionnaire": ({"approved", "withdrawn"}, DRAFT, lambda row: {}),
}
GOING = {"approved", "open"}
ADDRESS = {"channel": "mail", "email": "moi@b.vn", "reason": "Gọi hỏi"}
INVITATION_VERBS = {
    "note_return": (EVERY, DRAFT, lambda row: {}),
    "correct_address": (GOING, DRAFT, lambda row: ADDRESS),
    "note_opt_out": (GOING, DRAFT, lambda row: {"reason": "Gọi điện"}),
    "write_again": (GOING, DRAFT, lambda row: {"reason": "Đổi ý"}),
}


@contextmanager
def undone():
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def state(row) -> tuple:
    """Everything a verb of a survey could change."""
    return (
        len(history(row)), Job.objects.count(), Questionnaire.objects.count(),
        list(Question.objects.order_by("pk").values_list("bank__code", flat=True)),
        list(Invitation.objects.order_by("pk").values_list("name", "email", "opted_out_on")),
    )  # fmt: skip


def tried(enter, people, row, url, verb, status):
    """Who changed something, of those who could try."""
    states, who, fields = verb
    for name in PEOPLE if status in states else sorted(who):
        client, before = enter(people[name]), state(row)
        with undone():
            answer = client.post(url, fields(row))
            changed = state(row) != before
        may = status in states and name in who
        assert changed is may, (name, status, answer.status_code)
        assert answer.status_code in ((302,) if may else (200, 302, 403, 404, 409)), (name, status)


@pytest.mark.parametrize("verb", ROUND_VERBS)
def test_verbs_of_a_round(enter, people, department, verb):
    form = questionnaire()
    for _n in range(3):
        EnterpriseFactory(managed_by=department)
    for status in Round.Status.values:
        row = RoundFactory(unit=department, questionnaire=form, status=status)
        if verb != "draw_sample":
            invited(row)
            invited(row, sent_on=localdate() - timedelta(days=4))
        tried(enter, people, row, f"/admin/surveys/round/{row.pk}/{verb}/", ROUND_VERBS[verb],
              status)  # fmt: skip


@pytest.mark.parametrize("verb", FORM_VERBS)
def test_verbs_of_a_questionnaire(enter, people, department, verb):
    for status in Questionnaire.Status.values:
        row = QuestionnaireFactory(unit=department, status=status)
        url = f"/admin/surveys/questionnaire/{row.pk}/{verb}/"
        tried(enter, people, row, url, FORM_VERBS[verb], status)


@pytest.mark.parametrize("verb", INVITATION_VERBS)
def test_verbs_of_an_invitation(enter, people, department, verb):
    form, out = questionnaire(), localdate() if verb == "write_again" else None
    for status in Round.Status.values:
        within = RoundFactory(unit=department, questionnaire=form, status=status)
        row, _code = invited(within, sent_on=localdate(), opted_out_on=out)
        url = f"/admin/surveys/invitation/{row.pk}/{verb}/"
        tried(enter, people, row, url, INVITATION_VERBS[verb], status)


@pytest.mark.parametrize("begun", [Round, Questionnaire, FollowUp])
def test_who_begins_what_for_which_unit(enter, people, department, unit, begun):
    """For units of one's own; follow-ups for every unit under it."""
    other, today = UnitFactory(code="77"), localdate()
    units = {"own": department, "under": unit, "above": top(), "other": other}
    form = questionnaire()
    ended = RoundFactory(unit=department, questionnaire=form, status="published")
    far = f"{today + timedelta(days=30):%Y-%m-%d}"
    fields = {
        Round: lambda: {"questionnaire": form.pk, "title_vi": "Đợt", "opens_on": today,
                        "closes_on": far, "languages": ["vi"], "double_share": 5,
                        "paper_days": 1},
        Questionnaire: lambda: {"paper": SimpleUploadedFile("a.xlsx", workbooks.good("one text"))},
        FollowUp: lambda: {"round": ended.pk, "finding": "Chờ lâu", "due_on": far,
                           "owner": people["officer"].pk},
    }[begun]  # fmt: skip
    may = dict.fromkeys(("head", "focal_point"), {"own"}) | {"board": {"above"}}
    if begun is FollowUp:
        may = dict.fromkeys(("head", "focal_point"), {"own", "under"}) | {"board": set(units)}
    url = f"/admin/surveys/{begun._meta.model_name}/add/"
    for name in PEOPLE:
        client = enter(people[name])
        for label, place in units.items() if name in may else [("own", department)]:
            before = begun.objects.count()
            with undone():
                answer = client.post(url, {"unit": place.pk, **fields()})
                begins = begun.objects.count() - before
            assert bool(begins) is (label in may.get(name, ())), (name, label, answer.status_code)
