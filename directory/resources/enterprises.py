"""Enterprises in a spreadsheet, known by their tax code."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Choice, Choices, Column, SheetResource, Words, Wrong, enrol

from ..models import Enterprise
from ..rules import administers, administers_any
from ..tax_codes import PERSONAL, clean_tax_code
from .places import UnitCode, UnitColumn, Units


@lru_cache(maxsize=4_000)  # a row's key is asked for several times
def tax_code(text: str) -> str:
    """The stored form of a tax code; ``Wrong`` tells what happened to it."""
    try:
        return clean_tax_code(text)
    except ValidationError as wrong:
        if text.isdigit() and len(text) in (9, 11):
            raise Wrong(
                _("The code has %(count)d digits: Excel took a leading zero away.")
                % {"count": len(text)},
                _("Format the column as text and write the zero again."),
            ) from wrong
        raise Wrong(
            wrong.messages[0], _("Compare it with the enterprise's registration.")
        ) from wrong


@enrol
class EnterpriseResource(SheetResource):
    """A department administrator brings in the enterprises of the own subtree, no others."""

    tax_code = Column(
        "tax_code", gettext_lazy("Tax code"), Words(tax_code), required=True, example="0100233488",
        hint=gettext_lazy("10 digits, 13 for a branch, 12 for a household business; as text."),
    )  # fmt: skip
    name_vi = Column(
        "name_vi", gettext_lazy("Name in Vietnamese"), required=True,
        hint=gettext_lazy("As registered."), example="Công ty TNHH Hoa Sen Biển",
    )  # fmt: skip
    name_en = Column("name_en", gettext_lazy("Name in English"), example="Sea Lotus Co., Ltd")
    kind = Column(
        "kind", gettext_lazy("Kind of enterprise"), Choice(Enterprise.Kind.choices), required=True,
        example=Enterprise.Kind.PRIVATE.label,
    )  # fmt: skip
    size = Column(
        "size", gettext_lazy("Size"), Choice(Enterprise.Size.choices), required=True,
        example=Enterprise.Size.SMALL.label,
    )  # fmt: skip
    traits = Column(
        "traits", gettext_lazy("Groups"), Choices(Enterprise.Trait.choices),
        hint=gettext_lazy("Several are separated by a semicolon."),
    )  # fmt: skip
    managed_by = UnitColumn(
        "managed_by", gettext_lazy("Code of the managing department"), UnitCode(), required=True,
        hint=gettext_lazy("The code of the customs unit that manages the enterprise."),
        example="03",
    )  # fmt: skip
    address = Column("address", gettext_lazy("Address"), example="12 Trần Phú, Hải Phòng")

    class Meta(SheetResource.Meta):
        model = Enterprise
        import_id_fields = ("tax_code",)
        fields = ("tax_code", "name_vi", "name_en", "kind", "size", "traits", "managed_by",
                  "address")  # fmt: skip

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["managed_by"].look_up(Units(), self.by)

    @staticmethod
    def open_to(user) -> bool:
        """Who may import enterprises at all."""
        return administers_any(user)

    def existing(self, keys):
        found = Enterprise.objects.filter(tax_code__in=keys).select_related("managed_by")
        return {enterprise.tax_code: enterprise for enterprise in found}

    def prepare(self, instance):
        instance.stood_under = instance.managed_by_id

    def refuse_foreign(self, instance, row):
        if not administers(self.by, instance.managed_by):
            raise Wrong(
                _("This enterprise is not among those your units manage."),
                _("Leave the row out, or ask the system administrator."),
            )

    def check(self, instance):
        faults = {}
        personal = bool(PERSONAL.fullmatch(instance.tax_code))
        if personal and instance.kind and instance.kind != Enterprise.Kind.HOUSEHOLD:
            faults["kind"] = Wrong(
                _("Only a household business has a tax code of 12 digits."),
                _("Correct the kind or the tax code."),
            )
        moved = instance.managed_by_id and instance.managed_by_id != instance.stood_under
        if moved and not administers(self.by, instance.managed_by):
            faults["managed_by"] = Wrong(
                _("This unit is outside the units you administer."),
                _("Write the code of one of your own units."),
            )
        return faults
