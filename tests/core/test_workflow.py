"""Workflow tables: what is offered, how states are framed, verbs of rows without a status."""

import pytest
from django.core.exceptions import PermissionDenied

from core.history import history
from core.workflow import Flow, Move, NotNow
from directory.accounts import services
from directory.rules import accounts

FLOWS = Flow.known


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.model.__name__)
def test_names_of_moves_are_no_addresses_of_the_admin(flow):
    taken = {"add", "change", "changelist", "delete", "history", "autocomplete", "export"}
    assert not taken & set(flow.moves)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.model.__name__)
def test_every_state_is_framed_by_its_place_in_the_table(flow):
    kinds = flow.kinds()
    for move in flow.moves.values():
        if not move.sources:
            assert str(move.target) not in kinds, "a beginning is plain"
    ends = {state for state, kind in kinds.items() if kind == "done"}
    assert not ends & {str(s) for move in flow.moves.values() for s in move.sources}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.model.__name__)
def test_every_move_says_what_follows(flow):
    """A button says what follows from it (interface.md)."""
    silent = [m.name for m in flow.moves.values() if m.sources and not m.hint]
    assert not silent


def test_hints_are_optional_and_moves_keep_their_five_words():
    move = Move("go", "Go", ("a",), "b", lambda user, subject: True)
    assert (move.hint, move.grave, move.cause) == ("", False, "")


ROLES = "officer head focal_point administrator stranger board system auditor asker".split()  # noqa: SIM905


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("name", ["deactivate", "reactivate"])
def test_accounts_move_by_state_and_person(people, who, active, name):
    """Move × state × person; denied cases change nothing."""
    account = people["rival"]
    if not active:
        services.deactivate(account, by=None, reason="given")
    verb, by = getattr(services, name), people[who]
    open_now = active if name == "deactivate" else not active
    if who == "system" and open_now:
        verb(account, by=by, reason="left")
        assert history(account)[0].verb == name and history(account)[0].reason == "left"
        assert account.is_active is (name == "reactivate")
        return
    with pytest.raises(NotNow if who == "system" else PermissionDenied):
        verb(account, by=by, reason="x")
    account.refresh_from_db()
    assert account.is_active is active


def test_nobody_closes_the_own_account(people):
    with pytest.raises(PermissionDenied):
        services.deactivate(people["system"], by=people["system"], reason="x")
    assert not accounts.open_to(people["system"], people["system"])
