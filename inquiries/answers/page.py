"""What the list of answers shows: the question asked of it, one page, the topics with counts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.functional import cached_property

from core.search import question
from directory.models import Unit
from directory.querysets import within

from ..models import PublishedAnswer, Topic
from .similar import sought

PER_PAGE, COUNTED = 20, 1000


@dataclass(frozen=True)
class Asked:
    """Words, topic and unit a visitor chose; false when nothing was chosen."""

    q: str = ""
    topic: Topic | None = None
    unit: Unit | None = None

    def __bool__(self) -> bool:
        return bool(self.q or self.topic or self.unit)

    def rows(self) -> QuerySet[PublishedAnswer]:
        """Public answers asked for, newest first."""
        rows = sought(self.q)
        if self.topic:
            rows = rows.filter(Q(topic=self.topic) | Q(topic__parent=self.topic))
        return rows.filter(within(self.unit.covers, "unit__path")) if self.unit else rows

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        parts = {
            "q": self.q, "topic": self.topic and self.topic.code,
            "unit": self.unit and self.unit.code,
        }  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})


def asked(form: Any) -> Asked:
    """What the form says; a field that makes no sense is as good as empty."""
    form.is_valid()
    found = form.cleaned_data
    return Asked(found.get("q") or "", found.get("topic"), found.get("unit"))


class Ranked:
    """One page of what answers a search, the best first; ``after`` is how many came before.

    A word in the question's one line counts four times; no further than :data:`COUNTED` rows.
    """

    def __init__(self, chosen: Asked, after: str):
        self.after = after if after.isascii() and after.isdecimal() and len(after) < 5 else ""
        self.start = min(int(self.after or 0), COUNTED)
        self.all = chosen.rows()
        self.words = question(chosen.q)

    @cached_property
    def found(self) -> list[PublishedAnswer]:
        if self.words is None:
            return []
        title = Func(F("title"), function="portal_vector", output_field=SearchVectorField())
        rank = SearchRank(title, self.words) * 4 + SearchRank(F("search"), self.words)
        best = self.all.annotate(rank=rank).order_by("-rank", "-published_at", "-pk")
        return list(best[self.start : self.start + PER_PAGE + 1])

    @property
    def rows(self) -> list[PublishedAnswer]:
        return self.found[:PER_PAGE]

    @property
    def following(self) -> str:
        end = self.start + PER_PAGE
        return str(end) if len(self.found) > PER_PAGE and end <= COUNTED else ""

    @cached_property
    def count(self) -> str:
        return counted(self.all)


class Slice:
    """One page of newest-first rows; ``after`` is the last row of the page before ("moment_pk")."""

    def __init__(self, rows: QuerySet[PublishedAnswer], after: str):
        self.all, self.after = rows, after

    @cached_property
    def found(self) -> list[PublishedAnswer]:
        rows = self.all
        if at := moment(self.after):
            stamp, pk = at
            rows = rows.filter(Q(published_at__lt=stamp) | Q(published_at=stamp, pk__lt=pk))
        return list(rows[: PER_PAGE + 1])

    @property
    def rows(self) -> list[PublishedAnswer]:
        return self.found[:PER_PAGE]

    @property
    def following(self) -> str:
        """What ``after`` says for the next page; empty on the last."""
        last = self.found[PER_PAGE - 1] if len(self.found) > PER_PAGE else None
        if last is None or last.published_at is None:
            return ""
        return f"{last.published_at.timestamp():.6f}_{last.pk}"

    @cached_property
    def count(self) -> str:
        return counted(self.all)


def counted(rows: QuerySet[PublishedAnswer]) -> str:
    """How many there are, counted up to :data:`COUNTED`."""
    number = rows.order_by().values("pk")[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else str(number)


def moment(text: str) -> tuple[datetime, int] | None:
    """A place in the list; None for anything else."""
    stamp, _sign, pk = text.partition("_")
    try:
        number = int(pk)
        at = datetime.fromtimestamp(float(stamp), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return (at, number) if 0 < number < 2**63 and len(text) < 50 else None


def topics() -> list[Topic]:
    """Topics of the first level with how many public answers each and its sub-topics have."""
    public = Q(status__in=PublishedAnswer.PUBLIC)
    counted = PublishedAnswer.objects.filter(public).values_list("topic", "topic__parent")
    numbers: dict[int, int] = {}
    for topic, parent, many in counted.order_by().annotate(many=Count("pk")):
        numbers[parent or topic] = numbers.get(parent or topic, 0) + many
    tops = list(Topic.objects.on_offer().filter(parent=None, pk__in=numbers))
    for top in tops:
        top.many = numbers[top.pk]
    return tops
