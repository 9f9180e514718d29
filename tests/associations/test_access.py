"""What each person sees of cooperation, by equality, with rows and files that could leak (G6)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from associations import services
from associations.models import (
    Agreement,
    AgreementFile,
    Amendment,
    Application,
    Assessment,
    Commitment,
    Meeting,
    Member,
    SupportRequest,
)
from core.models import StoredFile
from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    AgreementFileFactory,
    AmendmentFactory,
    AssociationFactory,
    CommitmentFactory,
    MeetingFactory,
    PartyFactory,
    speaker,
    stored_file,
)
from tests.associations.programme_factories import (
    ApplicationFactory,
    AssessmentFactory,
    MemberFactory,
    SupportRequestFactory,
)
from tests.factories import UnitFactory

WITHIN = ["head", "focal_point", "administrator"]
ALL = ["board", "system", "auditor"]
OUTSIDE = ["officer", "stranger", "asker"]  # the officer's branch lies below the department


@pytest.fixture
def rows(people, department):
    """A draft, one under consultation and one in force here; the same elsewhere; who speaks."""
    association = AssociationFactory()
    here = [AgreementFactory(unit=department, status=s) for s in ("drafted", "consulted")]
    here.append(AgreementFactory(unit=department))
    there = [AgreementFactory(status=s) for s in ("drafted", "consulted", "in_force")]
    for each in here:
        PartyFactory(agreement=each, association=association)
    partner = speaker(AgreementFactory(status="declined", unit=department), association)
    return {"here": here, "there": there, "partner": partner}


@pytest.mark.parametrize("who", [*WITHIN, *ALL, *OUTSIDE, "partner", "nobody"])
def test_what_is_in_force_is_public_all_else_stays_inside(client, people, rows, who):
    """G6: by equality: drafts of another unit exist for nobody but who looks over all."""
    user = rows["partner"] if who == "partner" else people.get(who)
    public = {rows["here"][2], rows["there"][2]}
    declined = set(Agreement.objects.filter(status="declined"))
    if who in ALL:
        expected = set(Agreement.objects.all())
    elif who in WITHIN:
        expected = public | set(rows["here"]) | declined
    elif who == "partner":  # the draft is customs' own until it is sent for consultation
        expected = public | {rows["here"][1]} | declined
    else:
        expected = public
    if user is None:
        for row in Agreement.objects.all():
            assert client.get(row.get_absolute_url()).status_code == (200 if row in public else 404)
    else:
        assert set(Agreement.objects.visible_to(user)) == expected


def test_who_proposed_sees_it_drafted_who_is_only_named_does_not(enter, people, department):
    """G6: page, own page and shared files alike; out of consultation it is a draft again."""
    enterprise, other = people["asker"].represents.get().enterprise, AssociationFactory()
    words = {"kind": "memorandum", "title_vi": "Hợp tác"}
    row = services.propose(by=people["asker"], unit=department, party=enterprise, **words)
    services.draft(row, by=people["head"])
    begun = services.begin(by=people["head"], unit=department, party=other, **words)
    named = speaker(AgreementFactory(status="declined"), other)
    paper = AgreementFileFactory(agreement=begun, shared=True).file

    def shown(user, agreement) -> set:
        client = enter(user)
        listed = agreement.get_absolute_url() in client.get("/associations/own/").content.decode()
        return {listed, client.get(agreement.get_absolute_url()).status_code == 200}

    assert shown(people["asker"], row) == {True} and shown(named, begun) == {False}
    assert not StoredFile.objects.visible_to(named).exists()
    services.consult(begun, by=people["head"])
    assert shown(named, begun) == {True}
    assert list(StoredFile.objects.visible_to(named)) == [paper]
    services.draft(begun, by=people["head"])
    assert shown(named, begun) == {False}


@pytest.mark.parametrize("who", [*WITHIN, *ALL, *OUTSIDE, "partner"])
def test_commitments_and_files_are_never_public(people, rows, who):
    """G6: a draft's commitments are customs' own; of a consultation the partner sees what is
    shared."""
    owed = [CommitmentFactory(agreement=each) for each in [*rows["here"], *rows["there"]]]
    files = [AgreementFileFactory(agreement=each, shared=shared)
             for each in rows["here"] for shared in (True, False)]  # fmt: skip
    user = rows["partner"] if who == "partner" else people[who]
    seen = {*owed} if who in ALL else {*owed[:3]} if who in WITHIN else set()
    shown = {*files} if who in ALL + WITHIN else set()
    if who == "partner":
        seen, shown = {*owed[1:3]}, {row for row in files[2:] if row.shared}
    assert set(Commitment.objects.visible_to(user)) == seen
    assert set(AgreementFile.objects.visible_to(user)) == shown
    keys = {row.file_id for row in shown}
    assert set(StoredFile.objects.visible_to(user).values_list("pk", flat=True)) == keys


@pytest.mark.parametrize("who", [*WITHIN, *ALL, *OUTSIDE, "partner", "nobody"])
def test_files_of_amendments_and_meetings_stay_inside(people, rows, who):
    """G6: the words of an amendment are public; its file, like minutes, is for who is inside."""
    near, far = rows["here"][2], rows["there"][2]
    files = [stored_file() for _each in range(4)]
    changes = [AmendmentFactory(agreement=near, file=files[0]),
               AmendmentFactory(agreement=far, file=files[2])]  # fmt: skip
    held = [MeetingFactory(agreement=near, file=files[1]),
            MeetingFactory(agreement=far, file=files[3])]  # fmt: skip
    others = {"nobody": AnonymousUser(), "partner": rows["partner"]}
    user = others[who] if who in others else people[who]
    inside = who in WITHIN or who == "partner"
    assert set(Amendment.objects.visible_to(user)) == {*changes}
    assert set(Meeting.objects.visible_to(user)) == (
        {*held} if who in ALL else {held[0]} if inside else set()
    )
    assert set(StoredFile.objects.visible_to(user)) == (
        {*files} if who in ALL else {*files[:2]} if inside else set()
    )


PROGRAMME = {
    Application: ApplicationFactory, Member: MemberFactory, Assessment: AssessmentFactory,
}  # fmt: skip


@pytest.mark.parametrize("model", PROGRAMME, ids=lambda m: m.__name__)
def test_files_of_an_enterprise_are_seen_by_its_units_and_itself(people, department, model):
    """G6: the rival, a stranger and a branch see nothing; drafts of assessments stay inside."""
    mine = people["asker"].represents.get().enterprise
    own = PROGRAMME[model](enterprise=mine, unit=department)
    other = PROGRAMME[model](unit=UnitFactory())
    for who in people:
        expected = {own, other} if who in ALL else {own} if who in WITHIN else set()
        if who == "asker" and model is not Assessment:
            expected = {own}
        assert set(model.objects.visible_to(people[who])) == expected, who


def test_a_forwarded_request_is_seen_by_the_unit_it_went_to(people, department):
    request = SupportRequestFactory(member=MemberFactory(unit=department))
    before = SupportRequest.objects.visible_to(people["stranger"])
    assert not before.exists()
    stranger = people["stranger"].roles.get().unit
    services.forward(request, by=people["head"], unit=stranger)
    assert list(SupportRequest.objects.visible_to(people["stranger"])) == [request]


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_rows_out_of_sight_answer_404_and_moves_403(enter, people, department, who):
    """G6: card, move and history of a foreign draft do not exist; a public one is read only."""
    draft = AgreementFactory(unit=department, status="drafted")
    public = AgreementFactory(unit=department)
    client = enter(people[who])
    for tail in ("change/", "history/", "sign/"):
        assert client.get(f"{DESK}agreement/{draft.pk}/{tail}").status_code == 404
    assert client.get(f"{DESK}agreement/{public.pk}/change/").status_code == 200
    assert client.post(f"{DESK}agreement/{public.pk}/terminate/").status_code == 403
    public.refresh_from_db()
    assert public.status == "in_force"


def test_foreign_keys_in_forms_are_refused(enter, people, department):
    """G6: a commitment cannot be put under an agreement out of sight, nor signed by its party."""
    foreign = AgreementFactory(status="drafted")
    party = PartyFactory(agreement=foreign)
    client = enter(people["head"])
    data = {"agreement": foreign.pk, "kind": "deed", "text_vi": "x", "party": party.pk}
    answer = client.post(f"{DESK}commitment/add/?way=undertake", data)
    assert answer.status_code == 200 and set(answer.context["form"].errors) >= {"agreement"}
    assert not Commitment.objects.exists()
