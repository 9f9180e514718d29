"""How an import stands, in the words and figures of its page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.job_views import badge
from core.models import Job

from .columns import Column, folded, in_every_language
from .tables import read
from .work import CHECK, IMPORT, WORDS, faults_of, file_of

SHOWN = 100


def fault_heads() -> list[str]:
    return [_("Row in the file"), _("Column"), _("Value"), _("What is wrong"), _("What to do")]


def fault_lines(job: Job) -> Iterator[list]:
    """Every fault of a job as cells under :func:`fault_heads`."""
    for fault in faults_of(job):
        yield [fault.row, fault.column, fault.value, fault.reason, fault.remedy]


def step_names() -> list[str]:
    return [_("File"), _("Dry run"), _("Import")]


def column_lines(columns: Iterable[Column]) -> list[list]:
    """The columns of an import explained on its page: name, whether required, what to write."""
    return [[c.label, _("Yes") if c.required else _("No"), explained(c)] for c in columns]


def explained(column: Column) -> str:
    """What a column asks, with its list when that is short."""
    allowed = list(map(str, column.widget.allowed))
    listed = "; ".join(allowed) if 0 < len(allowed) <= 12 else ""
    return " ".join(part for part in (str(column.hint), listed) if part)


def job_lines(jobs: Iterable[Job], url) -> list[list]:
    """Imports handed in lately: file with its page, work, state, moment."""
    return [
        [
            format_html('<a href="{}">{}</a>', url("import_job", job.pk), file_of(job).name),
            job.title,
            badge(job),
            date_format(localtime(job.asked_at), "SHORT_DATETIME_FORMAT"),
        ]
        for job in jobs
    ]


@dataclass
class Standing:
    """A dry run or an import, and what may be done next."""

    job: Job

    @property
    def dry(self) -> bool:
        return self.job.kind == CHECK

    @cached_property
    def counted(self) -> dict[str, int]:
        """Rows by verdict (new, changed, same); the words stand there as the owner read them."""
        good = self.job.lines.filter(fault="").annotate(word=KT("cells__0"))
        words = WORDS[self.job.kind].items()
        verdicts = {said: name for name, word in words for said in in_every_language(word)}
        found: Counter[str] = Counter()
        for word, rows in good.values_list("word").annotate(rows=Count("pk")).order_by():
            found[verdicts.get(folded(word), word)] += rows
        return found

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows came to what, in words; rows at fault last."""
        good = [(str(word), self.counted[name]) for name, word in WORDS[self.job.kind].items()]
        return [*good, (_("At fault, left out"), self.job.failed_items)]

    @property
    def figures(self) -> list[tuple[str, str]]:
        return [(word, number_format(rows, force_grouping=True)) for word, rows in self.counts]

    @property
    def worth_doing(self) -> int:
        """Rows that a confirmed import would add or change."""
        return self.counted["new"] + self.counted["changed"]

    @property
    def may_import(self) -> bool:
        return bool(self.dry and self.job.done_at and self.worth_doing)

    @cached_property
    def remark(self) -> str:
        """What was assumed about the file's encoding."""
        with closing(file_of(self.job).open()) as file:
            return read(file).remark

    @cached_property
    def faults(self) -> list[list]:
        lines = islice(fault_lines(self.job), SHOWN)
        return [[_("Row %(row)d") % {"row": row}, *cells] for row, *cells in lines]

    @property
    def more_faults(self) -> bool:
        return len(self.faults) == SHOWN

    @cached_property
    def done_before(self) -> Job | None:
        """The last import of this very file, whoever did it."""
        params = {"model": self.job.params["model"]}
        digest = file_of(self.job).sha256
        same = Job.objects.filter(kind=IMPORT, params=params, file__sha256=digest)
        same = same.filter(cancelled_at=None, given_up_at=None)
        return same.exclude(pk=self.job.pk).order_by("-pk").first()
