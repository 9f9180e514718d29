"""An association's own data, as they are typed on the desk."""

import pytest

from associations.models import Association
from tests.factories import UnitFactory

ADD = "/admin/associations/association/add/"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("hiephoi.example", "https://hiephoi.example"), ("http://a.example", "http://a.example")],
)
def test_a_website_typed_without_its_scheme_is_a_safe_one(enter, people, typed, kept):
    data = {"name_vi": "Hiệp hội", "sector": "textiles", "level": "national", "website": typed}
    data |= {"kept_by": UnitFactory().pk, "version": ""}
    for group in ("contacts", "representatives"):
        data |= {f"{group}-TOTAL_FORMS": 0, f"{group}-INITIAL_FORMS": 0}
    answer = enter(people["system"]).post(ADD, data)
    assert answer.status_code == 302, answer.context["errors"]
    assert Association.objects.get().website == kept
