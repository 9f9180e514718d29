"""docs/workflows.md is drawn from the tables, and says when it is stale."""

import pytest
from django.core.management import CommandError, call_command

from core.diagrams import workflows
from core.workflow import Flow


def test_every_flow_has_its_section_and_every_move_its_arrow():
    drawn = workflows()
    assert Flow.known, "there is a workflow to draw"
    for flow in Flow.known:
        assert f"(`{flow.model._meta.label}`)" in drawn
        for move in flow.steps:
            for source in move.sources or ["[*]"]:
                assert f"    {source} --> {move.target}: {move.name}" in drawn


def test_the_document_is_the_same_in_every_language(settings):
    """The commit must not depend on who draws it."""
    before = workflows()
    settings.LANGUAGE_CODE = "en"
    assert workflows() == before


def test_the_command_writes_and_then_is_content(tmp_path, capsys):
    to = tmp_path / "docs" / "workflows.md"
    with pytest.raises(CommandError, match="draw_workflows"):
        call_command("draw_workflows", "--check", "--to", str(to))
    call_command("draw_workflows", "--to", str(to))
    call_command("draw_workflows", "--check", "--to", str(to))
    to.write_text(to.read_text() + "by hand")
    with pytest.raises(CommandError):
        call_command("draw_workflows", "--check", "--to", str(to))
