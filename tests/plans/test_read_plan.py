"""The command that shows what is in a Decision: two outputs, one refusal, nothing written."""

import json
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.history import acting
from directory.models import Unit
from plans.reading import normalise
from plans.spellings import spellings

from .readings import ROOT, SAMPLE

VI = SAMPLE / "plan-2023.vi.txt"


def test_json_holds_four_parts(db, capsys):
    call_command("read_plan", str(VI), json=True)
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["counts", "tasks", "reporting", "doubts"]
    assert found["counts"]["leaf_obligations_total"] == 64


def test_an_empty_directory_makes_doubts_of_all_units(db, capsys):
    Unit.objects.all().delete()
    call_command("read_plan", str(VI), json=True)
    found = json.loads(capsys.readouterr().out)
    unknown = [d for d in found["doubts"] if d["why"] == "No unit of that year has this name."]
    assert len(unknown) == 11
    assert found["counts"]["leaf_obligations_gdc"] == 34


def test_the_summary_names_tasks_and_doubts(db, capsys):
    call_command("read_plan", str(VI))
    out = capsys.readouterr().out
    assert "Thông tin [information]" in out
    assert "report six_months before 2023-06-15" in out
    assert "doubts: " in out


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_a_file_that_cannot_be_opened_is_refused_with_status_two(db, tmp_path, name):
    with pytest.raises(CommandError) as refused:
        call_command("read_plan", str(tmp_path / name))
    assert refused.value.returncode == 2


def test_the_shell_sees_status_two_and_one_line(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customs")
    done = subprocess.run(
        [sys.executable, "manage.py", "read_plan", str(letter)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_spellings_hold_names_in_both_languages_codes_and_aliases(department):
    with acting(None, "import"):
        department.aliases.create(name="Hải quan Cảng")
    found = spellings(date(2023, 1, 19))
    names = ("03", "Hai Phong Customs Department", "CỤC HẢI QUAN TP HẢI PHÒNG", "Hải quan cảng")
    assert {found[normalise(name)] for name in names} == {"03"}


def test_a_spelling_of_two_units_names_neither(department, unit):
    with acting(None, "import"):
        for each in (department, unit):
            each.aliases.create(name="Hải quan Cảng")
    assert normalise("Hải quan Cảng") not in spellings(date(2023, 1, 19))
