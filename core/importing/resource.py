"""Rows of a spreadsheet in and out of one model: found by a key, checked, written in batches."""

from collections.abc import Hashable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from tablib import Dataset

from .columns import Column, folded, in_every_language
from .outcomes import Outcome, outcome, refused_by_database, shown
from .refusal import RefusedTable, Wrong
from .sheets import Formula

Line = tuple[int, list[Any]]


importable: dict[str, type["SheetResource"]] = {}
"""Resources by the label of their model ("directory.Enterprise"), for jobs."""


class KeyLoader(BaseInstanceLoader):
    """The rows of the model that a piece of the file speaks of, found by one query."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        keys = [resource.key(row) for row in dataset.dict] if dataset is not None else []
        self.found = resource.existing({key for key in keys if key is not None})

    def get_instance(self, row):
        return self.found.get(self.resource.key(row))


class Unshown:
    """In place of the library's word-by-word comparison, which nothing here shows."""

    def __init__(self, resource, instance, new):
        pass

    def compare_with(self, resource, instance):
        pass


class SheetResource(ModelResource):
    """An import-export resource whose columns are declared as :class:`Column`.

    A subclass says ``key``, ``existing``, ``refuse_foreign`` (what lies outside the reach of
    ``by``) and ``check`` (rules over several columns). ``size`` rows are one committed step.
    """

    size = 500

    class Meta:
        abstract = True
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        clean_model_instances = True
        instance_loader_class = KeyLoader

    def __init__(self, *, by, **kwargs):
        super().__init__(**kwargs)
        self.by = by
        self.seen: dict[Hashable, int] = {}
        self.numbers: list[int] = []

    # --- what a subclass says ---------------------------------------------------------------
    def key(self, row: dict[str, Any]) -> Hashable | None:
        """By what the row is known, None when that cell cannot be read."""
        return self.cell(self.get_import_id_fields()[0], row)

    def existing(self, keys: set) -> dict[Hashable, Any]:
        """Rows of the model with these keys, whoever may see them: one query."""
        raise NotImplementedError

    def refuse_foreign(self, instance, row) -> None:
        """Raise ``Wrong`` for a row of the model outside the reach of ``by``."""
        raise NotImplementedError

    def check(self, instance) -> dict[str, ValidationError]:
        """Faults that show only over several columns, by field."""
        return {}

    @classmethod
    def get_diff_class(cls):
        return Unshown

    # --- columns ----------------------------------------------------------------------------
    @property
    def columns(self) -> dict[str, Column]:
        return {name: self.fields[name] for name in self.get_import_order()}

    @property
    def key_label(self) -> Any:
        return self.fields[self.get_import_id_fields()[0]].label

    def header(self) -> list[str]:
        """Headings in the reader's language, for template and export alike."""
        return [str(column.label) for column in self.columns.values()]

    def named(self, header: Iterable[Any]) -> list[str]:
        """The field of each heading, "" for one to be left out.

        Refused: a heading that is no column's, one that comes twice, a required one missing.
        """
        known: dict[str, str] = {}
        for name, column in self.columns.items():
            known |= dict.fromkeys(in_every_language(column.label) | {folded(name)}, name)
        texts = ["" if h is None or isinstance(h, Formula) else folded(h) for h in header]
        _refuse_headings(texts, known, self.columns)
        return [known.get(text, "") for text in texts]

    def cell(self, name: str, row: dict[str, Any]) -> Any:
        """The cleaned value of a cell, None when it cannot be taken."""
        try:
            return self.fields[name].clean(row) or None
        except ValidationError:
            return None

    def exported(self, queryset):
        """The rows to export, ready to be read in one order, superiors before inferiors."""
        return queryset.for_list().order_by("pk")

    def export_rows(self, queryset) -> Iterator[list]:
        """Cells in the columns of the import; what is exported imports again without a change."""
        columns = list(self.columns.values())
        for instance in queryset:
            self.prepare(instance)
            yield [column.widget.render(column.get_value(instance)) for column in columns]

    def prepare(self, instance) -> None:
        """Set what columns read beyond the model's own fields."""

    # --- one row (called by import-export) --------------------------------------------------
    def before_import_row(self, row, **kwargs):
        number, key = self.numbers[kwargs["row_number"] - 1], self.key(row)
        if key is not None and (first := self.seen.setdefault(key, number)) != number:
            raise ValidationError({self.get_import_id_fields()[0]: Wrong(
                _("The same row stands in line %(row)d already.") % {"row": first},
                _("Keep one of the two."),
            )})  # fmt: skip

    def after_init_instance(self, instance, new, row, **kwargs):
        if not new:
            try:
                self.refuse_foreign(instance, row)
            except Wrong as foreign:
                raise ValidationError({self.get_import_id_fields()[0]: foreign}) from foreign
        self.prepare(instance)

    def import_instance(self, instance, row, **kwargs):
        """All faults of a row at once."""
        errors = {}
        for name, column in self.columns.items():
            if column.column_name not in row:
                continue
            try:
                column.save(instance, row)
            except ValidationError as wrong:
                errors[name] = wrong
        if errors:
            raise ValidationError(errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        for name, wrong in self.check(instance).items():
            errors.setdefault(name, [wrong])
        relations = {f.name for f in instance._meta.fields if f.is_relation}
        if errors:  # with what no column holds, a row at fault was never completed
            held = {column.attribute for column in self.columns.values()}
            relations |= {f.name for f in instance._meta.fields} - held
        try:
            # Uniqueness and constraints: the key was looked up, the database has the last word.
            instance.full_clean(relations | set(errors), False, False)
        except ValidationError as wrong:
            errors = wrong.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    # --- a piece of the file ----------------------------------------------------------------
    def note(self, number: int, cells: list[Any], names: list[str]) -> None:
        """Remember a row that was done before, so that its double is found."""
        if (key := self.key(dict(zip(names, cells, strict=False)))) is not None:
            self.seen.setdefault(key, number)

    def take(self, lines: list[Line], names: list[str], *, dry: bool) -> list[Outcome]:
        """Check one piece and, unless ``dry``, write it; a dry run writes and takes it back.

        Call it inside :func:`core.history.acting`. Rows at fault are left out, the others stand.
        """
        found = self._taken(lines, names, dry)
        if found.base_errors or found.has_errors() and not dry:
            return [self._alone(line, names, dry) for line in lines]
        results = zip(lines, found.rows, strict=True)
        return [self._outcome(line, names, result) for line, result in results]

    def _taken(self, lines: list[Line], names: list[str], dry: bool) -> Result:
        self.numbers = [number for number, _cells in lines]
        kept = [place for place, name in enumerate(names) if name]
        data = Dataset(headers=[names[place] for place in kept])
        for _number, cells in lines:
            data.append([cells[p] if p < len(cells) else None for p in kept])
        return self.import_data(data, dry_run=dry, use_transactions=True)

    def _alone(self, line: Line, names: list[str], dry: bool) -> Outcome:
        """The database refused a row of the piece: each is tried by itself."""
        found = self._taken([line], names, dry)
        if found.base_errors:
            fault = refused_by_database(line[0], found.base_errors[0].error)
            return Outcome(line[0], "faulty", "", (fault,))
        return self._outcome(line, names, found.rows[0])

    def _outcome(self, line: Line, names: list[str], result: RowResult) -> Outcome:
        cells = dict(zip(names, line[1], strict=False))
        key = shown(cells.get(self.get_import_id_fields()[0]))
        labels = {name: str(column.label) for name, column in self.columns.items()}
        return outcome(line[0], key, result, cells, labels)


def enrol(resource: type[SheetResource]) -> type[SheetResource]:
    """Decorate a resource: its imports may be asked for as jobs."""
    importable[resource._meta.model._meta.label] = resource
    return resource


def nearest(text: str, known: Iterable[str]) -> str:
    """Up to three of ``known`` that look like ``text``, or the first of them."""
    known = sorted(known)
    upper = {each.upper(): each for each in known}
    close = [upper[each] for each in get_close_matches(text.upper(), upper, 3, 0.4)]
    return ", ".join(close or known[:3])


def _refuse_headings(texts: list[str], known: dict[str, str], columns: dict[str, Column]) -> None:
    remedy = _("Download the template and keep its first line.")
    named = [known[text] for text in texts if text in known]
    missing = [str(c.label) for n, c in columns.items() if c.required and n not in named]
    if missing:
        raise RefusedTable(
            _("These columns are missing: %(names)s.") % {"names": "; ".join(missing)}, remedy
        )
    twice = {str(columns[name].label) for name in named if named.count(name) > 1}
    strange = [text[:50] for text in texts if text and text not in known]
    if twice or strange:
        names = "; ".join([*twice, *strange][:10])
        raise RefusedTable(
            _("These columns are not in the template or come twice: %(names)s.") % {"names": names},
            remedy,
        )
