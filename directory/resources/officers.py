"""Officers in a spreadsheet, known by their number: account, record and present posting."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models.functions import Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Column, Day, SheetResource, Wrong, enrol

from ..models import Officer, Posting, Unit, User
from ..rules import administers, administers_any
from .places import UnitCode, UnitColumn, Units, stands

DAY = timedelta(days=1)
OF_USER = ("email", "last_name", "first_name")


@dataclass
class Place:
    """Where an officer sits today."""

    unit: Unit | None = None
    position: str = ""
    since: date | None = None

    @property
    def first_day(self) -> date:
        """``since`` of a row that was checked: the column is required."""
        if self.since is None:
            raise ValueError("An officer's row without a first day was taken.")
        return self.since


@enrol
class OfficerResource(SheetResource):
    """A department administrator brings in the officers of the own subtree, no others.

    A new officer gets an account without a password and without a role: both are given apart.
    """

    number = Column("number", gettext_lazy("Officer number"), required=True, example="20-00123")
    last_name = Column(
        "user__last_name", gettext_lazy("Family and middle name"), required=True,
        example="Nguyễn Văn",
    )  # fmt: skip
    first_name = Column("user__first_name", gettext_lazy("Given name"), required=True, example="An")
    email = Column(
        "user__email", gettext_lazy("Email"), required=True,
        hint=gettext_lazy("The officer signs in with it."), example="an.nguyen@customs.example",
    )  # fmt: skip
    title = Column("title", gettext_lazy("Title"))
    phone = Column("phone", gettext_lazy("Telephone"), example="0225 3859 900")
    unit = UnitColumn(
        "place__unit", gettext_lazy("Code of the unit"), UnitCode(), required=True, example="03CC"
    )
    position = Column("place__position", gettext_lazy("Position"))
    since = Column(
        "place__since", gettext_lazy("In the unit since"), Day(), required=True,
        hint=gettext_lazy("Another unit with its first day is a new posting; the old one ends."),
        example=date(2025, 3, 1),
    )  # fmt: skip

    class Meta(SheetResource.Meta):
        model = Officer
        import_id_fields = ("number",)
        fields = ("number", "last_name", "first_name", "email", "title", "phone", "unit",
                  "position", "since")  # fmt: skip

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["unit"].look_up(Units(), self.by)
        self.holders: dict[str, int] = {}
        self.given: dict[str, str] = {}

    @staticmethod
    def open_to(user) -> bool:
        """Who may import officers at all."""
        return administers_any(user)

    def existing(self, keys):
        found = Officer.objects.filter(number__in=keys).for_list()
        return {officer.number: officer for officer in found}

    def before_import(self, dataset, **kwargs):
        """Whose the emails of this piece are: one query."""
        emails = {(self.cell("email", row) or "").lower() for row in dataset.dict}
        held = User.objects.annotate(folded=Lower("email")).filter(folded__in=emails)
        self.holders = dict(held.values_list("folded", "pk"))

    def prepare(self, instance):
        if instance.pk is None:
            instance.user = User(is_staff=True)
            instance.user.set_unusable_password()
        postings = instance.postings.all() if instance.pk else []
        now = next((p for p in postings if stands(p, localdate())), None)
        instance.posting = now
        instance.place = Place(now.unit, now.position, now.valid_from) if now else Place()
        instance.was = replace(instance.place)
        instance.known_as = instance.user.email

    def refuse_foreign(self, instance, row):
        now = next((p for p in instance.postings.all() if stands(p, localdate())), None)
        if not administers(self.by, now and now.unit):
            raise Wrong(
                _("This officer is not posted in the units you administer."),
                _("Leave the row out, or ask the system administrator."),
            )

    # --- rules over several columns ---------------------------------------------------------
    def check(self, instance):
        return self._account(instance) | self._posting(instance)

    def _account(self, officer) -> dict[str, ValidationError]:
        user = officer.user
        faults: dict[str, ValidationError] = {}
        try:
            user.clean_fields(exclude={f.name for f in User._meta.fields} - {*OF_USER})
        except ValidationError as wrong:
            faults = {name: errors[0] for name, errors in wrong.error_dict.items()}
        email = user.email.lower()
        first = self.given.setdefault(email, officer.number)
        if first != officer.number or self.holders.get(email, user.pk) != user.pk:
            faults["email"] = Wrong(
                _("Another account has this email."), _("Write the officer's own email.")
            )
        elif user.pk and user.email != officer.known_as and not administers(self.by, None):
            faults["email"] = Wrong(
                _("The email is what the officer signs in with."),
                _("Ask the system administrator to change it."),
            )
        return faults

    def _posting(self, officer) -> dict[str, ValidationError]:
        was, place = officer.was, officer.place
        if place.unit is None or place.since is None:
            return {}
        moved = place.unit != was.unit
        if moved and not administers(self.by, place.unit):
            return {"unit": Wrong(
                _("This unit is outside the units you administer."),
                _("Write the code of one of your own units."),
            )}  # fmt: skip
        if moved and was.since and place.since <= was.since:
            return {"since": Wrong(
                _("The officer came to another unit, but not on a later day."),
                _("Write the first day in the new unit."),
            )}  # fmt: skip
        if place.since > localdate():
            return {"since": Wrong(
                _("The day lies in the future."), _("Import the posting when it has begun.")
            )}  # fmt: skip
        return {}

    # --- writing in batches -----------------------------------------------------------------
    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        officers, self.create_instances = self.create_instances, []
        for officer in officers:
            officer.user.username = officer.user.email
        try:
            User.objects.bulk_create([officer.user for officer in officers])
            for officer in officers:
                officer.user_id = officer.user.pk
            Officer.objects.bulk_create(officers)
            Posting.objects.bulk_create([_begun(o, o.place) for o in officers])
        except DatabaseError as refused:
            self.handle_import_error(result, refused, raise_errors)

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        officers, self.update_instances = self.update_instances, []
        moved = [o for o in officers if o.posting is None or o.place.unit != o.was.unit]
        ended = [o.posting for o in moved if o.posting]
        stayed = [o for o in officers if o.posting and o.place.unit == o.was.unit]
        corrected = [_corrected(o.posting, o.place) for o in stayed]
        for officer in moved:
            if officer.posting:
                officer.posting.valid_to = officer.place.since - DAY
        try:
            User.objects.bulk_update([officer.user for officer in officers], OF_USER)
            Officer.objects.bulk_update(officers, ["title", "phone"])
            Posting.objects.bulk_update(ended + corrected, ["position", "valid_from", "valid_to"])
            Posting.objects.bulk_create([_begun(o, o.place) for o in moved])
        except DatabaseError as refused:
            self.handle_import_error(result, refused, raise_errors)


def _begun(officer: Officer, place: Place) -> Posting:
    return Posting(
        officer=officer, unit=place.unit, position=place.position, valid_from=place.first_day
    )


def _corrected(posting: Posting, place: Place) -> Posting:
    posting.position, posting.valid_from = place.position, place.first_day
    return posting
