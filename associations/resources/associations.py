"""Associations in a spreadsheet, known by their Vietnamese name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Choice, Column, SheetResource, Wrong, enrol
from directory.resources.places import UnitCode, UnitColumn, Units

from ..models import Association
from ..rules import keeps, keeps_any


@enrol
class AssociationResource(SheetResource):
    """Who keeps associations brings in those of the own units, no others."""

    name_vi = Column(
        "name_vi", gettext_lazy("Name in Vietnamese"), required=True,
        example="Hiệp hội Doanh nghiệp Sông Hồng",
    )  # fmt: skip
    name_en = Column("name_en", gettext_lazy("Name in English"))
    short = Column("short", gettext_lazy("Abbreviation"), example="HHSH")
    sector = Column(
        "sector", gettext_lazy("Sector"), Choice(Association.Sector.choices), required=True,
        example=Association.Sector.GENERAL.label,
    )  # fmt: skip
    level = Column(
        "level", gettext_lazy("Reach"), Choice(Association.Level.choices), required=True,
        example=Association.Level.PROVINCIAL.label,
    )  # fmt: skip
    kept_by = UnitColumn(
        "kept_by", gettext_lazy("Code of the unit in charge"), UnitCode(), required=True,
        example="03",
    )  # fmt: skip
    website = Column("website", gettext_lazy("Website"), example="https://hiephoi.example")
    address = Column("address", gettext_lazy("Address"))

    class Meta(SheetResource.Meta):
        model = Association
        import_id_fields = ("name_vi",)
        fields = ("name_vi", "name_en", "short", "sector", "level", "kept_by", "website",
                  "address")  # fmt: skip

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["kept_by"].look_up(Units(), self.by)

    @staticmethod
    def open_to(user) -> bool:
        """Who may import associations at all."""
        return keeps_any(user)

    def existing(self, keys):
        found = Association.objects.filter(name_vi__in=keys).select_related("kept_by")
        return {row.name_vi: row for row in found}

    def refuse_foreign(self, instance, row):
        if not keeps(self.by, instance):
            raise Wrong(
                _("This association is in the charge of another unit."),
                _("Leave the row out, or ask the unit in charge."),
            )

    def check(self, instance):
        if instance.kept_by_id and not keeps(self.by, instance):
            return {"kept_by": Wrong(
                _("This unit is outside the units you answer for."),
                _("Write the code of one of your own units."),
            )}  # fmt: skip
        return {}
