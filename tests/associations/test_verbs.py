"""Verbs that leave the state alone: verb × state × person, and what holds past the button (G23)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from associations import services
from associations.models import Agreement, Assessment, Commitment, Member
from associations.rules import (
    agreement_flow,
    assessment_flow,
    commitment_flow,
    meeting_verbs,
    member_flow,
    warning_verbs,
)
from core.history import history
from core.workflow import NotNow, Verb
from tests.associations.factories import (
    AgreementFactory,
    CommitmentFactory,
    MeetingFactory,
    PartyFactory,
    speaker,
)
from tests.associations.programme_factories import (
    DAY,
    AssessmentFactory,
    MemberFactory,
    RiskWarningFactory,
)

LEAD, SIGN = {"focal_point", "head", "board"}, {"head", "board"}
MAKING = set(Agreement.OPEN)
RUNNING = set(Agreement.RUNNING)
# Verb: who may, and in which states of the row (of its agreement, for a commitment).
TABLE = {
    agreement_flow: {
        "describe": (LEAD, MAKING), "name_party": (LEAD, MAKING), "drop_party": (LEAD, MAKING),
        "readdress": (LEAD, set(Agreement.Status) - {"declined"}),
        "attach": (LEAD, set(Agreement.Status) - {"declined"}), "amend": (SIGN, RUNNING),
        "refuse_renewal": (SIGN | {"asker"}, RUNNING), "remark": ({"asker"}, {"consulted"}),
    },
    commitment_flow: {
        "reword": (LEAD, MAKING), "serve": (LEAD, set(Agreement.Status) - set(Agreement.ENDED)),
    },
    member_flow: {
        "designate": (LEAD, {"active"}), "review": (LEAD, {"active"}), "warn": (LEAD, {"active"}),
    },
    assessment_flow: {"enter_scores": (LEAD, {"drafted"}), "publish": (SIGN, {"decided"})},
    meeting_verbs: {"hold": (LEAD, {"planned"}), "decide": (LEAD, {"held"})},
    warning_verbs: {"acknowledge": ({"asker"}, {"unread"})},
}  # fmt: skip


def verbs(flow) -> set[str]:
    """Rows that neither begin nor change a state."""
    return {m.name for m in flow.moves.values() if isinstance(m, Verb)}


def rows(flow, department, mine, reader) -> dict[str, object]:
    """A row of the department in each state."""
    left = {"left_on": DAY, "grounds": "crime", "appeal": "x"}
    told = {"outcome": "example", "grounds": "x", "decided_on": DAY, "comment_by": DAY}
    if flow in (agreement_flow, commitment_flow):
        made = {
            status: AgreementFactory(
                unit=department, status=status, term_months=12, renewal_months=12,
                **({"signed_by_partner": None} if status == "signed" else {}),
            )
            for status in Agreement.Status.values
        }  # fmt: skip
        for row in made.values():  # one of the people speaks for a party
            PartyFactory(agreement=row, association=None, enterprise=mine)
            PartyFactory(agreement=row, association=None, body="VCCI")
        if flow is agreement_flow:
            return made
        return {status: CommitmentFactory(agreement=row) for status, row in made.items()}
    if flow is member_flow:
        return {
            status: MemberFactory(unit=department, status=status,
                                  **({} if status == "active" else left))
            for status in Member.Status.values
        }  # fmt: skip
    if flow is assessment_flow:
        return {
            status: AssessmentFactory(unit=department, status=status, **told)
            for status in Assessment.Status.values
        }
    if flow is meeting_verbs:
        at = AgreementFactory(unit=department)
        held = MeetingFactory(agreement=at, held_on=DAY, minutes="x")
        return {"planned": MeetingFactory(agreement=at), "held": held}
    member = MemberFactory(enterprise=mine, unit=department)
    return {
        "unread": RiskWarningFactory(member=member),
        "read": RiskWarningFactory(member=member, read_by=reader, read_on=DAY),
    }


@pytest.mark.parametrize("flow", TABLE, ids=lambda flow: flow.model.__name__)
def test_a_verb_is_open_only_as_the_table_says(people, department, flow):
    assert verbs(flow) == set(TABLE[flow])
    everyone = dict(people.items())
    mine = everyone["asker"].represents.get().enterprise
    for status, row in rows(flow, department, mine, everyone["rival"]).items():
        for name, (may, when) in TABLE[flow].items():
            open_to = {w for w, user in everyone.items() if flow.moves[name].open_to(user, row)}
            assert open_to == (may if status in when else set()), (name, status)


CALLS = {
    "describe": {"title_vi": "x"}, "name_party": {"body": "x"}, "attach": {"upload": None,
    "title": "x", "shared": True}, "amend": {"text": "x", "signed_by_customs": DAY,
    "signed_by_partner": DAY}, "refuse_renewal": {"reason": "x"}, "remark": {"text": "x"},
    "reword": {"text_vi": "x"},
    "serve": {"serves": []},
    "designate": {"channel": "x"}, "review": {"year": 2025, "level": 2}, "warn": {"text": "x"},
    "enter_scores": {"scores": {}}, "publish": {"lesson": "x"},
    "hold": {"held_on": DAY, "minutes": "x"}, "decide": {"text_vi": "x"}, "acknowledge": {},
}  # fmt: skip


@pytest.mark.parametrize("flow", TABLE, ids=lambda flow: flow.model.__name__)
def test_a_verb_asks_state_and_right_itself_whoever_calls_it(people, department, flow):
    """Past forms and buttons: a stranger is refused, a closed row too; nothing changes."""
    mine = people["asker"].represents.get().enterprise
    made = rows(flow, department, mine, people["rival"])
    for name, (may, when) in TABLE[flow].items():
        if name in ("drop_party", "readdress"):
            row = made["drafted"]
            given = {"party": PartyFactory(agreement=row)}
            given |= {"email": "x@example.com"} if name == "readdress" else {}
        else:
            row, given = made[min(when)], CALLS[name]
        closed = next((each for status, each in made.items() if status not in when), None)
        allowed = people[min(may)]
        tries = [(row, people["stranger"]), *([(closed, allowed)] if closed else [])]
        for subject, by in tries:
            before = history(subject)
            with pytest.raises((PermissionDenied, NotNow)):
                getattr(services, name)(subject, by=by, **given)
            subject.refresh_from_db()
            assert history(subject) == before, name
    assert not Commitment.objects.filter(text_vi="x").exists()


def test_a_partner_neither_words_nor_amends_what_it_is_a_party_to(department):
    for status, may in (("consulted", ["remark"]), ("in_force", [])):
        row = AgreementFactory(unit=department, status=status)
        assert [move.name for move in agreement_flow.open_to(speaker(row), row)] == may


def test_a_meeting_is_convened_by_the_unit_in_charge_only(people, department):
    agreement = AgreementFactory(unit=department)
    given = {"agreement": agreement, "planned_on": date(2026, 1, 1), "agenda": "x"}
    for who in ("stranger", "officer", "asker", "auditor"):
        with pytest.raises(PermissionDenied):
            services.convene(by=people[who], **given)
    assert services.convene(by=people["focal_point"], **given).agreement == agreement
