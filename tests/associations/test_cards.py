"""What a card leads to: papers for whom they are for, commitments, meetings, and entering one."""

import pytest
from django.test import Client

from associations import services
from core.admin.facts import VERBS
from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    AmendmentFactory,
    CommitmentFactory,
    MeetingFactory,
    PartyFactory,
    speaker,
    stored_file,
)


@pytest.fixture
def row(department):
    return AgreementFactory(unit=department)


def test_the_desk_links_evidence_minutes_and_amendments(enter, people, row):
    """A second person opens what was handed in before they confirm it."""
    papers = [stored_file() for _each in range(3)]
    owed = CommitmentFactory(agreement=row, file=papers[0])
    meeting = MeetingFactory(agreement=row, file=papers[1])
    AmendmentFactory(agreement=row, file=papers[2])
    client = enter(people["focal_point"])
    cards = (f"commitment/{owed.pk}", f"meeting/{meeting.pk}", f"agreement/{row.pk}")
    for card, paper in zip(cards, papers, strict=True):
        answer = client.get(f"{DESK}{card}/change/")
        assert f'href="{paper.get_absolute_url()}"' in answer.content.decode(), card


def test_an_amendment_links_its_paper_only_inside_the_agreement(enter, people, row):
    paper = stored_file()
    amendment = AmendmentFactory(agreement=row, file=paper)
    MeetingFactory(agreement=row, file=stored_file())
    desk, portal = f"{DESK}agreement/{row.pk}/change/", row.get_absolute_url()
    partner = speaker(row)
    for user, url, shown in (
        (people["stranger"], desk, False), (partner, portal, True),
        (people["asker"], portal, False), (None, portal, False),
    ):  # fmt: skip
        page = (enter(user) if user else Client()).get(url).content.decode()
        assert amendment.text in page and (paper.get_absolute_url() in page) is shown


def test_a_partner_finds_minutes_on_the_portal(enter, row):
    meeting = MeetingFactory(agreement=row, file=stored_file())
    page = enter(speaker(row)).get(row.get_absolute_url()).content.decode()
    assert meeting.file.get_absolute_url() in page


def test_an_agreement_leads_to_its_commitments_and_meetings(enter, people, row):
    owed, meeting = CommitmentFactory(agreement=row), MeetingFactory(agreement=row)
    page = enter(people["focal_point"]).get(f"{DESK}agreement/{row.pk}/change/").content.decode()
    for url in (f"commitment/{owed.pk}", f"meeting/{meeting.pk}"):
        assert f'href="{DESK}{url}/change/"' in page


MORE = {"drafted": {"undertake"}, "in_force": {"convene"}, "amended": {"undertake", "convene"},
        "expired": set()}  # fmt: skip


@pytest.mark.parametrize("status", MORE)
def test_an_agreement_leads_to_entering_what_it_takes(enter, people, department, status):
    """The form then stands at this agreement; who may only read is offered nothing."""
    state = "in_force" if status == "amended" else status
    row = AgreementFactory(unit=department, status=state)
    if status == "amended":
        AmendmentFactory(agreement=row)
    card = f"{DESK}agreement/{row.pk}/change/"
    assert enter(people["auditor"]).get(card).context["more"] == []
    client = enter(people["focal_point"])
    links = [url for _label, url in client.get(card).context["more"]]
    assert {url.partition("way=")[2].partition("&")[0] for url in links} == MORE[status]
    for url in links:
        form = client.get(url).context["form"]
        assert form["agreement"].value() == str(row.pk)
        assert row in form.fields["agreement"].queryset


def test_a_partner_whom_no_letter_reaches_is_told_of_on_the_card(enter, people, row):
    party = PartyFactory(agreement=row, association=None, body="VCCI")
    card = f"{DESK}agreement/{row.pk}/change/"
    assert enter(people["focal_point"]).get(card).context["unreached"]
    assert not enter(people["auditor"]).get(card).context["unreached"]
    services.readdress(row, by=people["head"], party=party, email="vcci@example.com")
    assert not enter(people["focal_point"]).get(card).context["unreached"]


def test_no_letter_is_offered_to_be_called_back_where_none_was_written(enter, people, row):
    client, card = enter(people["head"]), f"{DESK}agreement/{row.pk}/"
    client.post(f"{card}suspend/", {"reason": "x"})
    assert "undo" not in client.session
    speaker(row)
    client.post(f"{card}resume/")
    assert client.session["undo"]["cause"] == f"agreement {row.pk} resumed 1"


def test_a_move_that_is_not_open_says_in_words_what_changed_last(enter, people, department):
    """Also of a row that no move of its table made; on a page just opened nothing was typed."""
    row = AgreementFactory(unit=department, status="drafted")
    url = f"{DESK}agreement/{row.pk}/suspend/"
    (said,) = map(str, enter(people["head"]).get(url, follow=True).context["messages"])
    assert str(VERBS["given"]) in said and " given," not in said
    assert "nhập vẫn được giữ" not in said and "typed" not in said
