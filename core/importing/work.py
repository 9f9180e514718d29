"""Imports as jobs: the dry run and the doing are the same work, one of them taken back."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice, zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import acting
from core.jobs import Fault as FaultyItem
from core.jobs import job
from core.models import Job, StoredFile

from .outcomes import Outcome
from .refusal import Fault, RefusedTable
from .resource import SheetResource, importable
from .tables import read

CHECK, IMPORT = "import_check", "import"
WORDS = {
    CHECK: {
        "new": gettext_lazy("Will be added"),
        "changed": gettext_lazy("Will be changed"),
        "same": gettext_lazy("Stays as it is"),
    },
    IMPORT: {
        "new": gettext_lazy("Added"),
        "changed": gettext_lazy("Changed"),
        "same": gettext_lazy("Stayed as it was"),
    },
}


class Outcomes:
    """The rows of a job's file, done piece by piece as they are asked for.

    Rows behind the job's position are passed over: they stand already. A piece is written in the
    transaction of the step that asks for its first row; what was written and not yet counted when
    a worker dies is found unchanged the next time.
    """

    def __init__(self, mine: Job):
        self.job, self.resource, self.file = mine, resource_of(mine), file_of(mine)

    def __len__(self) -> int:
        with closing(self.file.open()) as file:
            return sum(1 for _row in read(file).rows) - 1

    def __iter__(self) -> Iterator[Outcome | None]:
        with closing(self.file.open()) as file:
            rows = read(file).rows
            names = self.resource.named(next(rows)[1])
            for number, cells in islice(rows, self.job.position):
                self.resource.note(number, cells, names)
                yield None
            while lines := list(islice(rows, self.resource.size)):
                yield from self.outcomes(lines, names)

    def outcomes(self, lines, names) -> list[Outcome]:
        with acting(self.resource.by, "import", reason=self.file.name):
            return self.resource.take(lines, names, dry=self.job.kind == CHECK)


def file_of(mine: Job) -> StoredFile:
    """The file of a dry run or an import; ``begin`` gives them one, so that none is our mistake."""
    if mine.file is None:
        raise LookupError(f"job {mine.pk} ({mine.kind}) has no file to import")
    return mine.file


def resource_of(mine: Job) -> SheetResource:
    """The resource a job imports into, in its owner's hands; refuses one who may no longer."""
    kind = importable[mine.params["model"]]
    if not kind.open_to(mine.owner):
        raise RefusedTable(_("You may not import here any more."), _("Ask an administrator."))
    return kind(by=mine.owner)


def header(mine: Job) -> list:
    key = resource_of(mine).key_label
    return [_("What came of it"), _("Row in the file"), str(key)]


def fault_header(mine: Job) -> list:
    return [_("Row in the file"), _("Column"), _("Value"), _("What to do")]


def told(mine: Job, outcome: Outcome) -> list:
    """A line of the result, or the faults of the row, one a line in each cell."""
    if not outcome.faults:
        return [str(WORDS[mine.kind][outcome.verdict]), outcome.row, outcome.key]
    columns, values, reasons, remedies = (
        "\n".join(getattr(fault, part) for fault in outcome.faults)
        for part in ("column", "value", "reason", "remedy")
    )
    raise FaultyItem(reasons, [outcome.row, columns, values, remedies])


def faults_of(mine: Job) -> Iterator[Fault]:
    """Every fault of a job, in the order of the file."""
    for line in mine.lines.exclude(fault="").order_by("number").iterator(chunk_size=1000):
        row, *parts = line.cells or [line.number + 1, "", "", ""]
        columns, values, remedies = (part.split("\n") for part in parts)
        for found in zip_longest(columns, values, line.fault.split("\n"), remedies, fillvalue=""):
            yield Fault(row, *found)


job(
    CHECK, title=gettext_lazy("Dry run of an import"), items=Outcomes, header=header,
    fault_header=fault_header,
)(told)  # fmt: skip
job(IMPORT, title=gettext_lazy("Import"), items=Outcomes, header=header, fault_header=fault_header)(
    told
)
