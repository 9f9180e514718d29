"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from associations import models
from tests.associations import factories as made
from tests.associations import programme_factories as more
from tests.associations.crawled import ELSEWHERE, furnish, starts
from tests.associations.hostile import fill
from tests.factories import UnitFactory, UserFactory
from tests.parts import Part


def commitment():
    """Confirmed, and the second turn of its kind: every constraint has something to break; of a
    draft, where no trigger stands before the constraints."""
    first = made.CommitmentFactory(agreement=made.AgreementFactory(status="drafted"))
    return made.CommitmentFactory(
        agreement=first.agreement, follows=first, status="confirmed", reported_by=UserFactory(),
        reported_on=made.SIGNED, confirmed_by=UserFactory(), confirmed_on=made.SIGNED,
    )  # fmt: skip


def party():
    return made.PartyFactory(agreement=made.AgreementFactory(status="drafted"))


ROWS = {
    models.Association: made.AssociationFactory,
    models.AssociationContact: made.AssociationContactFactory,
    models.AssociationRepresentative: made.SpeakerFactory,
    models.Membership: made.MembershipFactory,
    models.Agreement: made.AgreementFactory,
    models.AgreementFile: made.AgreementFileFactory,
    models.Party: party,
    models.Amendment: made.AmendmentFactory,
    models.Meeting: made.MeetingFactory,
    models.Commitment: commitment,
    models.Programme: more.ProgrammeFactory,
    models.Condition: more.ConditionFactory,
    models.Application: lambda: more.ApplicationFactory(level=2, violations=0),
    models.Member: lambda: more.MemberFactory(withdrawn_by=UserFactory()),
    models.LevelReview: more.LevelReviewFactory,
    models.SupportRequest: lambda: more.SupportRequestFactory(
        forwarded_at=more.AT, forwarded_to=UnitFactory(), answered_at=more.AT, answer="x"
    ),
    models.RiskWarning: more.RiskWarningFactory,
    models.CriteriaSet: more.CriteriaSetFactory,
    models.Criterion: more.CriterionFactory,
    models.Assessment: lambda: more.AssessmentFactory(
        comment_by=more.DAY, decided_by=UserFactory()
    ),
    models.Score: more.ScoreFactory,
}
BREAKS = {
    "an_association_has_a_name": {"name_vi": "''"},
    "a_website_of_an_association_is_a_web_address": {"website": "'javascript:alert(1)'"},
    "a_contact_of_an_association_can_be_reached": {"phone": "''", "email": "''"},
    "a_signed_agreement_has_a_number_and_a_signature": {"status": "'signed'", "number": "''"},
    "in_force_are_only_agreements_signed_by_both": {"signed_by_partner": "NULL"},
    "an_agreement_has_a_title": {"title_vi": "''"},
    "a_term_lasts_a_month_or_more": {"term_months": "0"},
    "only_a_term_is_renewed_or_extended": {"term_months": "NULL", "renewal_months": "3"},
    "an_agreement_does_not_stand_under_itself": {"under_id": "999999"},
    "a_party_is_exactly_one_of_four": {"body": "'x'"},
    "a_customs_unit_stands_on_the_side_of_customs": {"side": "'customs'"},
    "only_another_body_has_an_address_here": {"email": "'a@b.example'"},
    "amendments_are_numbered_from_one": {"number": "0"},
    "an_amendment_says_something": {"text": "''"},
    "a_meeting_has_an_agenda": {"agenda": "''"},
    "a_meeting_that_was_held_has_minutes": {"minutes": "'x'"},
    "a_commitment_says_something": {"text_vi": "''"},
    "a_commitment_is_carried_out_by_its_side": {"unit_id": "NULL"},
    "a_second_person_confirms": {"confirmed_by_id": "reported_by_id"},
    "confirmed_is_what_one_reported_and_another_confirmed": {"confirmed_on": "NULL"},
    "only_what_has_a_date_recurs": {"every_months": "3", "due_on": "NULL"},
    "only_an_action_point_comes_from_a_meeting": {"kind": "'action'"},
    "a_programme_leaves_hours_to_forward_a_request": {"forward_hours": "0"},
    "targets_of_a_programme_are_percents": {"keep_over": "100"},
    "a_condition_has_a_source": {"source": "''"},
    "a_condition_without_threshold_is_not_confirmed": {"confirmed": "true", "value": "NULL"},
    "a_decided_application_was_examined": {"status": "'accepted'", "level": "NULL"},
    "a_compliance_level_is_one_to_five": {"level": "6"},
    "a_membership_ends_with_day_and_grounds": {"status": "'withdrawn'"},
    "a_contested_withdrawal_has_its_appeal": {
        "status": "'contested'",
        "left_on": "'2026-1-1'",
        "grounds": "'other'",
    },
    "a_second_person_hears_the_appeal_of_a_member": {"heard_by_id": "withdrawn_by_id"},
    "a_level_at_entry_is_one_to_five": {"level": "6"},
    "reviewed_levels_are_one_to_five": {"level": "6"},
    "a_request_leaves_time_to_forward_it": {"forward_by": "received_at"},
    "a_forwarded_request_says_where_and_when": {"status": "'forwarded'", "forwarded_at": "NULL"},
    "an_answered_request_has_its_answer": {"status": "'answered'", "answer": "''"},
    "a_warning_says_something": {"text": "''"},
    "a_warning_is_read_by_somebody_on_a_day": {"read_on": "'2025-02-02'"},
    "criteria_leave_days_to_comment": {"comment_days": "0"},
    "a_criterion_of_brokers_weighs_something": {"weight": "0"},
    "a_decided_assessment_has_outcome_and_grounds": {"status": "'decided'"},
    "a_shared_assessment_leaves_time_to_comment": {"status": "'shared'", "comment_by": "NULL"},
    "only_an_example_teaches_others": {"lesson": "'x'"},
    "a_second_person_hears_the_appeal_of_an_assessment": {"heard_by_id": "decided_by_id"},
    "points_rest_on_evidence": {"evidence": "''"},
}
PARTY = "associations_party"
LEFT = {"status": "'withdrawn'", "left_on": "'2026-01-01'", "grounds": "'other'"}
BESIDE = {
    f"{PARTY}.unit_id": {"association_id": "NULL", "side": "'customs'"},
    f"{PARTY}.enterprise_id": {"association_id": "NULL"},
    "associations_commitment.party_id": {"unit_id": "NULL", "side": "'partner'"},
    "associations_riskwarning.read_by_id": {"read_on": "'2025-02-02'"},
    **{
        f"associations_member.{name}_id": LEFT
        for name in ("programme", "unit", "memorandum", "officer", "withdrawn_by", "heard_by")
    },
    **{
        f"associations_application.{name}_id": {"status": "'accepted'"}
        for name in ("programme", "unit")
    },
    "associations_commitment.meeting_id": {"kind": "'action'"},
}
PUBLIC = ("register", "detail", "agreement", "agreements", "examples", "programme")
LOGIN = ("agreement_refuse_renewal", "agreement_remark", "own", "propose", "commitment",
         "commitment_report", "commitment_send_back", "commitment_confirm", "feed", "compliance",
         "apply", "ask", "take_back", "acknowledge", "assessments", "assessment",
         "assessment_comment", "assessment_appeal", "contest")  # fmt: skip

PART = Part(
    "associations",
    access={
        "public": [f"associations:{name}" for name in PUBLIC],
        "login": [f"associations:{name}" for name in LOGIN],
    },
    rows=ROWS,
    breaks=BREAKS,
    beside=BESIDE,
    fill=fill,
    furnish=furnish,
    starts=starts,
    elsewhere=ELSEWHERE,
)
