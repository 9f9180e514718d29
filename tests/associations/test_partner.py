"""What a partner does with its agreement on the portal."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from associations import services
from associations.terms import plus_months
from core.history import history
from core.models import Letter
from tests.associations.factories import (
    AgreementFactory,
    CommitmentFactory,
    PartyFactory,
    speaker,
)


def renewing(unit, *, ahead: int, **more):
    """Renewed tacitly; its last day lies ``ahead`` days from today, a month's notice."""
    begun = plus_months(localdate() + timedelta(days=ahead), -24)
    return AgreementFactory(
        unit=unit, term_months=24, renewal_months=12, notice_days=30, signed_by_customs=begun,
        signed_by_partner=begun, **more,
    )  # fmt: skip


def test_a_partner_refuses_the_tacit_renewal_in_time(enter, people, department):
    row = renewing(department, ahead=60)
    partner, head = speaker(row), people["head"]
    client, url = enter(partner), f"{row.get_absolute_url()}refuse_renewal/"
    page = client.get(row.get_absolute_url()).content.decode()
    assert f'href="{url}"' in page
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "We close"}).status_code == 302
    row.refresh_from_db()
    assert row.renewal_refused_on == localdate()
    assert (history(row)[0].verb, history(row)[0].reason) == ("refuse_renewal", "We close")
    told = Letter.objects.filter(cause=f"agreement {row.pk} refused")
    assert {letter.recipient for letter in told} == {partner.email, head.email}
    page = client.get(row.get_absolute_url()).content.decode()
    assert url not in page and f"{localdate():%d/%m/%Y}" in page


@pytest.mark.parametrize("who", ["asker", "other partner", "nobody"])
def test_nobody_else_refuses_it(client, people, department, who):
    row = renewing(department, ahead=60)
    speaker(row)
    url = f"{row.get_absolute_url()}refuse_renewal/"
    if who != "nobody":
        client.force_login(people[who] if who == "asker" else speaker(AgreementFactory()))
    assert url not in client.get(row.get_absolute_url()).content.decode()
    assert client.post(url, {"reason": "x"}).status_code == (302 if who == "nobody" else 403)
    row.refresh_from_db()
    assert row.renewal_refused_on is None


def test_a_refusal_that_comes_too_late_is_told_so(enter, department):
    row = renewing(department, ahead=20)
    answer = enter(speaker(row)).post(
        f"{row.get_absolute_url()}refuse_renewal/", {"reason": "We close"}
    )
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    row.refresh_from_db()
    assert row.renewal_refused_on is None


@pytest.mark.parametrize(("ahead", "open_"), [(31, True), (30, False)])
def test_no_button_leads_to_a_refusal_that_comes_too_late(enter, people, department, ahead, open_):
    row = renewing(department, ahead=ahead)
    for user, page in (
        (speaker(row), row.get_absolute_url()),
        (people["head"], f"/admin/associations/agreement/{row.pk}/change/"),
    ):
        assert ("/refuse_renewal/" in enter(user).get(page).content.decode()) == open_


def test_what_is_sent_back_says_what_is_missing_and_keeps_its_file(enter, people, department):
    row = AgreementFactory(unit=department)
    partner = speaker(row)
    owed = CommitmentFactory(agreement=row, side="partner", party=row.parties.get())
    home, client = owed.get_absolute_url(), enter(partner)
    file = SimpleUploadedFile("list.txt", b"five members")
    client.post(f"{home}report/", {"evidence": "Five members went", "upload": file})
    owed.refresh_from_db()
    services.send_back(owed, by=people["head"], reason="No signatures")
    assert "No signatures" in client.get(home).content.decode()
    form = client.get(f"{home}report/").context["form"]
    assert form.initial["evidence"] == "Five members went"
    client.post(f"{home}report/", {"evidence": "With signatures"})
    owed.refresh_from_db()
    assert (owed.status, owed.file.name) == ("reported", "list.txt")
    assert "No signatures" not in client.get(home).content.decode()


def test_the_parties_read_why_it_was_suspended_nobody_else_does(enter, people, department):
    row = AgreementFactory(unit=department)
    programme = AgreementFactory(unit=department, under=row)
    partners = {each: speaker(each) for each in (row, programme)}
    services.suspend(row, by=people["head"], reason="Late reports")
    for each, partner in partners.items():
        assert "Late reports" in enter(partner).get(each.get_absolute_url()).content.decode()
        assert "Late reports" not in Client().get(each.get_absolute_url()).content.decode()
    services.resume(row, by=people["head"])
    page = enter(partners[row]).get(row.get_absolute_url()).content.decode()
    assert "Late reports" not in page


def test_an_agreement_leads_to_its_partner_its_unit_and_what_belongs_to_it(client, department):
    top, old = AgreementFactory(unit=department), AgreementFactory(status="renewed")
    row = AgreementFactory(unit=department, under=top, renews=old)
    draft = AgreementFactory(unit=department, status="drafted", under=top)
    association = PartyFactory(agreement=row).association
    page = client.get(row.get_absolute_url()).content.decode()
    for each in (top, old, association):
        assert f'href="{each.get_absolute_url()}"' in page
    assert f'href="/contact/{department.code}/"' in page
    for above in (top, old):
        page = client.get(above.get_absolute_url()).content.decode()
        assert row.get_absolute_url() in page and draft.get_absolute_url() not in page


def test_a_partner_comments_on_the_draft_under_consultation(enter, people, department):
    """Customs gets it by letter and reads it in the history; another partner does not see it."""
    row = AgreementFactory(unit=department, status="consulted")
    partner, other, head = speaker(row), speaker(row), people["head"]
    home = row.get_absolute_url()
    client = enter(partner)
    assert f'href="{home}remark/"' in client.get(home).content.decode()
    for text in ("Clause 4 is too short", "Clause 5 as well"):
        assert client.post(f"{home}remark/", {"text": text}).status_code == 302
    assert "Clause 4 is too short" in client.get(home).content.decode()
    assert "Clause 4" not in enter(other).get(home).content.decode()
    told = Letter.objects.filter(recipient=head.email)
    assert told.count() == 2 and "Clause 4 is too short" in told.first().body
    assert not Letter.objects.exclude(recipient=head.email).exists()
    card = enter(head).get(f"/admin/associations/agreement/{row.pk}/change/").content.decode()
    assert "Clause 5 as well" in card
    row.refresh_from_db()
    assert row.status == "consulted"
