"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from django.utils.timezone import localdate

from surveys import models
from tests.factories import EnterpriseFactory, UserFactory
from tests.parts import Part

from . import factories as make


def a_question():
    """A question, and another in the bank that is not asked."""
    question = make.QuestionFactory()
    make.BankQuestionFactory()
    return question


def a_named_response():
    invitation = make.InvitationFactory(round__is_anonymous=False)
    return make.ResponseFactory(round=invitation.round, invitation=invitation)


def a_follow_up():
    """One that is reported done, by its owner."""
    owner = UserFactory()
    return make.FollowUpFactory(
        dimension=make.DimensionFactory(), owner=owner, reported_by=owner,
        measure="Đã mở thêm một quầy", status="reported",
    )  # fmt: skip


def fill(world, number):
    """A questionnaire, its question and a round whose every word is hostile."""
    known = world.fill(make.CriteriaSetFactory, number)
    dimension = world.fill(make.DimensionFactory, number, criteria_set=known)
    criterion = world.fill(make.CriterionFactory, number, dimension=dimension)
    form = world.fill(make.QuestionnaireFactory, number)
    section = world.fill(make.SectionFactory, number, questionnaire=form)
    bank = world.fill(make.BankQuestionFactory, number, kind="single")
    asked = {"section": section, "bank": bank, "criterion": criterion}
    question = world.fill(make.QuestionFactory, number, **asked)
    world.fill(make.ChoiceFactory, number, question=question)
    row = world.fill(make.RoundFactory, number, questionnaire=form, criteria_set=known)
    world.fill(make.InvitationFactory, number, round=row)
    make.StratumFactory(round=row)
    world.fill(make.FollowUpFactory, number, round=row, dimension=dimension)


def furnish(sample) -> None:
    """A questionnaire, a round and a follow-up in each state, besides those of the sample."""
    unit = sample("dau.moi").unit
    for status in models.Questionnaire.Status.values:
        make.QuestionnaireFactory(unit=unit, status=status)
    for status in models.Round.Status.values:
        form = make.QuestionnaireFactory(unit=unit, status="approved")
        make.RoundFactory(unit=unit, questionnaire=form, status=status)
    make.InvitationFactory(round=models.Round.objects.filter(unit=unit, status="open").last(),
                           opted_out_on=localdate())  # fmt: skip
    make.FollowUpFactory(unit=unit, status="reported", measure="Đã mở thêm một quầy")


def starts() -> list[str]:
    """Results of the rounds that have some."""
    rounds = models.Round.objects.filter(status__in=["analysed", "published"])
    return [f"/admin/surveys/round/{row.pk}/results/" for row in rounds]


# Files; and pages behind a code, which the journeys of surveys open and examine.
ELSEWHERE = [
    *(f"admin:surveys_round_{name}" for name in ("answers", "csv", "excel", "remarks", "word")),
    "admin:surveys_questionnaire_workbook", "admin:surveys_criteriaset_next_version",
    "surveys:results_file", "surveys:answer",
    "surveys:sections", "surveys:away", "surveys:worker", "surveys:review", "surveys:kiosk",
    "surveys:opt_out", "surveys:open",
]  # fmt: skip


def pages() -> list[str]:
    """Pages of a questionnaire that no list leads to."""
    newest = models.Questionnaire.objects.order_by("-pk").first()
    base = f"/admin/surveys/questionnaire/{newest.pk}"
    return [f"{base}/preview/", f"{base}/paper/"]


CODES = (
    "CriteriaSet", "Dimension", "Criterion", "Questionnaire", "Section", "BankQuestion", "Choice",
    "Invitation", "Answer",
)  # fmt: skip
UNSHOWN = (
    "Answer", "Response", "SealedAnswer", "UsedCode", "DoubleEntry", "Stratum", "Tally",
)  # fmt: skip
PART = Part(
    "surveys",
    access={
        "public": [
            "surveys:list",
            "surveys:code",
            "surveys:answer",
            "surveys:sections",
            "surveys:away",
            "surveys:worker",
            "surveys:review",
            "surveys:sent",
            "surveys:results",
            "surveys:results_file",
            "surveys:results_list",
        ],
        "token": ["surveys:open", "surveys:kiosk", "surveys:opt_out"],
    },
    rows={
        models.CriteriaSet: make.CriteriaSetFactory,
        models.Dimension: make.DimensionFactory,
        models.Criterion: make.CriterionFactory,
        models.Questionnaire: make.QuestionnaireFactory,
        models.Section: make.SectionFactory,
        models.BankQuestion: make.BankQuestionFactory,
        models.Question: a_question,
        models.Choice: make.ChoiceFactory,
        models.Round: make.RoundFactory,
        models.Stratum: make.StratumFactory,
        models.Invitation: lambda: make.InvitationFactory(enterprise=EnterpriseFactory()),
        models.UsedCode: make.UsedCodeFactory,
        models.SealedAnswer: make.SealedAnswerFactory,
        models.Response: a_named_response,
        models.Answer: make.AnswerFactory,
        models.DoubleEntry: make.DoubleEntryFactory,
        models.Tally: make.TallyFactory,
        models.FollowUp: a_follow_up,
    },
    free={
        models.Question: {"bank_id": "(SELECT max(id) FROM surveys_bankquestion)"},
        models.Round: {"address": "'free'"},
        models.Invitation: {"enterprise_id": "NULL"},
        models.SealedAnswer: {"sheet": "'free'"},
        models.Response: {"invitation_id": "NULL"},
    },
    shaped=[
        *(f"surveys.{name}.code" for name in CODES),
        "surveys.Round.address",
        "surveys.Answer.choice",
        "surveys.SealedAnswer.sheet",
        "surveys.SealedAnswer.content",
    ],
    unshown=[f"surveys.{name}" for name in UNSHOWN],
    fill=fill,
    furnish=furnish,
    starts=starts,
    elsewhere=ELSEWHERE,
    fixed=pages,
    breaks={
        "a_dimension_weighs_something": {"weight": "0"},
        "a_criterion_weighs_something": {"weight": "0"},
        "versions_of_a_questionnaire_begin_at_one": {"version": "0"},
        "a_question_asks_for_a_possible_range": {"least": "5", "most": "4"},
        "a_question_asks_for_a_possible_day": {
            "first_day": "'2025-02-02'",
            "last_day": "'2025-01-01'",
        },
        "a_round_closes_after_it_opens": {"closes_on": "'2000-01-01'"},
        "a_share_is_at_most_the_whole": {"double_share": "101"},
        "paper_is_keyed_within_a_month": {"paper_days": "32"},
        "a_round_speaks_some_language": {"languages": "'{}'"},
        "a_sample_is_part_of_its_population": {"sample": "101"},
        "an_invitation_by_mail_has_an_address": {"email": "''"},
        "a_response_weighs_something": {"weight": "0"},
        "no_more_fields_differ_than_are_compared": {"differing": "11"},
        "a_follow_up_that_is_done_says_what_was_done": {"measure": "''"},
        "a_follow_up_says_what_displeased": {"finding": "''"},
    },
)
