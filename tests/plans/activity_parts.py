"""Activities and issues needing support: what the tests that hold for every app need of them."""

from datetime import timedelta

from django.utils.timezone import now

from core.models import StoredFile
from plans.models import (
    Activity,
    ActivityFile,
    Participation,
    Plan,
    Registration,
    Serving,
    SupportIssue,
)
from plans.services import registrations

from .activity_factories import (
    ActivityFactory,
    ActivityFileFactory,
    ParticipationFactory,
    RegistrationFactory,
    ServingFactory,
    SupportIssueFactory,
    past,
)

PUBLIC = [
    "plans:calendar", "plans:feed", "plans:activity", "plans:event", "plans:activity_file",
    "plans:register",
]  # fmt: skip
TOKEN = ["plans:registration"]
ELSEWHERE = ["plans:feed", "plans:event", "plans:activity_file"]
EXAMPLES = {"token": "a" * 64}
BREAKS = {
    "an_activity_ends_after_it_starts": {"ends": "starts"},
    "an_announced_activity_says_since_when": {"announced_at": "NULL"},
    "a_held_activity_has_a_result": {"status": "'held'", "result": "''"},
    "a_cancelled_activity_has_a_reason": {"status": "'cancelled'", "why": "''"},
    "an_activity_with_registration_is_public": {
        "status": "'planned'", "public": "false", "registration": "true",
    },
    "an_activity_serves_an_undertaking_or_an_obligation": {"item_id": "NULL"},
    "a_group_that_came_counts_somebody": {"bodies": "0", "people": "0"},
    "who_registers_can_be_reached": {"email": "''", "phone": "''"},
    "a_registration_is_for_one_to_twenty_people": {"people": "21"},
    "an_answered_issue_has_its_answer_and_day": {"status": "'answered'", "answer": "''"},
    "an_opinion_comes_from_a_unit_that_was_asked": {"opinion": "'x'", "forwarded_to_id": "NULL"},
}  # fmt: skip
BESIDE = {"plans_serving.undertaking_id": {"item_id": "NULL"}}
SHAPED = ["plans.Registration.tax_code", "plans.Registration.language", "plans.Registration.digest"]


def stored() -> StoredFile:
    return StoredFile.objects.create(
        key="e" * 32, name="a.txt", kind="txt", size=1, sha256="b" * 64
    )


ROWS = {
    Activity: lambda: ActivityFactory(status="announced"),
    Serving: ServingFactory,
    Participation: ParticipationFactory,
    ActivityFile: lambda: ActivityFileFactory(file=stored()),
    Registration: RegistrationFactory,
    SupportIssue: SupportIssueFactory,
}


def fill(world, number: int) -> None:
    """Hostile texts in a row of each; the files carry hostile names."""
    unit = world.plan.issuer
    words = {"unit": unit, "registration": True, "status": "announced", "announced_at": now()}
    activity = world.fill(ActivityFactory, number, **words)
    held = {"starts": now() - timedelta(days=3), "status": "held"}
    world.fill(ActivityFactory, number, unit=unit, announced_at=now(), **held)
    world.fill(ActivityFileFactory, number, activity=activity, file=world.taken(number),
               public=True)  # fmt: skip
    world.fill(RegistrationFactory, number, activity=activity)
    world.fill(SupportIssueFactory, number, unit=unit, plan=world.plan, forwarded_to=unit,
               answered_at=now())  # fmt: skip


def fixed() -> list[str]:
    """The public pages of the hostile activities, their forms, and calendars for programs."""
    keys = Activity.objects.order_by("-pk").values_list("pk", flat=True)[:80]
    pages = [f"/plans/calendar/{key}/" for key in keys]
    forms = [f"/plans/calendar/{key}/register/" for key in keys[:20]]
    return ["/plans/calendar/", "/plans/calendar/?view=past", *pages, *forms]


def furnish(sample) -> None:
    """An activity that may be announced, one to be held with guests, and issues in each state."""
    unit = sample("can.bo").unit
    planned = ActivityFactory(unit=unit, title_vi="Tập huấn sắp công bố")
    ServingFactory(activity=planned)
    open_one = ActivityFactory(
        unit=unit, status="announced", registration=True, seats=30, place="Hội trường A",
        title_vi="Đối thoại đang nhận đăng ký",
    )  # fmt: skip
    RegistrationFactory(activity=open_one)
    ParticipationFactory(activity=past(unit=unit, status="held", title_vi="Đối thoại đã tổ chức"))
    past(unit=unit, status="announced", title_vi="Thiếu kết quả")
    guest_of(open_one)
    plan = Plan.objects.filter(year=2023).first()
    for status in SupportIssue.Status.values:
        SupportIssueFactory(unit=unit, status=status, forwarded_to=unit, plan=plan)


def guest_of(activity: Activity) -> str:
    """Somebody who has registered there, once; returns the secret of the link."""
    person = {"name": "Lê Na", "enterprise": "", "tax_code": "", "phone": "", "people": 1}
    email = {"email": "le.na@example.com", "language": "vi"}
    return registrations.register(activity, nonce="crawl", **person, **email)[1]


MOVES = {
    "planned": ("announce", "hold", "revise", "cancel"),
    "announced": ("postpone", "serve", "attach", "repeat"),
    "held": ("correct_result",),
}
STEPS = {
    "raised": ("take_up", "withdraw_issue"),
    "taken_up": ("answer", "forward", "advise", "send_back"),
    "answered": ("close", "reopen"),
    "sent_back": ("resubmit",),
}


def starts() -> list[str]:
    """Every move of the first row in each state."""
    paths = []
    for model, name, moves in (
        (Activity, "activity", MOVES),
        (SupportIssue, "supportissue", STEPS),
    ):
        for status, verbs in moves.items():
            row = model.objects.filter(status=status).order_by("-pk").first()
            if row is not None:
                paths += [f"/admin/plans/{name}/{row.pk}/{verb}/" for verb in verbs]
    guest = Registration.objects.filter(email="le.na@example.com").first()
    if guest is not None:
        paths.append(f"/admin/plans/registration/{guest.pk}/withdraw/")
        paths.append(f"/plans/calendar/{guest.activity_id}/register/")
        paths.append(f"/plans/calendar/registration/{guest_of(guest.activity)}/")
    return paths
