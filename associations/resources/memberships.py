"""Who belongs to which association, in a spreadsheet: by tax code, name and first day."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Column, Day, SheetResource, Words, Wrong, enrol, nearest
from directory.models import Enterprise
from directory.resources.enterprises import tax_code

from ..models import Association, Membership
from ..rules import keeps, keeps_any


class Named(Words):
    """Shown by the attribute that names the row."""

    def __init__(self, attribute: str, cleaner=None):
        super().__init__(cleaner)
        self.attribute = attribute

    def render(self, value: Any, obj=None, **kwargs) -> str:
        return getattr(value, self.attribute) if value else ""


class Known(Column):
    """A row of another table by its name; ``find(text)`` refuses what is not there."""

    find: Any = None

    def clean(self, row, **kwargs):
        text = super().clean(row, **kwargs)
        return self.find(text) if text else None


@enrol
class MembershipResource(SheetResource):
    """Memberships in associations one keeps, of enterprises one sees."""

    enterprise = Known(
        "enterprise", gettext_lazy("Tax code"), Named("tax_code", tax_code), required=True,
        example="0100233488",
    )  # fmt: skip
    association = Known(
        "association", gettext_lazy("Association"), Named("name_vi"), required=True,
        hint=gettext_lazy("Its Vietnamese name as in the register."),
        example="Hiệp hội Doanh nghiệp Sông Hồng",
    )  # fmt: skip
    valid_from = Column(
        "valid_from", gettext_lazy("First day"), Day(), required=True, example="01/03/2025"
    )
    valid_to = Column("valid_to", gettext_lazy("Last day"), Day())

    class Meta(SheetResource.Meta):
        model = Membership
        import_id_fields = ("enterprise",)
        fields = ("enterprise", "association", "valid_from", "valid_to")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.associations = {row.name_vi: row for row in self.kept()}
        self.enterprises: dict[str, Enterprise] = {}
        self.fields["association"].find = self.association_named
        self.fields["association"].widget.allowed = sorted(self.associations)[:200]
        self.fields["enterprise"].find = self.enterprise_coded

    def kept(self):
        rows = Association.objects.select_related("kept_by")
        return [row for row in rows if keeps(self.by, row)]

    @staticmethod
    def open_to(user) -> bool:
        """Who may import memberships at all."""
        return keeps_any(user)

    def association_named(self, text: str) -> Association:
        if found := self.associations.get(text):
            return found
        near = nearest(text, self.associations)
        raise Wrong(
            _("No association in your charge has this name."),
            _("The nearest names are: %(names)s.") % {"names": near},
        )

    def enterprise_coded(self, code: str) -> Enterprise:
        if code not in self.enterprises:
            rows = Enterprise.objects.visible_to(self.by).filter(tax_code=code)
            if not (found := rows.first()):
                raise Wrong(
                    _("No enterprise within your reach has this tax code."),
                    _("Import the enterprise first, or leave the row out."),
                )
            self.enterprises[code] = found
        return self.enterprises[code]

    def key(self, row):
        """Enterprise, association and first day: a membership may begin anew."""
        parts = [self.cell(name, row) for name in ("enterprise", "association", "valid_from")]
        return tuple(getattr(part, "pk", part) for part in parts) if all(parts) else None

    def existing(self, keys):
        rows = Membership.objects.filter(enterprise__in={key[0] for key in keys}).for_list()
        rows = rows.select_related("association__kept_by", "enterprise")
        return {(row.enterprise_id, row.association_id, row.valid_from): row for row in rows}

    def refuse_foreign(self, instance, row):
        if not keeps(self.by, instance.association):
            raise Wrong(_("This association is in the charge of another unit."), "")
