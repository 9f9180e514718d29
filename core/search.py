"""Search as people type Vietnamese: with or without marks; marks that are typed count.

A text is kept twice in one vector. Bare: small letters, no marks, đ as d. Marked: the tone mark
goes before its syllable as a Greek letter, so that hoà and hòa are one word and a beginning
("hoà") finds the whole ("hoàng"). The SQL twins stand in migration ``core.0001_ground``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import F, Func, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

LONGEST, MOST_WORDS = 200, 12  # characters and words of a question that are looked at
# As the SQL twin, portal_plain, has it: ASCII and Latin-1 signs, general punctuation, CJK signs.
SIGNS = re.compile(r"[\x00-/:-@\[-`{-\xbf\u2000-\u206f\u3000-\u303f\ud800-\udfff]+")
MARKS = re.compile("[\u0300-\u036f]")
TONED = re.compile("([a-zđ\u0302\u0306\u031b]+)([\u0300\u0301\u0303\u0309\u0323])")
TONES = str.maketrans(dict(zip("\u0300\u0301\u0303\u0309\u0323", "αβγδε", strict=True)))
QUOTED = re.compile('["“”„]([^"“”„]*)["“”„]?')
# A number is rare, which PostgreSQL does not know: without a fence (a LIMIT is one) it walks the
# newest rows instead of asking the index: 862 ms against 1 ms on 78,000 texts. A short one ("7") is
# the beginning of too many: there the fence costs 312 ms against less than 20 on 200,000 cases.
RARE, FENCE = re.compile("[0-9]{4}"), 2**31
UNSTORED = re.compile("[\0\ud800-\udfff]+")  # what PostgreSQL does not take in a text
TEXTS = (models.CharField, models.TextField)


class Unread(SearchVectorField):
    """A vector that a SELECT leaves behind: it is for looking in, not at."""

    def select_format(self, compiler, sql, params):
        return "NULL", []


class SearchField(models.GeneratedField):
    """The vector of the named columns: ``search = SearchField("name_vi", "code")``.

    PostgreSQL keeps it; give it a GinIndex. It is never read back: a SELECT carries NULL instead.
    Leave it out of the history (``@tracked(exclude=("search",))``).
    """

    db_returning = False  # type: ignore[assignment]  # the stubs pin the default

    def __init__(self, *names: str, **options: Any):
        self.names = names
        vector = Func(*map(F, names), function="portal_vector")
        super().__init__(expression=vector, output_field=Unread(), db_persist=True, editable=False)

    def deconstruct(self):
        name, _path, _args, _options = super().deconstruct()
        return name, "core.search.SearchField", list(self.names), {}

    def clone(self):
        return type(self)(*self.names)


@contextmanager
def walking() -> Iterator[None]:
    """Inside, PostgreSQL reads rows in their order and looks at the text of each, instead of first
    collecting all that an index of words names. For rows that are bounded by something else.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        cursor.execute("SET LOCAL enable_bitmapscan = on")  # where the transaction goes on


def bare(text: str) -> str:
    """Small letters without marks; đ is d."""
    split = unicodedata.normalize("NFD", text).lower()
    return MARKS.sub("", split).replace("đ", "d").replace("Đ", "d")


def marked(text: str) -> str:
    """Small letters with their marks, the tone before its syllable."""
    split = unicodedata.normalize("NFD", text).lower().replace("Đ", "đ")
    return unicodedata.normalize("NFC", TONED.sub(r"\2\1", split).translate(TONES))


def question(text: str) -> SearchQuery | None:
    """What a person typed as a query; None when there is no word in it. Never raises.

    All words must be there; words between quotes follow each other; the last word, and a code or
    number, may be a beginning. Only the first 200 characters and 12 words are looked at (G11).
    """
    parts, rest = [], str(text)[:LONGEST]
    for phrase in QUOTED.findall(rest):
        parts.append(_phrase(words(phrase)))
    loose = words(QUOTED.sub(" ", rest))[:MOST_WORDS]
    for at, word in enumerate(loose):
        last = at == len(loose) - 1 and len(word) > 1
        parts.append(_word(word, open_ended=last or any(map(str.isdigit, word))))
    raw = " & ".join(part for part in parts[:MOST_WORDS] if part)
    return SearchQuery(raw, config="simple", search_type="raw") if raw else None


def words(text: str) -> list[str]:
    """Its words, without signs; operators of the query language are signs."""
    return SIGNS.sub(" ", text).split()


def _word(word: str, *, open_ended: bool) -> str:
    plain, exact = bare(word), marked(word)
    return f"'{exact if exact != plain else plain}'{':*' if open_ended else ''}" if plain else ""


def _phrase(found: list[str]) -> str:
    """Words in a row; with a mark in any of them, all stand as they were typed."""
    plain, exact = [bare(w) for w in found], [marked(w) for w in found]
    said = [w for w in (exact if exact != plain else plain) if w]
    row = " <-> ".join(f"'{word}'" for word in said)
    return f"({row})" if row else ""


def matching(queryset: QuerySet, text: str, *, field: str = "search") -> QuerySet:
    """Rows whose vector ``field`` answers ``text``; all rows for a blank text, none for signs only.

    Order and limit are the caller's. May lead through a relation ("enterprise__search").
    """
    if not str(text).strip():
        return queryset
    asked = question(text)
    if asked is None:
        return queryset.none()
    if field == "search" and RARE.search(str(text)[:LONGEST]):
        found = queryset.model._base_manager.filter(search=asked).values("pk")[:FENCE]
        return queryset.filter(pk__in=found)
    return queryset.filter(**{field: asked})


def search_queryset(queryset: QuerySet, text: str, fields: Iterable[str] = ()) -> QuerySet:
    """Search any model: by its ``search`` vector, else in ``fields`` (as admin's search_fields).

    A field that leads to another model's vector is asked as one; text is compared without marks;
    the prefixes ``^`` and ``=`` mean "begins with" and "equals".
    """
    fields = tuple(fields)
    if not str(text).strip():
        return queryset
    vectors = {name for name in fields if _is_vector(queryset.model, name)}
    if _at(queryset.model, "search") and vectors <= {"search"}:
        return matching(queryset, text)  # all words at once: one by one costs ten times as much
    rows = queryset
    for word in UNSTORED.sub(" ", str(text)[:LONGEST]).split()[:MOST_WORDS]:
        rows = rows.filter(_any([_asked(queryset.model, name, word) for name in fields]))
    return rows.distinct() if any(_many(queryset.model, name) for name in fields) else rows


def _any(questions: list[Q]) -> Q:
    found = Q(pk__in=[])
    for each in questions:
        found |= each
    return found


def _asked(model: type[models.Model], name: str, word: str) -> Q:
    lookup = {"^": "istartswith", "=": "iexact"}.get(name[:1], "icontains")
    name = name.lstrip("^=@")
    field = _at(model, name)
    if isinstance(field, SearchField):
        asked = question(word)
        return Q(**{name: asked}) if asked else Q(pk__in=[])
    if isinstance(field, TEXTS):
        return Q(**{f"{name}__unaccent__{lookup}": word})
    return Q(**{name: int(word)}) if word.isdecimal() and len(word) < 10 else Q(pk__in=[])


def _path(model: type[models.Model], name: str) -> list[models.Field]:
    """The fields ``name`` leads through; empty when it leads nowhere."""
    fields: list[Any] = []
    try:
        for part in name.lstrip("^=@").split(LOOKUP_SEP):
            at = fields[-1].related_model if fields else model
            part = at._meta.pk.name if part == "pk" else part
            fields.append(at._meta.get_field(part))
    except (FieldDoesNotExist, AttributeError):
        return []
    return fields


def _at(model: type[models.Model], name: str) -> models.Field | None:
    path = _path(model, name)
    return path[-1] if path else None


def _is_vector(model: type[models.Model], name: str) -> bool:
    return isinstance(_at(model, name), SearchField)


def _many(model: type[models.Model], name: str) -> bool:
    return any(field.many_to_many or field.one_to_many for field in _path(model, name))
