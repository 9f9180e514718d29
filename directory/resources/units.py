"""Units in a spreadsheet, known by code and first day: a code may be used again later."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Choice, Column, Day, SheetResource, Wrong, enrol

from ..models import Unit
from ..rules import administers
from .places import UnitCode, UnitColumn, Units


class SuperiorColumn(UnitColumn):
    """The superior on the unit's own first day, or today; it may stand above in the same file."""

    def clean(self, row, **kwargs):
        code = Column.clean(self, row, **kwargs)
        return self.units.found(code, self.on(row)) if code else None

    def on(self, row) -> date:
        first, last = (self.day.clean(row.get(name)) for name in ("valid_from", "valid_to"))
        return first or (min(last, localdate()) if last else localdate())

    day = Day()


@enrol
class UnitResource(SheetResource):
    """The system administrator brings in units; a superior stands above its units."""

    size = 5_000

    code = Column("code", gettext_lazy("Code"), required=True, example="03CC")
    kind = Column(
        "kind", gettext_lazy("Kind of unit"), Choice(Unit.Kind.choices), required=True,
        example=Unit.Kind.BRANCH.label,
    )  # fmt: skip
    name_vi = Column(
        "name_vi", gettext_lazy("Name in Vietnamese"), required=True,
        hint=gettext_lazy("Of a unit that is there already it stays: a renamed unit is a new one."),
        example="Chi cục Hải quan cửa khẩu cảng Hải Phòng KV I",
    )  # fmt: skip
    name_en = Column(
        "name_en", gettext_lazy("Name in English"), required=True,
        example="Customs Branch of Hai Phong Port Area I",
    )  # fmt: skip
    parent = SuperiorColumn(
        "parent", gettext_lazy("Code of the superior unit"), UnitCode(), example="03",
        hint=gettext_lazy("Empty for the general department alone; superiors stand first."),
    )  # fmt: skip
    area = Column("area", gettext_lazy("Area"), example="Hải Phòng")
    valid_from = Column(
        "valid_from", gettext_lazy("First day"), Day(), example=date(2025, 3, 1),
        hint=gettext_lazy("With the code it tells which unit is meant."),
    )  # fmt: skip
    valid_to = Column(
        "valid_to", gettext_lazy("Last day"), Day(), hint=gettext_lazy("Empty while it stands.")
    )

    class Meta(SheetResource.Meta):
        model = Unit
        use_bulk = False
        import_id_fields = ("code",)
        fields = ("code", "kind", "name_vi", "name_en", "parent", "area", "valid_from", "valid_to")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.units = Units()
        self.fields["parent"].look_up(self.units, self.by)

    @staticmethod
    def open_to(user) -> bool:
        """Who may import units at all."""
        return administers(user, None)

    def key(self, row):
        code = self.cell("code", row)
        return code and (code, self.cell("valid_from", row))

    def existing(self, keys):
        found = Unit.objects.filter(code__in={code for code, _day in keys}).select_related("parent")
        return {(unit.code, unit.valid_from): unit for unit in found}

    def prepare(self, instance):
        fixed = ("kind", "name_vi", "parent_id") if instance.pk else ()
        instance.kept = {name: getattr(instance, name) for name in fixed}

    def exported(self, queryset):
        return queryset.for_list().order_by("path")

    def refuse_foreign(self, instance, row):
        """None is foreign to the system administrator, who alone comes here."""

    def check(self, instance):
        faults = {
            name.removesuffix("_id"): Wrong(
                _("A unit keeps its kind, its name and its superior."),
                _("Give this unit its last day, and write the new one as a row of its own."),
            )
            for name, kept in instance.kept.items()
            if getattr(instance, name) != kept
        }
        top = instance.kind == Unit.Kind.GENERAL_DEPARTMENT
        if instance.kind and top == bool(instance.parent_id):
            faults["parent"] = Wrong(
                _("Only a general department stands on top, and it alone."),
                _("Write the code of the superior unit, or empty the cell."),
            )
        first, last = instance.valid_from, instance.valid_to
        if first and last and first > last:
            faults["valid_to"] = Wrong(
                _("The last day comes before the first day."), _("Correct one of the two.")
            )
        return faults

    def after_save_instance(self, instance, row, **kwargs):
        known = self.units.by_code.get(instance.code.upper(), [])
        if all(unit.pk != instance.pk for unit in known):
            self.units.add(instance)
