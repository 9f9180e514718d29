"""The check of translations finds each kind of fault, in code and in templates."""

import pytest
from babel.messages.catalog import Message

from tests import words

GOOD = [
    ("Sign in", "Đăng nhập"),
    ("%(n)s rows", "%(n)s dòng"),
    (("%(n)s day", "%(n)s days"), ("%(n)s ngày",)),
    (("One day", "%(n)s days"), ("%(n)s ngày",)),
    ("Zalo", "Zalo"),
    ("%(date)s – %(time)s", "%(date)s – %(time)s"),
    ("<b>Note</b> ", "<b>Lưu ý</b> "),
]
BAD = [
    ("Sign in", "", "no translation"),
    (("%(n)s day", "%(n)s days"), ("",), "no translation"),
    ("%(n)s rows", "%(m)s dòng", "other placeholders"),
    ("%(n)s rows", "các dòng", "other placeholders"),
    ("Rows", "%(n)s dòng", "other placeholders"),
    ("{name} left", "{ten} còn lại", "other placeholders"),
    ("<b>Note</b>", "Lưu ý", "other tags"),
    ("Note: ", "Lưu ý:", "begins or ends with other white space"),
    ("Sign in", "Sign in", "same as the English"),
]


@pytest.mark.parametrize(("said", "put"), GOOD)
def test_what_may_stand(said, put):
    assert words.fault(Message(said, put)) == ""


@pytest.mark.parametrize(("said", "put", "why"), BAD)
def test_what_may_not_stand(said, put, why):
    assert words.fault(Message(said, put)) == why


def test_fuzzy_may_not_stand():
    assert words.fault(Message("Sign in", "Đăng nhập", flags=["fuzzy"])) == "marked fuzzy"


def test_sentences_of_python(tmp_path):
    file = tmp_path / "a.py"
    file.write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy\n"
        "a = _('One'\n  ' sentence')\nb = ngettext('%(n)s day', '%(n)s days', n)\n"
        "c = pgettext_lazy('a month', 'May')\nd = 'no sentence'\n"
    )
    assert list(words.sentences(file)) == [
        (2, "One sentence", None),
        (4, ("%(n)s day", "%(n)s days"), None),
        (5, "May", "a month"),
    ]


def test_sentences_of_a_template(tmp_path):
    file = tmp_path / "a.html"
    file.write_text(
        "<p>{% if a %}\n{% translate 'Một' as b %}{{ c|default:_('Two') }}{% endif %}</p>\n"
        "{% blocktranslate count n=n trimmed %}\n {{ n }} day\n{% plural %}\n {{ n }} days\n"
        "{% endblocktranslate %}{% translate 'May' context 'a month' %}\n"
    )
    found = [(message, context) for _line, message, context in words.sentences(file)]
    assert found == [
        ("Một", None),
        ("Two", None),
        (("%(n)s day", "%(n)s days"), None),
        ("May", "a month"),
    ]


def test_a_broken_file_is_named(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("a = (")
    with pytest.raises(SystemExit, match="a.py"):
        list(words.sentences(file))


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Catalogues of their own, beside the code's real sentences."""
    monkeypatch.setattr(words, "ROOT", tmp_path)
    used = words.Catalog()
    used.add("Sign in", locations=[("a.py", 1)])
    used.add("Sign out", locations=[("a.py", 2)])
    return used


def po(path, *pairs):
    path.write_text("".join(f'msgid "{one}"\nmsgstr "{two}"\n\n' for one, two in pairs))
    return path


def test_merged_translations_and_their_contradictions(catalogues, tmp_path):
    words.written(catalogues, [])
    assert [fault for fault in words.portal_faults(catalogues) if "no translation" in fault]
    first = po(tmp_path / "1.po", ("Sign in", "Đăng nhập"), ("Nowhere", "Không đâu"))
    second = po(tmp_path / "2.po", ("Sign in", "Vào"), ("Sign out", "Đăng xuất"))
    said = words.written(catalogues, [first, second])
    assert [line.split(": ", 1)[1] for line in said] == [
        "said nowhere, left out: Nowhere",
        "Sign in: 'Vào' against 'Đăng nhập', which stays",
    ]
    assert list(words.portal_faults(catalogues)) == []


def test_new_and_left_over_sentences_are_named_with_their_place(catalogues, tmp_path):
    words.written(catalogues, [po(tmp_path / "1.po", ("Sign in", "Đăng nhập"), ("Sign out", "Ra"))])
    now = words.Catalog()
    now.add("Sign in", locations=[("a.py", 1)])
    now.add("New", locations=[("b.py", 7)])
    faults = list(words.portal_faults(now))
    assert faults[0] == "b.py:7: not in the catalogue (make words): New"
    assert len(faults) == 2
    assert "django.po:" in faults[1]
    assert "no longer said anywhere" in faults[1]


def test_libraries_say_nothing_in_english_only():
    """What Django, allauth and import-export left untranslated is supplied."""
    assert list(words.faults_of_libraries(words.gathered())) == []
