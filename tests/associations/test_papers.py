"""Papers of cooperation: linked where their row is read, handed out to whom they are for."""

import pytest
from django.test import Client

from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    AmendmentFactory,
    CommitmentFactory,
    MeetingFactory,
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
